"""How Convex developers lay a schema out: tables, fields and validators in constants and files, each of which goes on
being merged where it stands.

Long, as a table of layouts is read as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pytest

from prisma_to_convex.merge.tree import same
from prisma_to_convex.merge.whole import Merged, merge_files
from support.merging import HEAD, file
from support.oracle import Json, judge_convex

TYPE = "export type Role = Infer<typeof role>;\n"
ONE_ROLE = f'export const role = v.union(v.literal("ADMIN"), v.literal("USER"));\n{TYPE}'
ROLE = f"{ONE_ROLE}\n"
WITH_INFER = HEAD.replace("{ v }", "{ type Infer, v }")
BASE = file(
    """
    users: defineTable({
      email: v.string(),
      role,
      teamId: v.id("teams"),
    })
      .index("by_email", ["email"])
      .index("by_teamId", ["teamId"]),

    teams: defineTable({
      label: v.string(),
    }),
    """,
    before=ROLE,
    head=WITH_INFER,
)
THEIRS = file(
    """
    users: defineTable({
      email: v.string(),
      role,
      teamId: v.id("teams"),
      mood: v.nullable(mood),
    })
      .index("by_email", ["email"])
      .index("by_mood", ["mood"])
      .index("by_teamId", ["teamId"]),

    teams: defineTable({
      label: v.string(),
      size: v.number(),
    }),

    tags: defineTable({
      role,
    }),
    """,
    before=ROLE.replace('v.literal("USER")', 'v.literal("USER"), v.literal("GUEST")')
    + "export const mood = v.string();\n\n",
    head=WITH_INFER,
)
"""A field, an index, an enum's value, an enum and a table have come."""

SERVER = 'import { defineTable } from "convex/server";\n'
SCHEMA = 'import { defineSchema } from "convex/server";\n'
VALUES = 'import { v } from "convex/values";\n'
VALUES_AND_INFER = 'import { type Infer, v } from "convex/values";\n'
USER_FIELDS = '  email: v.string(),\n  role,\n  teamId: v.id("teams"),\n'
CALLS = '\n  .index("by_email", ["email"])\n  .index("by_teamId", ["teamId"])'
USERS = f"defineTable({{\n{USER_FIELDS}}}){CALLS}"
TEAMS = "defineTable({\n  label: v.string(),\n})"


class Layout(NamedTuple):
    """`files` as a person has them, and in which of them each thing comes to stand."""

    files: Mapping[str, str]
    field: str = "tables/users.ts"
    indexes: str = "tables/users.ts"
    value: str = "validators.ts"
    enum: str = "validators.ts"
    table: str = "schema.ts"


VALIDATORS = VALUES_AND_INFER + "\n" + ONE_ROLE
USERS_FILE = (
    f'{SERVER}{VALUES}import {{ role }} from "../validators";\n\nexport const users = {USERS};\n'
)
TEAMS_FILE = f"{SERVER}{VALUES}\nexport const teams = {TEAMS};\n"

