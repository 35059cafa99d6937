"""Ids as Prisma's client made them: their form, and that none comes twice."""

from __future__ import annotations

import re

import pytest

from support.enforcing import emit, runtime

FORMS = {
    "cuid()": r"c[0-9a-z]{24}",
    "cuid(1)": r"c[0-9a-z]{24}",
    "cuid(2)": r"[a-z][0-9a-z]{23}",
    "ulid()": r"[0-7][0-9A-HJKMNP-TV-Z]{25}",
    "nanoid()": r"[A-Za-z0-9_-]{21}",
    "nanoid(7)": r"[A-Za-z0-9_-]{7}",
    "uuid()": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "uuid(4)": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "uuid(7)": r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
}
SORTED = {"cuid()": 9, "ulid()": 10, "uuid(7)": 13}
"""By the time in their first characters."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("ids")
    fields = "\n".join(f"  f{n} String @default({call})" for n, call in enumerate(FORMS))
    emit(folder, f"model A {{\n  id Int @id @default(autoincrement())\n{fields}\n}}\n")
    ours = runtime()
    ours.load(folder)
    for _ in range(40):
        ours.insert("as", {})
    rows = ours.rows()["as"]
    return {call: [row[f"f{n}"] for row in rows] for n, call in enumerate(FORMS)}


@pytest.mark.parametrize("call", FORMS)
def test_form(call: str, made: dict[str, list[str]]) -> None:
    assert [one for one in made[call] if not re.fullmatch(FORMS[call], one)] == []
    assert len(set(made[call])) == len(made[call])


@pytest.mark.parametrize("call", SORTED)
def test_order(call: str, made: dict[str, list[str]]) -> None:
    starts = [one[: SORTED[call]] for one in made[call]]
    assert starts == sorted(starts)
