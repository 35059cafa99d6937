"""Tables that a person renamed or moved into constants go on being merged."""

from __future__ import annotations

import pytest

from prisma_to_convex.merge.whole import merge
from support.merging import HEAD, file

USERS = 'users: defineTable({\n  email: v.string(),\n  teamId: v.id("teams"),\n}).index("by_email", ["email"]),\n'
TEAMS = "teams: defineTable({\n  label: v.string(),\n  size: v.number(),\n}),\n"
BASE = file(f"{USERS}\n{TEAMS}")
CONSTANT = """\
const users = defineTable({
  email: v.string(),
  teamId: v.id("teams"),
}).index("by_email", ["email"]);

"""
WITH_NAME = BASE.replace(
    "    email: v.string(),\n", "    email: v.string(),\n    name: v.string(),\n"
)
WITH_INDEX = BASE.replace(
    '.index("by_email", ["email"])',
    '\n    .index("by_email", ["email"])\n    .index("by_teamId", ["teamId"])',
)


def moved(entry: str, name: str = "users") -> str:
    constant = CONSTANT.replace("const users", f"const {name}")
    return file(f"{entry}\n\n{TEAMS}", before=constant)


@pytest.mark.parametrize(
    ("entry", "name"),
    [("users,", "users"), ("users: users,", "users"), ("users: userTable,", "userTable")],
)
def test_a_table_in_a_constant(entry: str, name: str) -> None:
    mine = moved(entry, name)
    merged = merge(BASE, mine, WITH_NAME)
    assert merged.conflicts == ()
    assert merged.text == mine.replace(
        "  email: v.string(),\n", "  email: v.string(),\n  name: v.string(),\n"
    )
    assert merge(BASE, mine, BASE).text == mine
    assert merge(WITH_NAME, merged.text, WITH_NAME).kept == ""


def test_an_index_of_a_table_in_a_constant() -> None:
    merged = merge(BASE, moved("users,"), WITH_INDEX)
    assert merged.conflicts == ()
    assert '\n  .index("by_email", ["email"])\n  .index("by_teamId", ["teamId"]);\n' in merged.text


def test_an_exported_constant_with_a_field_by_hand() -> None:
    mine = moved("users,").replace("const users", "export const users")
    mine = mine.replace("  email: v.string(),\n", "  email: v.string(),\n  nick: v.string(),\n")
    merged = merge(BASE, mine, WITH_NAME)
    assert merged.conflicts == ()
    assert "  email: v.string(),\n  nick: v.string(),\n  name: v.string(),\n" in merged.text
    assert merged.kept == "1 hand-written field (users.nick)"


def test_both_change_a_field_of_a_table_in_a_constant() -> None:
    mine = moved("users,").replace("email: v.string()", "email: v.number()")
    (conflict,) = merge(BASE, mine, BASE.replace("email: v.string()", "email: v.any()")).conflicts
    assert conflict.path == ("users", "email")


def test_a_table_in_a_constant_that_leaves_prisma() -> None:
    merged = merge(BASE, moved("users,"), file(TEAMS))
    assert merged.conflicts == ()
    assert merged.text == file(TEAMS)


def test_all_tables_in_constants() -> None:
    teams = "const teams = defineTable({\n  label: v.string(),\n  size: v.number(),\n});\n\n"
    mine = f"{HEAD}{CONSTANT}{teams}export default defineSchema({{ users, teams }});\n"
    theirs = WITH_NAME.replace("    size: v.number(),\n", "")
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ()
    expected = mine.replace("  size: v.number(),\n", "")
    assert merged.text == expected.replace(
        "  email: v.string(),\n", "  email: v.string(),\n  name: v.string(),\n"
    )


RENAMED = BASE.replace("teams: defineTable", "crews: defineTable").replace('"teams"', '"crews"')


def test_a_table_that_was_renamed() -> None:
    theirs = WITH_NAME.replace("    size: v.number(),\n", "    size: v.any(),\n")
    merged = merge(BASE, RENAMED, theirs)
    assert merged.conflicts == ()
    assert merged.text == RENAMED.replace("size: v.number()", "size: v.any()").replace(
        "    email: v.string(),\n", "    email: v.string(),\n    name: v.string(),\n"
    )
    assert merged.kept == "renamed teams as crews"


def test_a_reference_to_a_renamed_table_that_comes() -> None:
    theirs = BASE.replace(
        "    size: v.number(),\n", '    size: v.number(),\n    above: v.id("teams"),\n'
    )
    merged = merge(BASE, RENAMED, theirs)
    assert merged.conflicts == ()
    assert '    above: v.id("crews"),\n' in merged.text


def test_a_renamed_table_with_a_field_by_hand() -> None:
    mine = RENAMED.replace(
        "    size: v.number(),\n", "    size: v.number(),\n    nick: v.string(),\n"
    )
    theirs = BASE.replace("    size: v.number(),\n", "    size: v.any(),\n")
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ()
    assert "    size: v.any(),\n    nick: v.string(),\n" in merged.text


def test_a_rename_that_prisma_then_says_too() -> None:
    """`@convex.name(crews)`, and a new field in the same run."""
    theirs = RENAMED.replace("    size: v.number(),\n", "    size: v.any(),\n")
    merged = merge(BASE, RENAMED, theirs)
    assert merged.conflicts == ()
    assert merged.text == theirs


def test_a_table_that_only_looks_a_little_like_one_that_is_gone() -> None:
    mine = BASE.replace(
        "teams: defineTable({\n    label: v.string(),\n    size: v.number(),",
        "audits: defineTable({\n    at: v.number(),\n    by: v.string(),\n    label: v.string(),",
    ).replace('teamId: v.id("teams")', "teamId: v.string()")
    merged = merge(BASE, mine, BASE.replace("size: v.number()", "size: v.any()"))
    (conflict,) = merged.conflicts
    assert conflict.path[-1] == "teams"
    assert conflict.hint == (
        "if `teams` was renamed here, say it in Prisma, above its model: `/// @convex.name(audits)`"
    )
