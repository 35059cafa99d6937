"""Tables that a person renamed or moved into constants go on being merged."""

from __future__ import annotations

import pytest

from prisma_to_convex.merge.lock import lock_text, read_lock
from prisma_to_convex.merge.table_names import Identities, TableIdentity
from prisma_to_convex.merge.whole import Known, Merged, merge, merge_files
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


# ---- by what the lock remembers -----------------------------------------------------------------

MODELS = {"users": TableIdentity("User", "User"), "teams": TableIdentity("Team", "team")}
NOW = {"users": MODELS["users"], "crews": MODELS["teams"]}
THEIR_NAME = RENAMED.replace("    size: v.number(),\n", "    size: v.any(),\n")


def followed(mine: str, theirs: str, now: Identities, last: Identities = MODELS) -> Merged:
    return merge_files(BASE, {"schema.ts": mine}, theirs, known=Known(last, now))


@pytest.mark.parametrize(
    "crew",
    [TableIdentity("Team", "crew"), TableIdentity("Crew", "team")],
    ids=["another table", "another model"],
)
def test_prisma_calls_a_table_otherwise_that_was_edited_by_hand(crew: TableIdentity) -> None:
    """`@convex.name(crews)`, or another name for the model of the same table."""
    mine = BASE.replace(
        "    size: v.number(),\n", '    size: v.number(),\n    above: v.id("teams"),\n'
    )
    merged = followed(mine, THEIR_NAME, {**NOW, "crews": crew})
    assert merged.conflicts == ()
    assert merged.text == THEIR_NAME.replace(
        "    size: v.any(),\n", '    size: v.any(),\n    above: v.id("crews"),\n'
    )


def test_another_model_in_another_table_is_another_table() -> None:
    mine = BASE.replace("    size: v.number(),\n", "    size: v.number(),\n    nick: v.any(),\n")
    (conflict,) = followed(
        mine, THEIR_NAME, {**NOW, "crews": TableIdentity("Crew", "crew")}
    ).conflicts
    assert conflict.reason == "changed here, gone from Prisma"


def test_the_name_that_a_person_gave_stands_whatever_prisma_says() -> None:
    mine = RENAMED.replace("crews", "gangs")
    merged = followed(mine, THEIR_NAME, NOW)
    assert merged.conflicts == ()
    assert merged.text == THEIR_NAME.replace("crews", "gangs")


def test_what_a_table_was_called_here_is_known_though_nothing_of_it_is_left() -> None:
    last = {**MODELS, "teams": MODELS["teams"]._replace(here="gangs")}
    mine = RENAMED.replace("crews", "gangs").replace(
        "label: v.string(),\n    size: v.number(),", "a: v.any(),\n    b: v.any(),"
    )
    theirs = BASE.replace("email: v.string()", "email: v.any()")
    merged = followed(mine, theirs, MODELS, last)
    assert merged.conflicts == ()
    assert merged.text == mine.replace("email: v.string()", "email: v.any()")
    assert merged.here == {"teams": "gangs"}


def test_a_table_in_a_file_that_prisma_calls_otherwise() -> None:
    teams = 'import { defineTable } from "convex/server";\nimport { v } from "convex/values";\n\nexport const teams = defineTable({\n  label: v.string(),\n  size: v.number(),\n});\n'
    root = f'import {{ teams }} from "./teams";\n{file(USERS + "teams,")}'
    merged = merge_files(
        BASE, {"schema.ts": root, "teams.ts": teams}, THEIR_NAME, known=Known(MODELS, NOW)
    )
    assert merged.conflicts == ()
    assert merged.files == {
        "schema.ts": root.replace("  teams,", "  crews: teams,").replace('"teams"', '"crews"'),
        "teams.ts": teams.replace("size: v.number()", "size: v.any()"),
    }


def test_the_lock_keeps_what_tables_are() -> None:
    tables = {
        **MODELS,
        "odd": TableIdentity("Odd", 'a "b"\n# sha256 x é'),
        "logs": TableIdentity("Log", "Log", "audits"),
    }
    found = read_lock(lock_text("text\n", tables=tables))
    assert found.text == "text\n"
    assert found.tables == tables


def test_a_line_of_the_lock_that_is_none_of_ours_says_nothing() -> None:
    text = lock_text("text\n", tables={"users": MODELS["users"]})
    found = read_lock(text.replace("is User", "is User in nowhere"))
    assert (found.text, found.tables) == ("text\n", {})