LAYOUTS = {
    "a file a table, a file of validators": Layout(
        {
            "schema.ts": SCHEMA
            + 'import { teams } from "./tables/teams";\nimport { users } from "./tables/users";\n\n'
            + "export default defineSchema({\n  users,\n  teams,\n});\n",
            "tables/users.ts": USERS_FILE,
            "tables/teams.ts": TEAMS_FILE,
            "validators.ts": VALIDATORS,
        }
    ),
    "under other names": Layout(
        {
            "schema.ts": SCHEMA
            + 'import { teams as teamTable } from "./tables/teams";\n'
            + 'import { users as userTable } from "./tables/users";\n\n'
            + "export default defineSchema({\n  users: userTable,\n  teams: teamTable,\n});\n",
            "tables/users.ts": f'{SERVER}{VALUES}import {{ role as userRole }} from "../validators";\n\n'
            f"export const users = {USERS.replace('role,', 'role: userRole,')};\n",
            "tables/teams.ts": TEAMS_FILE,
            "validators.ts": VALIDATORS,
        }
    ),
    "a file that exports all on": Layout(
        {
            "schema.ts": SCHEMA
            + 'import * as tables from "./tables";\n\n'
            + "export default defineSchema({\n  users: tables.users,\n  teams: tables.teams,\n});\n",
            "tables/index.ts": 'export * from "./teams";\nexport { users } from "./users";\n',
            "tables/users.ts": USERS_FILE,
            "tables/teams.ts": TEAMS_FILE,
            "validators.ts": VALIDATORS,
        }
    ),
    "default exports": Layout(
        {
            "schema.ts": SCHEMA
            + 'import teams from "./tables/teams";\nimport users from "./tables/users";\n\n'
            + "export default defineSchema({ users, teams });\n",
            "tables/users.ts": USERS_FILE.replace("export const users =", "export default"),
            "tables/teams.ts": TEAMS_FILE.replace("export const", "const")
            + "\nexport default teams;\n",
            "validators.ts": VALIDATORS,
        }
    ),
    "objects of tables that are spread": Layout(
        {
            "schema.ts": SCHEMA
            + 'import { teamTables } from "./tables/teams";\nimport { userTables } from "./tables/users";\n\n'
            + "const schema = defineSchema({\n  ...userTables,\n  ...teamTables,\n});\n\nexport default schema;\n",
            "tables/users.ts": f'{SERVER}{VALUES}import {{ role }} from "../validators";\n\n'
            "export const userTables = {\n  users: "
            + USERS.replace("\n", "\n  ")
            + ",\n} as const;\n",
            "tables/teams.ts": f"{SERVER}{VALUES}\nexport const teamTables = {{\n  teams: "
            + TEAMS.replace("\n", "\n  ")
            + ",\n};\n",
            "validators.ts": VALIDATORS,
        }
    ),
    "objects of objects": Layout(
        {
            "schema.ts": SCHEMA
            + 'import { allTables } from "./tables";\n\nexport default defineSchema({\n  ...allTables,\n});\n',
            "tables/index.ts": 'import { users } from "./users";\nimport { teams } from "./teams";\n\n'
            "const people = { users };\n\nexport const allTables = { ...people, teams };\n",
            "tables/users.ts": USERS_FILE,
            "tables/teams.ts": TEAMS_FILE,
            "validators.ts": VALIDATORS,
        }
    ),
    "fields in constants": Layout(
        {
            "schema.ts": f'{SCHEMA.replace("defineSchema", "defineSchema, defineTable")}'
            'import { teamFields } from "./tables/teams";\nimport { userFields } from "./tables/users";\n\n'
            "export default defineSchema({\n  users: defineTable(userFields)"
            + CALLS.replace("\n", "\n  ")
            + ",\n\n  teams: defineTable({ ...teamFields }),\n});\n",
            "tables/users.ts": f'{VALUES}import {{ role }} from "../validators";\n\n'
            f"export const userFields = {{\n{USER_FIELDS}}};\n",
            "tables/teams.ts": f"{VALUES}\nexport const teamFields = {{\n  label: v.string(),\n}};\n",
            "validators.ts": VALIDATORS,
        },
        indexes="schema.ts",
    ),
    "validators of documents": Layout(
        {
            "schema.ts": f'{SCHEMA.replace("defineSchema", "defineSchema, defineTable")}'
            'import { teamValidator, userValidator } from "./validators";\n\n'
            "export default defineSchema({\n  users: defineTable(userValidator)"
            + CALLS.replace("\n", "\n  ")
            + ",\n\n  teams: defineTable(teamValidator),\n});\n",
            "validators.ts": f"{VALIDATORS}\nexport const userValidator = v.object({{\n{USER_FIELDS}}});\n\n"
            "export const teamValidator = v.object({\n  label: v.string(),\n});\n",
        },
        field="validators.ts",
        indexes="schema.ts",
    ),
    "indexes in schema.ts": Layout(
        {
            "schema.ts": SCHEMA
            + 'import { teams } from "./tables/teams";\nimport { users } from "./tables/users";\n\n'
            + "export default defineSchema({\n  users: users"
            + CALLS.replace("\n", "\n  ")
            + ",\n  teams,\n});\n",
            "tables/users.ts": USERS_FILE.replace(CALLS, ""),
            "tables/teams.ts": TEAMS_FILE,
            "validators.ts": VALIDATORS,
        },
        indexes="schema.ts",
    ),
    "Table of convex-helpers": Layout(
        {
            "schema.ts": SCHEMA
            + 'import { Teams } from "./tables/teams";\nimport { Users } from "./tables/users";\n\n'
            + "export default defineSchema({\n  users: Users.table"
            + CALLS.replace("\n", "\n  ")
            + ",\n  teams: Teams.table,\n});\n",
            "tables/users.ts": 'import { Table } from "convex-helpers/server";\n'
            f'{VALUES}import {{ role }} from "../validators";\n\n'
            f'export const Users = Table("users", {{\n{USER_FIELDS}}});\n',
            "tables/teams.ts": 'import { Table } from "convex-helpers/server";\n'
            f'{VALUES}\nexport const Teams = Table("teams", {{\n  label: v.string(),\n}});\n',
            "validators.ts": VALIDATORS,
        },
        indexes="schema.ts",
    ),
    "an enum beside the table that has it": Layout(
        {
            "schema.ts": SCHEMA
            + 'import { teams } from "./tables/teams";\nimport { users } from "./tables/users";\n\n'
            + "export default defineSchema({\n  users,\n  teams,\n});\n",
            "tables/users.ts": f"{SERVER}{VALUES_AND_INFER}\n{ONE_ROLE}\nexport const users = {USERS};\n",
            "tables/teams.ts": TEAMS_FILE,
        },
        value="tables/users.ts",
        enum="tables/users.ts",
    ),
    "validators of a name of their own": Layout(
        {
            "schema.ts": SCHEMA
            + 'import { teams } from "./tables/teams";\nimport { users } from "./tables/users";\n\n'
            + "export default defineSchema({\n  users,\n  teams,\n});\n",
            "tables/users.ts": f'{SERVER}{VALUES}import * as enums from "../validators";\n\n'
            f"export const users = {USERS.replace('role,', 'role: enums.role,')};\n",
            "tables/teams.ts": TEAMS_FILE,
            "validators.ts": VALIDATORS,
        }
    ),
    "several tables a file, one wrapped": Layout(
        {
            "schema.ts": SCHEMA
            + 'import { teams, users } from "./tables.js";\n\nexport default defineSchema({ users, teams });\n',
            "tables.ts": f'{SERVER}{VALUES}import {{ role }} from "./validators.js";\n'
            'import { withTimes } from "./times.js";\n\n'
            f"export const users = {USERS.replace('Table({', 'Table(withTimes({').replace('})', '}))', 1)};\n\n"
            f"export const teams = {TEAMS};\n",
            "times.ts": "export const withTimes = <T>(fields: T) => fields;\n",
            "validators.ts": VALIDATORS,
        },
        field="tables.ts",
        indexes="tables.ts",
    ),
    "an object that defineSchema is given": Layout(
        {
            "schema.ts": SCHEMA
            + 'import { tables } from "./tables/users";\n\nexport default defineSchema(tables);\n',
            "tables/users.ts": f'{SERVER}{VALUES}import {{ role }} from "../validators";\n\n'
            "export const tables = {\n  users: "
            + USERS.replace("\n", "\n  ")
            + ",\n  teams: "
            + TEAMS.replace("\n", "\n  ")
            + ",\n};\n",
            "validators.ts": VALIDATORS,
        },
        table="tables/users.ts",
    ),
    "constants in schema.ts itself": Layout(
        {
            "schema.ts": SCHEMA.replace("defineSchema", "defineSchema, defineTable")
            + f"{VALUES_AND_INFER}\n{ONE_ROLE}\nconst userFields = {{\n{USER_FIELDS}}};\n\nconst teams = {TEAMS};\n\n"
            "export default defineSchema({\n  users: defineTable(userFields)"
            + CALLS.replace("\n", "\n  ")
            + ",\n  teams,\n});\n",
        },
        field="schema.ts",
        indexes="schema.ts",
        value="schema.ts",
        enum="schema.ts",
    ),
}


