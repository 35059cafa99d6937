"""What was generated, what stands in the file, what is generated now -> the file, to the letter.

Long, as each kind of edit is merged with each kind of change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import indent

import pytest

from prisma_to_convex.merge import whole
from prisma_to_convex.merge.three_way import Merge
from prisma_to_convex.merge.tree import Block
from prisma_to_convex.merge.whole import merge
from support.merging import AT, EMAIL, FANS, HEAD, ROLE, TAGS, file, users, with_options
from support.oracle import judge_convex


def in_constant(tables: str) -> str:
    """As who goes on to use the schema's tables writes it."""
    exported = file(tables).replace("export default", "const schema =")
    return f"{exported}\nexport default schema;\n\nexport const user = schema.tables.users.validator;\n"


def in_another_way(text: str) -> str:
    """As Prettier lays it out without spaces in brackets and with shorter lines."""
    return re.sub(r"import \{ (.*?) \}", r"import {\1}", text).replace(
        '["email"]', '[\n      "email",\n    ]'
    )


# name: (base, mine, theirs, result)
CLEAN: dict[str, tuple[str, str, str, str]] = {
    "fields of both sides": (
        file(EMAIL),
        file(users("email: v.string(),\n// by hand\nnick: v.string(), // why")),
        file(users("email: v.string(),\nname: v.string(),")),
        file(users("email: v.string(),\nname: v.string(),\n// by hand\nnick: v.string(), // why")),
    ),
    "a field before, a field after": (
        file(EMAIL),
        file(users("first: v.any(),\nemail: v.string(),")),
        file(users("email: v.string(),\nlast: v.any(),")),
        file(users("first: v.any(),\nemail: v.string(),\nlast: v.any(),")),
    ),
    "two fields on a line, the first is gone": (
        file(users("note: v.any(), // Json?\nemail: v.string(),", "")),
        file(users("note: v.any(), // Json?\nemail: v.string(), nick: v.any(),", "")),
        file(users("note: v.any(), // Json?", "")),
        file(users("note: v.any(), // Json?\nnick: v.any(),", "")),
    ),
    "a field with another name on both sides": (
        file(users("email: v.string(), // said\nage: v.number(),")),
        file(users("email: v.string(), // said\nyears: v.optional(v.number()),")),
        file(users("email: v.string(), // told\nyears: v.number(),")),
        file(users("email: v.string(), // told\nyears: v.optional(v.number()),")),
    ),
    "a validator with another name on both sides": (
        file(users("role,", ""), 'export const role = v.literal("A");\n'),
        file(users("role: kind,", ""), 'export const kind = v.union(v.literal("A"), v.null());\n'),
        file(users("role: kind, // new", ""), 'export const kind = v.literal("A");\n'),
        file(
            users("role: kind, // new", ""),
            'export const kind = v.union(v.literal("A"), v.null());\n',
        ),
    ),
    "a table with another name on both sides": (
        file(EMAIL),
        file(users("email: v.string(),\nnick: v.any(),").replace("users", "accounts")),
        file(users("email: v.number(),").replace("users", "accounts")),
        file(users("email: v.number(),\nnick: v.any(),").replace("users", "accounts")),
    ),
    "a field is gone here, its comment stayed; the next comment is gone in Prisma": (
        file(users("/** Same. */\nname: v.string(),\n/** Same. */\nemail: v.string(),")),
        file(users("/** Same. */\n/** Same. */\nemail: v.string(),")),
        file(users("/** Same. */\nname: v.string(),\nemail: v.string(),")),
        file(users("email: v.string(),")),
    ),
    "a comment here, another type in Prisma": (
        file(EMAIL),
        file(users("// the login\nemail: v.string(),")),
        file(users("email: v.union(v.string(), v.null()), // @db.Citext")),
        file(users("// the login\nemail: v.union(v.string(), v.null()), // @db.Citext")),
    ),
    "a comment behind here, another type in Prisma": (
        file(EMAIL),
        file(users("email: v.string(), // the login")),
        file(users("email: v.union(v.string(), v.null()),")),
        file(users("email: v.union(v.string(), v.null()), // the login")),
    ),
    "documentation from Prisma above a comment of ours": (
        file(EMAIL),
        file(users("// the login\nemail: v.string(),")),
        file(users("/** Unique. */\nemail: v.string(),")),
        file(users("// the login\n/** Unique. */\nemail: v.string(),")),
    ),
    "a type changed here, documentation in Prisma": (
        file(EMAIL),
        file(users('email: v.literal("x"),')),
        file(users("/** Unique. */\nemail: v.string(),")),
        file(users('/** Unique. */\nemail: v.literal("x"),')),
    ),
    "a table of ours stays when another one leaves": (
        file(f"{EMAIL}\n\n{TAGS}"),
        file(f"{EMAIL}\n\nmine: defineTable({{}}),\n\n{TAGS}"),
        file(EMAIL),
        file(f"{EMAIL}\n\nmine: defineTable({{}}),"),
    ),
    "the first table leaves": (
        file(f"{EMAIL}\n\n{TAGS}"),
        file(f"{EMAIL}\n\n{TAGS}\n\nmine: defineTable({{}}),"),
        file(TAGS),
        file(f"{TAGS}\n\nmine: defineTable({{}}),"),
    ),
    "a table removed here stays removed": (
        file(f"{EMAIL}\n\n{TAGS}"),
        file(EMAIL),
        file(f"{users('email: v.any(),')}\n\n{TAGS}"),
        file(users("email: v.any(),")),
    ),
    "one index becomes two: each gets its line": (
        file(EMAIL),
        file(EMAIL.replace("v.string()", "v.any()")),
        file(
            users(
                "email: v.string(),", '\n  .index("a", ["email"])\n  .index("by_email", ["email"])'
            )
        ),
        file(
            users("email: v.any(),", '\n  .index("a", ["email"])\n  .index("by_email", ["email"])')
        ),
    ),
    "indexes of both sides": (
        file(EMAIL),
        file(
            users(
                "email: v.string(),",
                '\n  .index("by_email", ["email"])\n  .index("mine", ["email"])',
            )
        ),
        file(users("email: v.string(),", '\n  // @unique\n  .index("by_email", ["email"])')),
        file(
            users(
                "email: v.string(),",
                '\n  // @unique\n  .index("by_email", ["email"])\n  .index("mine", ["email"])',
            )
        ),
    ),
    "one index is left: it moves up": (
        file(users("email: v.string(),", '\n  .index("a", ["email"])\n  .index("b", ["email"])')),
        file(users("email: v.string(),", '.index("a", ["email"])')),
        file(users("email: v.any(),", '\n  .index("a", ["email"])\n  .index("b", ["email"])')),
        file(users("email: v.any(),", '.index("a", ["email"])')),
    ),
    "a search index of ours": (
        file(EMAIL),
        file(
            users(
                "email: v.string(),",
                '\n  .index("by_email", ["email"])\n  .searchIndex("s", { searchField: "email" })',
            )
        ),
        file(users("email: v.string(),\nname: v.string(),")),
        file(
            users(
                "email: v.string(),\nname: v.string(),",
                '\n  .index("by_email", ["email"])\n  .searchIndex("s", { searchField: "email" })',
            )
        ),
    ),
    "an enum grows on both sides, past the line's end": (
        file(EMAIL, ROLE),
        file(EMAIL, ROLE.replace('"USER")', '"USER"), v.literal("GUEST")')),
        file(EMAIL, ROLE.replace('"USER")', '"USER"), v.literal("ROBOT")')),
        file(
            EMAIL,
            """\
            export const role = v.union(
              v.literal("ADMIN"),
              v.literal("USER"),
              v.literal("ROBOT"),
              v.literal("GUEST"),
            );

            """,
        ),
    ),
    "an enum shrinks to one line": (
        file(EMAIL, ROLE.replace(', v.literal("USER")', ', v.literal("USER"), v.literal("G")')),
        file(EMAIL, ROLE.replace(', v.literal("USER")', ', v.literal("USER")')),
        file(EMAIL, ROLE.replace(', v.literal("USER")', ', v.literal("G")')),
        file(EMAIL, ROLE.replace(', v.literal("USER")', "")),
    ),
    "a nested object": (
        file(users("at: v.object({\n  zip: v.any(),\n}),", "")),
        file(users("at: v.object({\n  zip: v.any(),\n  mine: v.any(),\n}),", "")),
        file(users("at: v.object({\n  city: v.any(),\n  zip: v.any(),\n}),", "")),
        file(users("at: v.object({\n  city: v.any(),\n  zip: v.any(),\n  mine: v.any(),\n}),", "")),
    ),
    "a nested object that is no longer wrapped": (
        file(users("at: v.optional(\n  v.object({\n    zip: v.any(),\n  }),\n),", "")),
        file(
            users(
                "at: v.optional(\n  v.object({\n    mine: v.any(),\n    zip: v.any(),\n  }),\n),",
                "",
            )
        ),
        file(users("at: v.object({\n  zip: v.any(),\n}),", "")),
        file(users("at: v.object({\n  mine: v.any(),\n  zip: v.any(),\n}),", "")),
    ),
    "options of the schema, and so another indentation": (
        file(EMAIL),
        with_options(EMAIL),
        file(f"{users('email: v.any(), // new')}\n\n{TAGS}"),
        with_options(f"{users('email: v.any(), // new')}\n\n{TAGS}"),
    ),
    "a spread and an imported table": (
        file(EMAIL),
        file(f"...authTables,\n\n{EMAIL}\n\nlogs,"),
        file(f"{EMAIL}\n\n{TAGS}"),
        file(f"...authTables,\n\n{EMAIL}\n\n{TAGS}\n\nlogs,"),
    ),
    "code of any kind between and behind": (
        file(EMAIL),
        file(EMAIL, "const a = `}${`{`}`;\n\n/** Mine. */\nfunction f() {\n  return /[}]/;\n}\n\n")
        + "\n// the end\n",
        file(f"{EMAIL}\n\n{TAGS}", ROLE),
        file(
            f"{EMAIL}\n\n{TAGS}",
            "const a = `}${`{`}`;\n\n/** Mine. */\nfunction f() {\n  return /[}]/;\n}\n\n" + ROLE,
        )
        + "\n// the end\n",
    ),
    "v is imported as long as somebody uses it": (
        file(EMAIL),
        file(f"{EMAIL}\n\nmine: defineTable({{ at: v.any() }}),"),
        file(
            "none: defineTable({}),", head=HEAD.replace('import { v } from "convex/values";\n', "")
        ),
        file("mine: defineTable({ at: v.any() }),\n\nnone: defineTable({}),"),
    ),
    "an import that nobody uses any longer": (
        file(f"{EMAIL}\n\nempty: defineTable({{}}),"),
        file(
            "empty: defineTable({}), // mine",
            head=HEAD.replace('import { v } from "convex/values";\n', ""),
        ),
        file(f"{EMAIL}\n\nempty: defineTable({{}}),\n\nmore: defineTable({{}}),"),
        file(
            "empty: defineTable({}), // mine\n\nmore: defineTable({}),",
            head=HEAD.replace('import { v } from "convex/values";\n', ""),
        ),
    ),
    "imports of ours": (
        file(EMAIL),
        file(
            EMAIL,
            head=HEAD.replace("{ v }", "{ type Infer, v }").replace(
                "\n\n", '\nimport a from "a";\n\n'
            ),
        ),
        file(TAGS),
        file(
            TAGS,
            head=HEAD.replace("{ v }", "{ type Infer, v }").replace(
                "\n\n", '\nimport a from "a";\n\n'
            ),
        ),
    ),
    "another layout: quotes, semicolons, indentation": (
        file(f"{EMAIL}\n\n{TAGS}"),
        file(f"{EMAIL}\n\n{TAGS}").replace('"', "'").replace(";", "").replace("  ", "\t"),
        file(f"{users('email: v.string(),' + chr(10) + 'name: v.any(),')}\n\n{TAGS}"),
        file(f"{users('email: v.string(),' + chr(10) + 'name: v.any(),')}\n\n{TAGS}")
        .replace('"', "'")
        .replace(";", "")
        .replace("  ", "\t"),
    ),
    "no comma behind the last": (
        file(EMAIL),
        file(EMAIL).replace("v.string(),", "v.string()"),
        file(users("email: v.string(),\nname: v.any(),")),
        file(users("email: v.string(),\nname: v.any(),")),
    ),
    "everything leaves but ours": (
        file(EMAIL),
        file(f"{EMAIL}\n\nmine: defineTable({{}}),"),
        HEAD.replace(", defineTable", "").replace('import { v } from "convex/values";\n', "")
        + "export default defineSchema({});\n",
        file(
            "mine: defineTable({}),", head=HEAD.replace('import { v } from "convex/values";\n', "")
        ),
    ),
    "tables in a constant: line by line": (
        file(f"{EMAIL}\n\n{TAGS}"),
        file(f"{EMAIL}\n\n{TAGS}")
        .replace("export default defineSchema({", "const tables = {")
        .replace("});\n", "};\n\nexport default defineSchema(tables);\n")
        .replace("  };\n\nexport", "};\n\nexport"),
        file(f"{users('email: v.any(),')}\n\n{TAGS}"),
        file(f"{users('email: v.any(),')}\n\n{TAGS}")
        .replace("export default defineSchema({", "const tables = {")
        .replace("});\n", "};\n\nexport default defineSchema(tables);\n"),
    ),
    "the schema in a constant": (
        file(EMAIL),
        in_constant(users("email: v.string(), // the login")),
        file(f"{users('email: v.any(),')}\n\n{TAGS}"),
        in_constant(f"{users('email: v.any(), // the login')}\n\n{TAGS}"),
    ),
    "a new index over a field that is spread in": (
        file(users("email: v.string(),\nat: v.number(),")),
        file(users("email: v.string(),\n...times,")),
        file(users("email: v.string(),\nat: v.number(),", AT)),
        file(users("email: v.string(),\n...times,", AT)),
    ),
    "a new reference to a table that is spread in": (
        file(f"{EMAIL}\n\n{TAGS}"),
        file(f"{EMAIL}\n\n...tagTables,"),
        file(f"{EMAIL}\n\n{TAGS}\n\n{FANS}"),
        file(f"{EMAIL}\n\n{FANS}\n\n...tagTables,"),
    ),
    "a new index over a field of a constant": (
        file(f"{EMAIL}\n\n{TAGS}"),
        file(f"{EMAIL}\n\n{TAGS}").replace("{\n    email: v.string(),\n  }", "fields"),
        file(f"{EMAIL}\n\n{TAGS.replace('label', 'name')}"),
        file(f"{EMAIL}\n\n{TAGS.replace('label', 'name')}").replace(
            "{\n    email: v.string(),\n  }", "fields"
        ),
    ),
    "imports and indexes laid out in another way": (
        file(users("email: v.string(),", AT)),
        in_another_way(file(users("email: v.string(),", AT))),
        file(users("email: v.any(),", '\n  .index("by_a", ["a"])' + AT)),
        in_another_way(file(users("email: v.any(),", '\n  .index("by_a", ["a"])' + AT))),
    ),
}


