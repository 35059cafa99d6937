"""What one side removed and the other changed: the answer leaves nothing half there."""

from __future__ import annotations

import pytest

from prisma_to_convex.merge.conflict import Side
from prisma_to_convex.merge.whole import merge
from support.merging import EMAIL, HEAD, file, users

INFER = HEAD.replace("import { v }", "import { type Infer, v }")
TYPE = "export type Role = Infer<typeof role>;\n"
OTHER = "export type Reply = Infer<typeof reply>;\n\n"
ENUM = 'export const role = v.union(v.literal("ADMIN"), v.literal("USER"));\n'
WIDER = 'export const role = v.union(v.literal("ADMIN"), v.literal("USER"), v.literal("GUEST"));\n'
REPLY = 'export const reply = v.union(v.literal("YES"), v.literal("NO"));\n'
TYPED = users("email: v.string(),\nrole,")
TEXT = users("email: v.string(),\nrole: v.string(),")

WITH_ENUM = file(TYPED, f"{ENUM}{TYPE}\n", INFER)
CHANGED = file(TYPED, f"{WIDER}{TYPE}\n", INFER)
WITHOUT = file(TEXT)


@pytest.mark.parametrize(
    ("mine", "theirs", "keeper"),
    [(CHANGED, WITHOUT, "mine"), (WITHOUT, CHANGED, "prisma")],
    ids=["gone from Prisma", "deleted here"],
)
def test_a_type_stays_with_the_value_that_stays(mine: str, theirs: str, keeper: Side) -> None:
    merged = merge(WITH_ENUM, mine, theirs, prefer=keeper)
    assert merged.text == file(TEXT, f"{WIDER}{TYPE}\n", INFER)
    assert [one.path for one in merged.conflicts] == [("role",)]


@pytest.mark.parametrize(
    ("mine", "theirs", "keeper"),
    [(CHANGED, WITHOUT, "prisma"), (WITHOUT, CHANGED, "mine")],
    ids=["gone from Prisma", "deleted here"],
)
def test_a_type_goes_with_its_value(mine: str, theirs: str, keeper: Side) -> None:
    assert merge(WITH_ENUM, mine, theirs, prefer=keeper).text == WITHOUT


def test_a_type_that_was_removed_alone_stays_away() -> None:
    mine = file(TYPED, f"{WIDER}\n")
    assert merge(WITH_ENUM, mine, WITH_ENUM).text == mine


def test_the_type_of_another_value_is_not_brought_back() -> None:
    both = file(TYPED, f"{ENUM}{TYPE}\n{REPLY}{OTHER}", INFER)
    mine = file(TYPED, f"{WIDER}{TYPE}\n{REPLY}{OTHER}", INFER)
    theirs = file(TEXT)
    assert merge(both, mine, theirs, prefer="mine").text == file(TEXT, f"{WIDER}{TYPE}\n", INFER)


def test_a_value_that_says_typeof_is_no_type() -> None:
    guard = "const isText = typeof role;\n"
    base = file(EMAIL, f"{ENUM}{guard}\n")
    mine = file(EMAIL, f"{WIDER}{guard}\n")
    assert guard not in merge(base, mine, file(EMAIL), prefer="mine").text