def merged_of(layout: Layout, theirs: str = THEIRS) -> Merged:
    return merge_files(BASE, layout.files, theirs)


def without_semicolons(text: str) -> str:
    return text.replace(";\n", "\n").replace('"', "'")


@pytest.mark.parametrize("name", LAYOUTS)
def test_without_semicolons_it_is_the_same(name: str) -> None:
    layout = LAYOUTS[name]
    mine = {path: without_semicolons(text) for path, text in layout.files.items()}
    merged = merge_files(BASE, mine, THEIRS)
    assert merged.conflicts == ()
    expected = merged_of(layout).files
    for path, text in merged.files.items():
        assert same(text, without_semicolons(expected[path])), path


@pytest.mark.parametrize("name", LAYOUTS)
def test_nothing_changes_where_prisma_has_not(name: str) -> None:
    merged = merged_of(LAYOUTS[name], BASE)
    assert merged.conflicts == ()
    assert merged.files == LAYOUTS[name].files
    assert "table" not in merged.kept
    assert "removed" not in merged.kept


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_comes_from_prisma_comes_where_it_belongs(name: str) -> None:
    layout = LAYOUTS[name]
    merged = merged_of(layout)
    assert merged.conflicts == ()
    places = {
        "mood: v.nullable(": layout.field,
        '.index("by_mood", ["mood"])': layout.indexes,
        'v.literal("GUEST")': layout.value,
        "export const mood = v.string();": layout.enum,
        "size: v.number()": layout.field.replace("users", "teams"),
        "tags: defineTable({": layout.table,
    }
    if layout.table == "tables/users.ts":
        places["size: v.number()"] = "tables/users.ts"
    for text, where in places.items():
        assert {file for file, new in merged.files.items() if text in new} == {where}, text
    again = merge_files(THEIRS, merged.files, THEIRS)
    assert (again.conflicts, again.files) == ((), merged.files)
    assert merge_files(BASE, merged.files, THEIRS).files == merged.files


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_goes_from_prisma_goes(name: str) -> None:
    """And comes back as it was, but for its layout."""
    merged = merged_of(LAYOUTS[name])
    back = merge_files(THEIRS, merged.files, BASE)
    assert back.conflicts == ()
    for path, text in LAYOUTS[name].files.items():
        assert same(back.files[path], text), path


