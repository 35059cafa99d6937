"""Fields that a person keeps in one object and spreads into several tables."""

from __future__ import annotations

import pytest

from prisma_to_convex.merge.whole import merge, merge_files
from support.merging import file

VALUES = 'import { v } from "convex/values";\n'
BASE = file("""
    users: defineTable({
      email: v.string(),
      createdAt: v.number(), // @default(now())
      updatedAt: v.number(), // @updatedAt
    }).index("by_email", ["email"]),

    tags: defineTable({
      createdAt: v.number(), // @default(now())
      updatedAt: v.number(), // @updatedAt
      label: v.string(),
    }),

    notes: defineTable({
      text: v.string(),
    }),
    """)
TIMES = """\
const times = {
  createdAt: v.number(), // @default(now())
  // of the last write
  updatedAt: v.number(), // @updatedAt
};

"""
SHARED = file(
    """
    users: defineTable({
      email: v.string(),
      ...times,
    }).index("by_email", ["email"]),

    tags: defineTable({
      ...times,
      label: v.string(),
    }),

    notes: defineTable({
      text: v.string(),
    }),
    """,
    before=TIMES,
)
NUMBER, NULLABLE = "updatedAt: v.number()", "updatedAt: v.nullable(v.number())"


def test_nothing_is_reported_of_what_stands_in_it() -> None:
    merged = merge(BASE, SHARED, BASE)
    assert merged.text == SHARED
    assert merged.kept == (
        "2 hand-written spreads (times in users and times in tags), "
        "1 hand-written comment (times.updatedAt)"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NUMBER, NULLABLE),
        ("updatedAt: v.number(), // @updatedAt\n", ""),
        ("// @default(now())", "// @default(now()), @db.Timestamptz(3)"),
    ],
    ids=["changed", "gone", "another comment"],
)
def test_what_all_its_tables_say_is_merged_there(old: str, new: str) -> None:
    theirs = "\n".join(
        line for line in BASE.replace(old, new).split("\n") if line.strip(" ") or not line
    )
    mine = SHARED.replace("  // of the last write\n", "")
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ()
    assert merged.text == mine.replace(f"  {old}" if not new else old, new)


def test_in_a_file_of_its_own() -> None:
    root = SHARED.replace(TIMES, "").replace(VALUES, VALUES + 'import { times } from "./times";\n')
    times = f"{VALUES}\nexport {TIMES.rstrip()}\n"
    files = {"schema.ts": root, "times.ts": times}
    merged = merge_files(BASE, files, BASE.replace(NUMBER, NULLABLE))
    assert merged.conflicts == ()
    assert merged.files == {"schema.ts": root, "times.ts": times.replace(NUMBER, NULLABLE)}


def test_what_one_of_its_tables_says_is_a_conflict_that_an_edit_answers() -> None:
    head, tail = BASE.split("  tags:")
    theirs = f"{head}  tags:{tail.replace(NUMBER, NULLABLE)}"
    (conflict,) = merge(BASE, SHARED, theirs).conflicts
    assert conflict.path[-2:] == ("tags", "updatedAt")
    assert conflict.reason == "changed in Prisma, and comes here from an object that others share"
    assert conflict.mine is not None
    assert NUMBER in conflict.mine
    assert conflict.theirs is not None
    assert NULLABLE in conflict.theirs
    own = f"    ...times,\n    {NULLABLE}, // @updatedAt\n    label"
    edited = SHARED.replace("    ...times,\n    label", own)
    answered = merge(BASE, edited, theirs)
    assert answered.conflicts == ()
    assert answered.text == edited
    assert merge(BASE, SHARED, theirs, "prisma").text == edited
    assert merge(BASE, SHARED, theirs, "mine").text == SHARED


def test_a_new_field_stands_behind_what_is_spread() -> None:
    """Where the object has one of its name, too, what Prisma says holds."""
    theirs = BASE.replace("  text: v.string(),", "  text: v.string(),\n    at: v.string(),")
    mine = SHARED.replace("      text", "    text").replace(
        "    text: v.string(),\n", "    text: v.string(),\n    ...stamp,\n"
    )
    mine = mine.replace(TIMES, f"{TIMES}const stamp = {{ at: v.any() }};\n\n")
    merged = merge(BASE, mine, theirs)
    assert merged.text == mine.replace("    ...stamp,\n", "    ...stamp,\n    at: v.string(),\n")


def test_objects_that_spread_objects_many_times_are_each_looked_into_once() -> None:
    """Followed each time, twelve spreads of twelve deep are 12 to the twelfth."""
    base = file("tags: defineTable({\n  label: v.string(),\n}),")
    chain = "".join(
        f"const c{number} = {{ {', '.join([f'...c{number + 1}'] * 12)} }};\n"
        for number in range(12)
    )
    before = f"{chain}const c12 = {{ label: v.string() }};\n\n"
    mine = file("tags: defineTable({\n  ...c0,\n}),", before)
    merged = merge(base, mine, base.replace("v.string()", "v.nullable(v.string())"))
    assert merged.conflicts == ()
    assert merged.text == mine.replace("label: v.string()", "label: v.nullable(v.string())")


def test_tables_that_are_spread_many_times_are_each_looked_into_once() -> None:
    base = file("tags: defineTable({\n  label: v.string(),\n}),")
    chain = "".join(
        f"const c{number} = {{ {', '.join([f'...c{number + 1}'] * 12)} }};\n"
        for number in range(12)
    )
    before = f"{chain}const c12 = {{ tags: defineTable({{ label: v.string() }}) }};\n\n"
    mine = file("...c0,", before)
    merged = merge(base, mine, base.replace("v.string()", "v.nullable(v.string())"))
    assert "label: v.nullable(v.string())" in merged.text
    assert merged.text.count("defineTable") == mine.count("defineTable")


def test_files_that_pass_on_files_many_times_are_each_asked_once() -> None:
    """Followed each time, three `export *` eighteen deep are 3 to the eighteenth."""
    base = file("tags: defineTable({\n  label: v.string(),\n}),")
    root = file("tags: defineTable({\n  ...fields,\n}),", 'import { fields } from "./m0";\n\n')
    last = f"{VALUES}\nexport const fields = {{ label: v.string() }};\n"
    files = {f"m{at}.ts": f'export * from "./m{at + 1}";\n' * 3 for at in range(15)}
    files |= {"other.ts": "export const other = 1;\n", "m15.ts": last}
    files["m0.ts"] = 'export * from "./n0";\n' * 3 + files["m0.ts"]
    files |= {f"n{at}.ts": f'export * from "./n{at + 1}";\n' * 3 for at in range(18)}
    files["n18.ts"] = "export const other = 1;\n"
    new = base.replace("v.string()", "v.nullable(v.string())")
    merged = merge_files(base, {"schema.ts": root, **files}, new)
    assert merged.conflicts == ()
    assert merged.files["schema.ts"] == root
    assert merged.files["m15.ts"] == last.replace("v.string()", "v.nullable(v.string())")
