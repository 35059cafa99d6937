"""What a person typed about a table that goes from Prisma, or in a form that is not followed, is kept or told."""

from __future__ import annotations

import pytest

from prisma_to_convex.merge.whole import merge, merge_files
from support.merging import file

USERS = "users: defineTable({\n  email: v.string(),\n}),\n"
POSTS = "posts: defineTable({\n  email: v.optional(v.string()),\n}),\n"
MORE = "posts: defineTable({\n  email: v.optional(v.string()),\n  name: v.string(),\n}),\n"
BASE = file(f"{USERS}\n{POSTS}")
THEIRS = file(USERS)


def reasons(mine: str, theirs: str = THEIRS) -> list[tuple[tuple[str, ...], str]]:
    return [(one.path, one.reason) for one in merge(BASE, mine, theirs).conflicts]


@pytest.mark.parametrize("again", [BASE, THEIRS])
def test_a_table_that_is_gone_is_not_one_that_stays(again: str) -> None:
    once = merge(BASE, BASE.replace("v.string()", 'v.literal("hand")', 1), THEIRS)
    assert once.conflicts == ()
    assert merge(again, once.text, THEIRS) == once


@pytest.mark.parametrize("again", [0, 1])
def test_a_table_that_comes_is_no_name_of_one_that_goes(again: int) -> None:
    logs = "logs: defineTable({\n  email: v.string(),\n}),\n"
    tags = "tags: defineTable({\n  email: v.number(),\n}),\n"
    base, theirs = file(f"{USERS}\n{logs}"), file(f"{USERS}\n{tags}")
    once = merge(base, f"{base}// hand\n", theirs)
    assert once.conflicts == ()
    assert merge((base, theirs)[again], once.text, theirs) == once


WAYS = {
    "a slash": ("posts: defineTable({", "posts: /defineTable({"),
    "a slash in the word": ("posts: defineTable({", "posts: define/Table({"),
    "a call around it": ("posts: defineTable({", "posts: wrapped({"),
    "another argument": ("posts: defineTable({", "posts: defineTable(more, {"),
    "a table of a package": (POSTS.replace("\n", "\n  "), "posts: packaged,\n  "),
}


@pytest.mark.parametrize("name", WAYS)
def test_a_form_that_is_not_followed_is_reported(name: str) -> None:
    old, new = WAYS[name]
    mine = BASE.replace(old, new) if old in BASE else BASE.replace(old.rstrip(" "), new.rstrip(" "))
    assert mine != BASE
    posts = ("export default", "posts")
    assert reasons(mine) == [(posts, "changed here, gone from Prisma")]
    assert reasons(mine, file(f"{USERS}\n{MORE}")) == [(posts, "changed here and in Prisma")]
    assert merge(BASE, mine, file(f"{USERS.replace('email', 'mail')}\n{POSTS}")).conflicts == ()


SPLIT = """\
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

const postsTable = defineTable({
  email: v.optional(v.string()),
});

export default defineSchema({
  users: defineTable({
    email: v.string(),
  }),

  posts: postsTable,
});
"""


def test_a_table_in_a_constant_goes_with_it() -> None:
    merged = merge_files(BASE, {"schema.ts": SPLIT}, THEIRS)
    assert merged.conflicts == ()
    assert "posts" not in merged.text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  posts: postsTable", "  // hand\n  posts: postsTable"),
        ("posts: postsTable,", "posts: postsTable, // hand"),
        ("const postsTable", "// hand\nconst postsTable"),
    ],
)
def test_a_comment_at_a_table_that_goes_is_reported(old: str, new: str) -> None:
    mine = SPLIT.replace(old, new)
    assert mine != SPLIT
    merged = merge_files(BASE, {"schema.ts": mine}, THEIRS)
    assert "hand" in merged.text or "hand" in str(merged.conflicts)


WRAPPED = SPLIT.replace(
    "defineTable({\n  email: v.optional(v.string()),\n}",
    "defineTable(wrap({\n  email: v.optional(v.string()),\n})",
    1,
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("wrap({", "wrap({\n  // hand"),
        ("v.optional(v.string()),", "v.optional(v.string()), // hand"),
        ("\n}))", "\n  // hand\n}))"),
        ("wrap({", "wrap(/* hand */ {"),
        ("}))", "}, { hand: true }))"),
    ],
)
def test_what_a_table_that_goes_is_wrapped_in_is_reported(old: str, new: str) -> None:
    mine = WRAPPED.replace(old, new, 1)
    assert "wrap" in mine
    merged = merge_files(BASE, {"schema.ts": mine}, THEIRS)
    (conflict,) = merged.conflicts
    assert conflict.reason == "changed here, gone from Prisma"
    assert "hand" not in new or "hand" in str(conflict)