def test_convex_reads_of_each_layout_what_was_generated() -> None:
    """What a push would send; TypeScript accepts it. All but `Table`, which is of another package."""
    cases: dict[str, Mapping[str, str]] = {
        name: merged_of(layout).files
        for name, layout in LAYOUTS.items()
        if name != "Table of convex-helpers"
    }
    judged = judge_convex({**cases, "generated": {"schema.ts": THEIRS}}, ("convex", "types"))
    assert {name: found.findings for name, found in judged.items() if found.findings} == {}
    expected = pushed(judged["generated"].exported)
    assert {"users", "teams", "tags"} == expected.keys()
    for name, found in judged.items():
        assert pushed(found.exported) == expected, name


def pushed(exported: Json) -> dict[str, Json]:
    """Tables by name, with their indexes in no order."""
    return {
        table["tableName"]: (
            table["documentType"],
            sorted(map(str, table["indexes"])),
        )
        for table in exported["tables"]
    }


WITHOUT_ROLE = BASE.replace("    role,\n", "").replace(ROLE, "").replace("type Infer, ", "")
WITHOUT_USERS = WITHOUT_ROLE.replace(
    WITHOUT_ROLE[WITHOUT_ROLE.index("  users:") : WITHOUT_ROLE.index("  teams:")], ""
)


def with_field(name: str, text: str) -> dict[str, str]:
    """A layout with a field of a person's own beside `email`."""
    files = LAYOUTS[name].files
    return {
        path: one.replace("  email: v.string(),\n", f"  email: v.string(),\n  {text}\n")
        for path, one in files.items()
    }


def test_an_enum_that_is_gone_and_used_under_another_name_is_a_conflict() -> None:
    mine = with_field("under other names", "old: v.optional(userRole),")
    (conflict,) = merge_files(BASE, mine, WITHOUT_ROLE).conflicts
    assert conflict.reason == "uses the declaration `role`, which is gone from Prisma"
    assert conflict.file == "tables/users.ts"


def test_an_object_of_tables_stays_though_one_of_them_goes() -> None:
    files = LAYOUTS["objects of objects"].files
    merged = merge_files(BASE, files, WITHOUT_USERS)
    assert merged.conflicts == ()
    assert "export const allTables = { ...people, teams };" not in merged.files["tables/index.ts"]
    assert "export const allTables = { teams };" in merged.files["tables/index.ts"]


def test_a_table_that_is_kept_is_kept_with_all_that_it_needs() -> None:
    mine = with_field("a file a table, a file of validators", "old: v.any(),")
    merged = merge_files(BASE, mine, WITHOUT_USERS, "mine")
    assert merged.files == mine


def test_an_answer_for_one_file_takes_nothing_from_another() -> None:
    """Both import a name that Prisma adds to one of them; the package behind it is not followed."""
    role = ONE_ROLE.removesuffix(TYPE)
    imported = 'import { role } from "our-roles";\n'
    base = file("users: defineTable({\n  email: v.string(),\n}),")
    theirs = file("users: defineTable({\n  email: v.string(),\n  role,\n}),", f"{role}\n")
    schema = (
        f'{SCHEMA.replace("defineSchema", "defineSchema, defineTable")}{imported}'
        'import { users } from "./users";\n\n'
        "export default defineSchema({\n  users,\n  own: defineTable({ role }),\n});\n"
    )
    table = "export const users = defineTable({\n  email: v.string(),\n  role,\n});\n"
    mine = {
        "schema.ts": schema,
        "users.ts": f"{SERVER}{VALUES}{imported}\n{table.replace('  role,', '  mine: role,')}",
    }
    found = {prefer: merge_files(base, mine, theirs, prefer) for prefer in ("mine", "prisma")}
    for merged in found.values():
        assert [(one.file, one.path, one.reason) for one in merged.conflicts] == [
            ("users.ts", ("role",), "added here and in Prisma")
        ]
    both = table.replace("  role,", "  role,\n  mine: role,")
    assert found["mine"].files == {
        "schema.ts": schema,
        "users.ts": f"{SERVER}{VALUES}{imported}\n{both}",
    }
    assert found["prisma"].files == {
        "schema.ts": schema,
        "users.ts": f"{SERVER}{VALUES}\n{role}\n{both}",
    }
