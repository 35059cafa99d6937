"""What `generate` says that a deployment with documents refuses, and what a push waits for."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_to_convex import cli
from prisma_to_convex.generate.push_refusals import push_lines

HEAD = 'import { defineSchema, defineTable } from "convex/server";\nimport { v } from "convex/values";\n'


def schema(fields: str, more: str = "", exports: str = "", end: str = ",\n});") -> str:
    return f"{HEAD}{exports}export default defineSchema({{\n  users: defineTable({{ {fields} }}){more}{end}\n"


def refused(before: str, after: str) -> str:
    """What is told of the first change, without the words around it."""
    lines = push_lines(schema(before), schema(after))
    if not lines:
        return ""
    assert lines[0].startswith("A deployment with documents refuses 1 change on push: users.")
    assert lines[1].startswith("  First accept both")
    return lines[0].partition("users.")[2]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a: v.string()", "a: v.string()", ""),
        ("a: v.string(), b: v.string()", "a: v.string()", "b (gone, and documents have it)"),
        ("b: v.optional(v.string())", "", "b (gone, and documents have it)"),
        ("", "b: v.string()", "b (new and required, and documents lack it)"),
        ("", "b: v.optional(v.string())", ""),
        (
            "b: v.optional(v.string())",
            "b: v.string()",
            "b (required now, and documents may lack it)",
        ),
        ("b: v.string()", "b: v.optional(v.string())", ""),
        ("b: v.string()", "b: v.number()", "b (v.string() becomes v.number())"),
        ("b: v.number()", "b: v.float64()", ""),
        ("b: v.id('users')", "b: v.string()", ""),
        ("b: v.string()", "b: v.id('users')", "b (v.string() becomes v.id('users'))"),
        ("b: v.string()", "b: v.union(v.string(), v.null())", ""),
        (
            "b: v.union(v.string(), v.null())",
            "b: v.string()",
            "b (v.union(v.string(), v.null()) becomes v.string())",
        ),
        (
            'b: v.union(v.literal("A"), v.literal("B"), v.literal("C"))',
            'b: v.union(v.literal("A"), v.literal("D"))',
            'b (no longer "B" and "C")',
        ),
        ('b: v.union(v.literal("A"), v.literal("B"))', "b: v.string()", ""),
        ("b: v.array(v.string())", "b: v.array(v.any())", ""),
        ("b: v.any()", "b: v.string()", "b (v.any() becomes v.string())"),
        (
            "b: v.object({ a: v.string() })",
            "b: v.object({ a: v.string(), c: v.number() })",
            "b (v.object({ a: v.string() }) becomes v.object({ a: v.string(), c: v.number() }))",
        ),
        (
            "b: v.object({ a: v.string() })",
            "b: v.object({ a: v.string(), c: v.optional(v.number()) })",
            "",
        ),
        ("b: mine", "b: v.string()", ""),  # nobody knows
    ],
)
def test_a_field(before: str, after: str, expected: str) -> None:
    found = refused(before, after)
    assert found == expected


def test_an_enum_that_is_exported() -> None:
    def text(values: str) -> str:
        exports = f"export const role = v.union({values});\n"
        return schema("role: role", exports=exports)

    before, after = text('v.literal("A"), v.literal("B")'), text('v.literal("A"), v.literal("C")')
    assert push_lines(before, after)[0].endswith('users.role (no longer "B")')
    assert push_lines(before, text('v.literal("A"), v.literal("B"), v.literal("C")')) == []


def test_many_are_counted() -> None:
    before = schema("".join(f"f{at}: v.string(), " for at in range(12)))
    first, _ = push_lines(before, schema(""))
    assert first.startswith(
        "A deployment with documents refuses 12 changes on push: users.f0 (gone,"
    )
    assert first.endswith(" and 2 more")


def test_without_validation_nothing_is_refused() -> None:
    off = ",\n}, { schemaValidation: false });"
    assert push_lines(schema("a: v.string()"), schema("", end=off)) == []


def test_a_table_that_is_gone_is_not_refused() -> None:
    more = "  posts: defineTable({ a: v.string() }),\n"
    before = schema("a: v.string()", end=f",\n{more}}});")
    assert push_lines(before, schema("a: v.string()")) == [
        "Documents of posts stay in a deployment, and nothing checks them any longer"
    ]


def test_a_new_index_of_a_table_that_stands() -> None:
    index = '.index("by_a", ["a"])'
    before, after = schema("a: v.string()"), schema("a: v.string()", index)
    assert push_lines(before, after) == [
        "A push waits until users.by_a is filled; that of a large table may be staged first: "
        ".index(name, { fields: [...], staged: true })"
    ]
    assert push_lines(after, after) == []


@pytest.mark.parametrize("before", ["", "export default {", "export const a = 1;\n", "```"])
def test_what_can_not_be_read(before: str) -> None:
    assert push_lines(before, schema("a: v.string()")) == []


# ---- the command --------------------------------------------------------------------------------

MODEL = """\
datasource db {
  provider = "postgresql"
}
model User {
  id    Int    @id @default(autoincrement())
  email String
  %s
}
"""


def generate(line: str, *options: str) -> int:
    Path("schema.prisma").write_text(MODEL % line, encoding="utf-8")
    return cli.main(["generate", "schema.prisma", *options])


def test_what_generate_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert generate("name String") == 0
    lines = capsys.readouterr().out.splitlines()
    assert (
        "Wrote convex/schema.prisma-to-convex.lock  what was generated: commit it with schema.ts"
        in lines
    )
    assert lines[-1] == "Next: read convex/report.md, then npx convex dev"
    assert generate("age Int") == 0
    printed = capsys.readouterr().out
    assert (
        "refuses 2 changes on push: users.name (gone, and documents have it) and users.age (new and "
        "required, and documents lack it)\n" in printed
    )
    assert generate("age Int") == 0
    assert "Next:" not in (printed := capsys.readouterr().out)
    assert "Unchanged convex/schema.prisma-to-convex.lock" in printed
    assert generate("age Int?", "--dry-run") == 0
    assert "Next:" not in capsys.readouterr().out


def test_what_force_discards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert generate("name String") == 0
    path = Path("convex/schema.ts")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("name: v.string()", "name: v.string(),\n    extra: v.any()"))
    capsys.readouterr()
    assert generate("name String", "--force") == 0
    printed = capsys.readouterr().out
    assert "Removed 1 field: users.extra\n" in printed
    assert "Discarded what was edited by hand: added 1 field: users.extra\n" in printed
    path.write_text(f"{text}// mine\n")
    assert generate("name String", "--force") == 0
    assert "Discarded what was edited by hand: comments or layout\n" in capsys.readouterr().out
    assert generate("name String", "--force") == 0
    assert "Discarded" not in capsys.readouterr().out
