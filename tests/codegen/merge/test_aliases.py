"""Imports behind a path alias are read as relative paths, and written as they stood there."""

from __future__ import annotations

import posixpath

from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.merge.aliases import (
    conflict_with_aliases,
    with_aliases,
    with_relative_paths,
)
from prisma_to_convex.merge.conflict import Conflict
from prisma_to_convex.merge.whole import merge_files

FILE = """\
import { users } from '@/tables/users'
import "@/side" // from "@/tables/users"
import { role } from "./validators";
export * from "@/tables/users";

export const said = "@/tables/users";
"""


def test_only_imports_are_paths() -> None:
    meant = {"@/tables/users": "tables/users.ts"}
    found = with_relative_paths({"model/all.ts": FILE}, {"model/all.ts": meant})
    assert found.files["model/all.ts"] == """\
import { users } from './/../tables/users'
import "@/side" // from "@/tables/users"
import { role } from "./validators";
export * from ".//../tables/users";

export const said = "@/tables/users";
"""
    assert with_aliases(found.files["model/all.ts"], found.aliases) == FILE


_NAMES = st.sampled_from(("a", "bc", "index", "long_name_of_a_file"))
_PATHS = st.lists(_NAMES, min_size=1, max_size=3).map(lambda one: "/".join(one) + ".ts")
_SOURCES = st.sampled_from(("@/x", "~x", "#x", "@team/convex/tables/x", "x.js", "@/very/long/x"))


@given(_PATHS, st.dictionaries(_SOURCES, _PATHS, min_size=1))
def test_each_path_leads_to_its_file_and_back(module: str, meant: dict[str, str]) -> None:
    text = "".join(f'import {{ n{at} }} from "{one}";\n' for at, one in enumerate(meant))
    found = with_relative_paths({module: text}, {module: meant})
    paths = [line.split('"')[1] for line in found.files[module].splitlines()]
    assert len(set(paths)) == len(meant)
    for path, there in zip(paths, meant.values(), strict=True):
        resolved = posixpath.normpath(posixpath.join(posixpath.dirname(module), path))
        bare = there.removesuffix(".ts")
        assert resolved in (
            there,
            bare,
            bare.removesuffix("/index"),
            posixpath.dirname(there) or ".",
        )
    assert with_aliases(found.files[module], found.aliases) == text


SCHEMA = """\
import { defineSchema } from "convex/server";
import { users } from "@/tables/users";

export default defineSchema({ users });
"""
USERS = """\
import { defineTable } from "convex/server";
import { v } from "convex/values";
import { role } from "#role";

export const users = defineTable({
  email: v.string(),
  role,
});
"""
ROLE = """\
import { v } from "convex/values";

export const role = v.union(v.literal("ADMIN"), v.literal("USER"));
"""
FILES = {"schema.ts": SCHEMA, "tables/users.ts": USERS, "role.ts": ROLE}
ALIASES = {
    "schema.ts": {"@/tables/users": "tables/users.ts"},
    "tables/users.ts": {"#role": "role.ts"},
}
BASE = """\
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const role = v.union(v.literal("ADMIN"), v.literal("USER"));

export default defineSchema({
  users: defineTable({
    email: v.string(),
    role,
  }),
});
"""


def test_what_stands_behind_an_alias_is_merged_there() -> None:
    """A new enum comes where the others are, and its name is imported by the alias that leads there."""
    theirs = BASE.replace("    role,\n", "    role,\n    nick: tone,\n").replace(
        "\nexport default", '\nexport const tone = v.literal("LOW");\n\nexport default'
    )
    merged = merge_files(BASE, FILES, theirs, aliases=ALIASES)
    assert merged.conflicts == ()
    users = USERS.replace("  role,\n", "  role,\n  nick: tone,\n")
    assert merged.files == {
        "schema.ts": SCHEMA,
        "tables/users.ts": users.replace("{ role }", "{ role, tone }"),
        "role.ts": f'{ROLE}\nexport const tone = v.literal("LOW");\n',
    }


def test_a_conflict_has_its_file() -> None:
    mine = FILES | {"tables/users.ts": USERS.replace("  role,\n", "  role: v.optional(role),\n")}
    theirs = BASE.replace("    role,\n", "    role: v.array(role),\n")
    (conflict,) = merge_files(BASE, mine, theirs, aliases=ALIASES).conflicts
    assert conflict.file == "tables/users.ts"


def test_a_conflict_shows_the_alias() -> None:
    found = with_relative_paths(FILES, ALIASES)
    shown = "import { users } from './/tables/users';"
    conflict = Conflict(path=("users",), reason="", base=None, mine=shown, theirs="")
    with_aliases = conflict_with_aliases(conflict, found.aliases)
    assert with_aliases == conflict._replace(mine="import { users } from '@/tables/users';")
