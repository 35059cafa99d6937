"""The conditions of a `where`, and what of it can't be read."""

from __future__ import annotations

from typing import Any

import pytest

from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.forms.call_records import call_record
from support.compiling import compiled

SCHEMA = compiled("""
model Deal {
  id     Int     @id @default(autoincrement())
  teamId Int
  amount Int
  title  String?
}
""")


def where_of(where: str) -> dict[str, Any]:
    """What is not empty of the call's conditions."""
    code = f"export const f = (c: boolean, x: number, y: number[]) => prisma.deal.findMany({{ where: {where} }});\n"
    examined, _ = examine_code([CodeFile("a.ts", code.encode())], SCHEMA.lowered, {})
    (call,) = examined.calls
    record = call_record(call)
    keys = ("equality", "in", "range", "other", "unresolved", "known")
    return {key: record[key] for key in keys if record.get(key)}


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("{ teamId: x }", {"equality": ["teamId"], "known": "known"}),
        ("{ teamId: { in: y } }", {"in": ["teamId"], "known": "known"}),
        ("{ teamId: c ? x : 3 }", {"equality": ["teamId"], "known": "known"}),
        ("{ teamId: c ? { in: y } : x }", {"in": ["teamId"], "known": "known"}),
        (
            "{ teamId: c ? { equals: x, in: y } : x }",
            {
                "other": [
                    {"field": "teamId", "operator": "equals", "optional": True},
                    {"field": "teamId", "operator": "in", "optional": True},
                ],
                "known": "known",
            },
        ),
    ],
)
def test_a_value_that_is_one_of_several(where: str, expected: dict[str, Any]) -> None:
    found = where_of(where)
    for one in found.get("other", ()):
        for key in [key for key, value in one.items() if not value]:
            del one[key]
    assert found == expected


@pytest.mark.parametrize(("letters", "shown"), [(72, 80), (73, 80), (71, 79)])
def test_code_that_can_t_be_followed_is_shown_to_80_letters(letters: int, shown: int) -> None:
    name = "a" * letters
    found = where_of(f"{{ AND: some.{name}('b') }}")
    assert found["unresolved"] == [f"some.{name}('b')"[:80]]
    assert len(found["unresolved"][0]) == min(80, letters + 10)
