"""Rows that are only added, told from things that stand and are changed."""

from __future__ import annotations

import pytest

from prisma_to_convex.analysis.secrets import secrets
from prisma_to_convex.analysis.workload import workload
from support.compiling import compiled

ID = "id String @id @default(cuid())"
TEAM = f"model Team {{\n  {ID}\n  rows Row[]\n}}\n"
KEY = "teamId String\n  team Team @relation(fields: [teamId], references: [id])"


def added(*lines: str, key: str = ID, more: str = "") -> bool:
    fields = "\n  ".join((key, "createdAt DateTime @default(now())", KEY, *lines))
    lowered = compiled(f"{TEAM}model Row {{\n  {fields}\n}}\n{more}").lowered
    return "Row" in {one.model for one in workload(lowered, {}, secrets(lowered)).appended}


@pytest.mark.parametrize(
    "lines",
    [(), ("text String",), ("bytes Int @default(0)",), ("count Int",), ("email String",)],
)
def test_what_is_only_added(lines: tuple[str, ...]) -> None:
    assert added(*lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("updatedAt DateTime @updatedAt",),
        ("archived Boolean @default(false)",),
        ("views Int @default(0)",),
        ("clickCount BigInt @default(0)",),
        ("slug String @unique",),
        ("apiKey String",),
        ("data String", "iv String"),
    ],
)
def test_a_thing_changes_counts_has_a_name_or_a_secret(lines: tuple[str, ...]) -> None:
    assert not added(*lines)


def test_what_is_called_by_its_key_is_a_thing() -> None:
    assert not added(key="domain String @id")
    assert added(key="id String @id")


@pytest.mark.parametrize(("parts", "is_added"), [(2, True), (3, False)])
def test_what_many_tables_need_is_no_event(parts: int, is_added: bool) -> None:
    names = [f"Part{at}" for at in range(parts)]
    back = tuple(f"{name.lower()} {name}[]" for name in names)
    more = "".join(
        f"model {name} {{\n  {ID}\n  rowId String\n  row Row @relation(fields: [rowId], references: [id])\n}}\n"
        for name in names
    )
    assert added(*back, more=more) is is_added