@pytest.mark.parametrize("name", CLEAN)
def test_clean(name: str) -> None:
    base, mine, theirs, expected = CLEAN[name]
    assert merge(base, mine, theirs)[:2] == (expected, ())
    assert merge(base, expected, theirs)[:2] == (expected, ())


def test_the_results_are_as_clean_as_what_was_merged() -> None:
    own = (
        "another layout: quotes, semicolons, indentation",
        "imports and indexes laid out in another way",
        "a spread and an imported table",
    )
    texts = {name: case[3] for name, case in CLEAN.items() if name not in own}
    judged = judge_convex(texts, ("prettier",))
    assert {name: found.findings for name, found in judged.items() if found.findings} == {}


def _tabs(text: str) -> str:
    return re.sub(r"(?m)^(?:  )+", lambda found: "\t" * (len(found.group()) // 2), text)


STYLES: dict[str, Callable[[str], str]] = {
    "single quotes": lambda text: text.replace('"', "'"),
    "no semicolons": lambda text: text.replace(";\n", "\n"),
    "tabs": _tabs,
    "four blanks": lambda text: _tabs(text).replace("\t", "    "),
    "all": lambda text: _tabs(text.replace('"', "'").replace(";\n", "\n")),
}


@pytest.mark.parametrize("name", STYLES)
def test_what_comes_from_prisma_looks_like_the_file(name: str) -> None:
    style = STYLES[name]
    call = '.index("by_email", ["email"])'
    calls = f"\n  // @unique\n  {call}\n  {call.replace('by_email', 'b')}"
    literals = "".join(f'  v.literal("{name}"),\n' for name in ("ADMIN", "USER", "GUEST"))
    grown = f"export const role = v.union(\n{literals});\n\n{ROLE.replace('role', 'mood')}"
    documented = users("/**\n * One.\n * Two.\n */\nemail: v.string(), // a", calls)
    by_hand = "\n\nmine: defineTable({ at: v.any() }),"
    base, theirs = file(EMAIL + by_hand, ROLE), file(f"{documented}\n\n{FANS}{by_hand}", grown)
    ours = style(base.replace("v.any() }", "v.null() }"))
    merged = merge(base, ours, theirs)
    assert merged[:2] == (style(theirs.replace("v.any() }", "v.null() }")), ())


def test_a_file_indented_by_tabs_keeps_its_layout() -> None:
    """An index that nobody touched is not laid out anew because a field came."""
    fields = [f"aVeryLongFieldNameOfTheIndex{number}" for number in range(3)]
    listed = "".join(f'  "{field}",\n' for field in fields)
    calls = f'.index("by_all", [\n{listed}])\n.index("by_email", ["email"])'
    call = "\n" + indent(calls, "  ")
    base = file(users("email: v.string(),", call))
    mine = base.replace("  ", "\t")
    theirs = file(users("email: v.string(),\nname: v.string(),", call))
    merged = merge(base, mine, theirs)
    assert not merged.conflicts
    assert merged.text.replace(
        "\n    name: v.string(),", "\n\t\tname: v.string(),"
    ) == theirs.replace("  ", "\t")


def test_a_table_indented_in_another_way_stays_so() -> None:
    """Prisma changed no line around the fields: they are not moved to where it would put them."""

    def indented(text: str) -> str:
        return re.sub(r"\n {4}(?=\w)", "\n" + " " * 8, text).replace("\n  })", "\n      })")

    new = file(users("email: v.string(),\nname: v.any(),"))
    assert merge(file(EMAIL), indented(file(EMAIL)), new).text == indented(new)


def test_who_takes_the_header_away_wants_it_gone() -> None:
    generated = file(EMAIL)
    bare = generated.partition("\n")[2]
    renamed = generated.replace("report.md", "losses.md")
    merged = merge(generated, bare, renamed)
    assert merged[:2] == (bare, ())
    assert merge(generated, bare.replace("v.string()", "v.any()"), renamed)[:2] == (
        bare.replace("v.string()", "v.any()"),
        (),
    )


def test_a_header_that_prisma_changes_changes_here() -> None:
    mine = file(EMAIL.replace("v.string()", "v.any()"))
    merged = merge(file(EMAIL), mine, file(EMAIL).replace("report.md", "losses.md"))
    assert merged[:2] == (mine.replace("report.md", "losses.md"), ())


def test_a_merge_that_would_drop_what_a_person_wrote_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The last line of defence: no known input comes so far."""
    mine = file(users("email: v.string(),\nnick: v.any(),"))
    theirs = file(users("email: v.number(),"))
    assert merge(file(EMAIL), mine, theirs).conflicts == ()

    def forgetful(how: Merge, base: Block, mine: Block, theirs: Block) -> Block:
        return theirs

    monkeypatch.setattr(whole, "merge_blocks", forgetful)
    [conflict] = merge(file(EMAIL), mine, theirs).conflicts
    assert conflict.path == ("export default",)
    assert conflict.reason == "merging would lose `nick`"
