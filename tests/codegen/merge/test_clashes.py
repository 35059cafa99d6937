"""What does not go together, told and answered: by `mine` or `prisma`, nothing is left hanging."""

from __future__ import annotations

import pytest

from prisma_to_convex.merge.conflict import Prefer, place_of
from prisma_to_convex.merge.tree import essence
from prisma_to_convex.merge.whole import merge
from support.merging import EMAIL, FANS, HEAD, ROLE, TAGGED, TAGS, file, users

TWO = '\n  .index("by_email", ["email"])\n  .index("{}", ["_creationTime"])'
WITH_ROLE = HEAD.replace("\n\n", '\nimport { role } from "./roles";\n\n')

# name: (base, mine, theirs, [(path, reason)])
CONFLICTS: dict[str, tuple[str, str, str, list[tuple[str, str]]]] = {
    "a field": (
        file(EMAIL),
        file(users("email: v.any(),")),
        file(users("email: v.number(),")),
        [("export default.users.email", "changed here and in Prisma")],
    ),
    "a comment behind a field": (
        file(EMAIL),
        file(users("email: v.string(), // mine")),
        file(users("email: v.string(), // theirs")),
        [("export default.users.email", "changed here and in Prisma")],
    ),
    "a field changed here that leaves": (
        file(users("email: v.string(),\nname: v.any(),")),
        file(users("email: v.string(),\nname: v.string(),")),
        file(EMAIL),
        [("export default.users.name", "changed here, gone from Prisma")],
    ),
    "a field deleted here that changes": (
        file(users("email: v.string(),\nname: v.any(),")),
        file(EMAIL),
        file(users("email: v.string(),\nname: v.string(),")),
        [("export default.users.name", "deleted here, changed in Prisma")],
    ),
    "the same name on both sides": (
        file(EMAIL),
        file(f"{EMAIL}\n\n{TAGS}"),
        file(f"{EMAIL}\n\n{TAGS.replace('label', 'name')}"),
        [("export default.tags", "added here and in Prisma")],
    ),
    "an index": (
        file(users("email: v.string(),\nname: v.any(),")),
        file(users("email: v.string(),\nname: v.any(),", '.index("by_email", ["name"])')),
        file(users("email: v.string(),\nname: v.any(),", '.index("by_email", ["email", "name"])')),
        [("export default.users.by_email", "changed here and in Prisma")],
    ),
    "both rewrote the documentation": (
        file(users("/** One. */\nemail: v.string(),")),
        file(users("/** Mine. */\nemail: v.string(),")),
        file(users("/** Theirs. */\nemail: v.string(),")),
        [("export default.users.email", "changed here and in Prisma")],
    ),
    "an export of ours needs one that leaves": (
        file(EMAIL, ROLE),
        file(EMAIL, f"{ROLE}export const mine = v.array(role);\n\n"),
        file(EMAIL),
        [("mine", "uses the declaration `role`, which is gone from Prisma")],
    ),
    "a table of ours refers to one that leaves": (
        file(f"{EMAIL}\n\n{TAGS}"),
        file(f'{EMAIL}\n\n{TAGS}\n\nmine: defineTable({{ tag: v.id("tags") }}),'),
        file(EMAIL),
        [("export default.mine.tag", "uses the table `tags`, which is gone from Prisma")],
    ),
    "an index of Prisma needs a field deleted here": (
        file(users("email: v.string(),\nname: v.any(),", "")),
        file(users("email: v.string(),", "")),
        file(users("email: v.string(),\nname: v.any(),", '.index("by_name", ["name"])')),
        [("export default.users.by_name", "uses the field `name`, which was removed here")],
    ),
    "an index over the same fields": (
        file(EMAIL),
        file(users("email: v.string(),", TWO.format("mine"))),
        file(users("email: v.string(),", TWO.format("a_new_one"))),
        [
            (
                "export default.users.a_new_one",
                "is here under another name, and Convex refuses two indexes over the same fields",
            )
        ],
    ),
    "a name imported here": (
        file(EMAIL),
        file(EMAIL, head=WITH_ROLE),
        file(EMAIL, ROLE),
        [("role", "added here and in Prisma")],
    ),
    "a name exported again here": (
        file(EMAIL),
        file(EMAIL, 'export { rank as role } from "./roles";\n\n'),
        file(EMAIL, ROLE),
        [("role", "added here and in Prisma")],
    ),
    "a file of another form": (
        file(EMAIL),
        'import { tables } from "./tables";\nexport default make(tables);\n',
        file(TAGS),
        [("export default", "changed here and in Prisma")],
    ),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_conflicts(name: str) -> None:
    base, mine, theirs, expected = CONFLICTS[name]
    merged = merge(base, mine, theirs)
    assert [(".".join(one.path), one.reason) for one in merged.conflicts] == expected


NICK = users("email: v.string(),\nnick: v.any(),")
SAID = "is new in Prisma and looks the same: if {} was renamed, rename it here too and run again"

HERE = "`{}` is new here and looks the same: if `{}` was renamed, say it in Prisma, {}: `/// @convex.name({})`"

# name: (base, mine, theirs, hints)
HINTS: dict[str, tuple[str, str, str, list[str]]] = {
    "a table": (
        file(EMAIL),
        file(NICK),
        file(EMAIL.replace("users", "accounts")),
        ["`accounts` " + SAID.format("`users`")],
    ),
    "a field": (
        file(NICK),
        file(users("email: v.string(),\nnick: v.null(),")),
        file(users("email: v.string(),\ncalled: v.any(),")),
        ["`called` " + SAID.format("`nick`")],
    ),
    "a field of an index of ours": (
        file(NICK),
        file(users("email: v.string(),\nnick: v.any(),", '.index("by_nick", ["nick"])')),
        file(users("email: v.string(),\ncalled: v.any(),")),
        ["`called` " + SAID.format("`nick`")],
    ),
    "a table that ours refers to": (
        file(EMAIL),
        file(f'{EMAIL}\n\nmine: defineTable({{ user: v.id("users") }}),'),
        file(EMAIL.replace("users", "accounts")),
        ["`accounts` " + SAID.format("`users`")],
    ),
    "a declaration that ours needs": (
        file(EMAIL, ROLE),
        file(EMAIL, f"{ROLE}export const mine = v.array(role);\n\n"),
        file(EMAIL, ROLE.replace("role", "rank")),
        ["`rank` " + SAID.format("`role`")],
    ),
    "two that look the same": (
        file(NICK),
        file(users("email: v.string(),\nnick: v.null(),")),
        file(users("email: v.string(),\ncalled: v.any(),\nknown: v.any(),")),
        [""],
    ),
    "a value of an enum": (
        file(EMAIL, ROLE),
        file(EMAIL, ROLE.replace('v.literal("ADMIN")', '/* first */ v.literal("ADMIN")')),
        file(EMAIL, ROLE.replace('"ADMIN"', '"Z"')),
        [
            "`Z` is new in Prisma in its place: if `ADMIN` was renamed, rename it here too and run again"
        ],
    ),
    "a field that is called otherwise here": (
        file(NICK),
        file(users("email: v.string(),\nnickname: v.any(),")),
        file(users("email: v.string(),\nnick: v.null(),")),
        [HERE.format("nickname", "nick", "at the field", "nickname")],
    ),
    "a field of a constant that is called otherwise here": (
        file(NICK),
        file(
            "users: defineTable(userFields),",
            "const userFields = { email: v.string(), nickname: v.any() };\n\n",
        ),
        file(users("email: v.string(),\nnick: v.null(),")),
        [HERE.format("nickname", "nick", "at the field", "nickname")],
    ),
    "an enum that is called otherwise here": (
        file(EMAIL, ROLE),
        file(EMAIL, ROLE.replace("role", "rank")),
        file(EMAIL, ROLE.replace('v.literal("ADMIN")', 'v.literal("ADMIN"), v.literal("Z")')),
        [HERE.format("rank", "role", "above it", "rank")],
    ),
    "two fields here that look the same": (
        file(NICK),
        file(users("email: v.string(),\nnickname: v.any(),\nother: v.any(),")),
        file(users("email: v.string(),\nnick: v.null(),")),
        [""],
    ),
    "none": (file(f"{EMAIL}\n\n{TAGS}"), file(f"{NICK}\n\n{TAGS}"), file(TAGS), [""]),
}


@pytest.mark.parametrize("name", HINTS)
def test_what_was_probably_renamed(name: str) -> None:
    base, mine, theirs, expected = HINTS[name]
    assert [one.hint for one in merge(base, mine, theirs).conflicts] == expected


def test_a_value_is_named_as_it_may_be_typed() -> None:
    base, mine, theirs, _ = HINTS["a value of an enum"]
    (conflict,) = merge(base, mine, theirs).conflicts
    assert place_of(conflict.path) == "role.ADMIN"
    prefer = Prefer(places={"role.ADMIN": "prisma"})
    assert merge(base, mine, theirs, prefer).text == theirs


def test_a_value_that_is_renamed_here_as_in_prisma_keeps_its_comment() -> None:
    base, mine, theirs, _ = HINTS["a value of an enum"]
    renamed = mine.replace('"ADMIN"', '"Z"')
    merged = merge(base, renamed, theirs)
    assert (merged.text, merged.conflicts) == (renamed, ())


@pytest.mark.parametrize("now", ["v.null()", "v.any()"])
def test_a_field_that_is_called_here_as_prisma_says_now_is_that_field(now: str) -> None:
    """Renamed here first, then in Prisma, which may also change it."""
    mine = file(users("email: v.string(),\nnickname: v.any(), // mine"))
    theirs = file(users(f"email: v.string(),\nnickname: {now},"))
    merged = merge(file(NICK), mine, theirs)
    assert merged.conflicts == ()
    assert merged.text == mine.replace("v.any()", now)


@pytest.mark.parametrize("name", [name for name in CONFLICTS if "needs" not in name])
def test_prisma_preferred(name: str) -> None:
    """Where nothing else was edited, that is what Prisma says."""
    base, mine, theirs, conflicts = CONFLICTS[name]
    merged = merge(base, mine, theirs, prefer="prisma").text
    if not any(reason.startswith("uses") for _, reason in conflicts):
        assert essence(theirs) == essence(merged) or name == "a file of another form"


BOTH = users("email: v.string(),\nname: v.any(),", "")
BY_NAME = users("email: v.string(),\nname: v.any(),", '.index("by_name", ["name"])')

# name: (base, mine, theirs, the file by `mine`, the file by `prisma`)
ANSWERS: dict[str, tuple[str, str, str, str, str]] = {
    "an index of ours over a field that leaves": (
        file(BOTH),
        file(BY_NAME),
        file(users("email: v.string(),", "")),
        file(BY_NAME),
        file(users("email: v.string(),", "")),
    ),
    "an index of Prisma over a field deleted here": (
        file(BOTH),
        file(users("email: v.string(),", "")),
        file(BY_NAME),
        file(users("email: v.string(),", "")),
        file(BY_NAME),
    ),
    "an index of ours over a field that leaves, beside another conflict": (
        file(BOTH),
        file(BY_NAME.replace("v.string()", "v.any()")),
        file(users("email: v.null(),", "")),
        file(BY_NAME.replace("v.string()", "v.any()")),
        file(users("email: v.null(),", "")),
    ),
    "a table of ours that refers to one that leaves": (
        file(f"{EMAIL}\n\n{TAGS}"),
        file(f"{EMAIL}\n\n{TAGS}\n\n{FANS}"),
        file(EMAIL),
        file(f"{EMAIL}\n\n{TAGS}\n\n{FANS}"),
        file(f"{EMAIL}\n\nfans: defineTable({{}}),"),
    ),
    "a table with an index of Prisma that refers to one deleted here": (
        file(f"{EMAIL}\n\n{TAGS}"),
        file(EMAIL),
        file(f"{EMAIL}\n\n{TAGS}\n\n{TAGGED}"),
        file(f"{EMAIL}\n\nfans: defineTable({{}}),"),
        file(f"{EMAIL}\n\n{TAGS}\n\n{TAGGED}"),
    ),
    "an index over the same fields": (
        *CONFLICTS["an index over the same fields"][:3],
        file(users("email: v.string(),", TWO.format("mine"))),
        file(users("email: v.string(),", TWO.format("a_new_one"))),
    ),
    "a name imported here": (
        *CONFLICTS["a name imported here"][:3],
        file(EMAIL, head=WITH_ROLE),
        file(EMAIL, ROLE),
    ),
    "a name imported here beside others": (
        file(EMAIL),
        file(EMAIL, head=WITH_ROLE.replace("{ role", "{ other, role")),
        file(EMAIL, ROLE),
        file(EMAIL, head=WITH_ROLE.replace("{ role", "{ other, role")),
        file(EMAIL, ROLE, WITH_ROLE.replace("role }", "other }")),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_preferred_side_has_its_way(name: str) -> None:
    """Nothing in the file is left hanging, and what was told is the same for both."""
    base, mine, theirs, *expected = ANSWERS[name]
    found = [merge(base, mine, theirs, prefer) for prefer in ("mine", "prisma")]
    assert [one.text for one in found] == expected
    assert found[0].conflicts == found[1].conflicts != ()
    assert [essence(text) for text in expected] == [
        essence(merge(theirs, text, theirs).text) for text in expected
    ]


def test_what_was_broken_before_is_not_reported() -> None:
    """An index over a field that nobody declares is the author's affair."""
    mine = file(users("email: v.string(),", '.index("by_email", ["email"]).index("x", ["nope"])'))
    theirs = file(users("email: v.string(),\nname: v.any(),"))
    assert merge(file(EMAIL), mine, theirs).conflicts == ()
