"""Directives in comments: what is read, where they may stand, what is taken out of the documentation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prisma_schema_parser import SourceFile, Span, read_schema
from prisma_to_convex.convex.convex_schema import (
    Field,
    Validator,
    VArray,
    VConstant,
    VId,
    VLiteral,
    VObject,
    VRecord,
    VReference,
    VSimple,
    VUnion,
)
from prisma_to_convex.convex.layout import flat
from prisma_to_convex.convex.validator_reader import InvalidValidator, parse
from prisma_to_convex.options.directives import Directives, read_directives
from prisma_to_convex.options.mention import strip_directives
from prisma_to_convex.options.settings import OptionProblem
from support.compiling import POSTGRESQL, emitted

STRING, NUMBER, NULL = VSimple("string"), VSimple("number"), VSimple("null")


def read(body: str) -> Directives:
    result = read_schema([SourceFile("schema.prisma", POSTGRESQL + body)])
    assert result.is_valid, [found.message for found in result.diagnostics]
    return read_directives(result.schema)


def places(found: Directives) -> dict[tuple[str, str, str], str]:
    return {key: span.text for key, span in found.written.items()}


def where(problem: OptionProblem) -> tuple[int, int, str]:
    assert isinstance(problem.at, Span)
    line, column = problem.at.position
    return line - POSTGRESQL.count("\n"), column, problem.message


# ---- where they stand ---------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["//", "///"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_above_and_behind(mark: str, newline: str) -> None:
    body = (
        f"{mark} @convex.name(people)\n"
        f"model User {{ {mark} @convex.ids(keep)\n"
        f"  id Int @id {mark} @convex.bigint(number)\n"
        f"  {mark} Words.\n  {mark} @convex.skip\n"
        '  a  String @default("// @convex.name(no)")\n'
        f"}}\n"
    ).replace("\n", newline)
    assert places(read(body)) == {
        ("User", "", "name"): "@convex.name(people)",
        ("User", "", "ids"): "@convex.ids(keep)",
        ("User", "id", "bigint"): "@convex.bigint(number)",
        ("User", "a", "skip"): "@convex.skip",
    }


def test_block_comments() -> None:
    found = read("/* @convex.name(a)\n * @convex.ids(keep) */\nmodel A {\n  id Int @id\n}\n")
    assert places(found) == {
        ("A", "", "name"): "@convex.name(a)",
        ("A", "", "ids"): "@convex.ids(keep)",
    }


def test_over_several_lines() -> None:
    found = read(
        "model A {\n  id Int @id\n  /// @convex.type(v.object({\n  ///   b: v.string(),\n  /// }))\n"
        "  a Json\n}\n"
    )
    assert found.problems == ()
    assert found.blocks["A"].fields == {"a": {"type": VObject((Field("b", STRING),))}}
    (text,) = places(found).values()
    assert text.startswith("@convex.type(v.object({\n")
    assert text.endswith("}))")


def test_an_address_is_no_directive() -> None:
    found = read("model A {\n  id Int @id // me@convex.dev, see also @@convex.skip\n}\n")
    assert found == Directives({}, {}, ())


@pytest.mark.parametrize(
    "prose",
    [
        "@convex.dev is where the team writes",
        "@convex.skipped fields are elsewhere",
        "@convex.bigint is a word here",
        "@convex.type of this is a string",
        "@convex.x, our prefix, is `@convex.y` there",
    ],
)
def test_a_sentence_may_begin_with_such_a_word(prose: str) -> None:
    found = read(f"/// {prose}\nmodel A {{\n  id Int @id // {prose}\n}}\n")
    assert found == Directives({}, {}, ())
    assert strip_directives(prose) == prose


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("@convex.x", "there is no directive `@convex.x`"),
        ("@convex.rename people", "there is no directive `@convex.rename`"),
        ("@convex.x(people) in Convex", "there is no directive `@convex.x`"),
        ("@convex.skp since nobody reads it", "there is no directive `@convex.skp`"),
        ("@convex.name people", "`@convex.name` takes a value: `@convex.name(newName)`"),
        (
            "@convex.bigint number since it is small",
            "`@convex.bigint` takes a value: `@convex.bigint(int64|number)`",
        ),
    ],
)
def test_a_slip_is_no_sentence(line: str, message: str) -> None:
    (problem,) = read(f"model A {{\n  id Int @id // {line}\n}}\n").problems
    assert problem.message == message


def test_allow_belongs_to_check() -> None:
    found = read('model A {\n  id Int @id // @convex.allow(x, reason: "a) @convex.skip")\n}\n')
    assert found == Directives({}, {}, ())


def test_misplaced() -> None:
    found = read("""\
// @convex.skip

model A {
  id Int @id
  // @convex.skip
  @@index([id]) // @convex.skip
  // @convex.skip
} // @convex.skip
enum E {
  X // @convex.name(x)
}
/// @convex.skip
enum F {
  Y
}
""")
    nothing = "`@convex.skip` stands at nothing that it could be said of"
    assert sorted(map(where, found.problems)) == [
        (1, 4, nothing),
        (5, 6, nothing),
        (6, 20, nothing),
        (7, 6, nothing),
        (8, 6, nothing),
        (10, 8, "`@convex.name` can't be said of the enum value `E.X`"),
        (12, 5, "`@convex.skip` can't be said of the enum `F`"),
    ]
    assert found.blocks == {}


def test_several_files() -> None:
    one = SourceFile("a.prisma", POSTGRESQL + "/// @convex.skip\nmodel A {\n  id Int @id\n}\n")
    two = SourceFile("b.prisma", "model B {\n  id Int @id // @convex.name(b)\n}\n")
    found = read_directives(read_schema([one, two]).schema)
    assert {key: span.source.name for key, span in found.written.items()} == {
        ("A", "", "skip"): "a.prisma",
        ("B", "id", "name"): "b.prisma",
    }


# ---- the documentation --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Words.", "Words."),
        ("@convex.skip", None),
        ("Words.\n@convex.skip", "Words."),
        ("@convex.skip\n\nWords.", "Words."),
        ("One. @convex.name(x) Two.", "One. Two."),
        ("One.\n\n@convex.skip\n\nTwo.", "One.\n\n\nTwo."),
        ("@convex.type(v.object({\n  a: v.string(),\n}))\nWords.", "Words."),
        ("@convex.nonsense(x) Words.", "Words."),
        ('@convex.allow(x, reason: "a) b") Words.', "Words."),
        ("write to me@convex.dev", "write to me@convex.dev"),
        ("[Type] @convex.skip", "[Type]"),
        ("  @convex.skip @convex.name(x)  One.\n  Two.", "  One.\n  Two."),
    ],
)
def test_what_is_left_of_the_documentation(text: str, left: str | None) -> None:
    assert strip_directives(text) == left


def test_none_of_it_is_emitted() -> None:
    text = emitted("""
        /// One. @convex.name(ones)
        model A {
          id Int @id
          /// @convex.nonsense
          /// Two.
          b  Int
        }
        """)
    assert text == """\
export default defineSchema({
  /** One. */
  ones: defineTable({
    id: v.number(),
    /** Two. */
    b: v.number(),
  })
    // @id
    .index("by_id_field", ["id"]),
});
"""


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="@convex.typeskiname(){}\"'/*\n v:,[]\\", max_size=60))
def test_any_comment_is_read(text: str) -> None:
    flat_text = text.replace("*/", "")
    strip_directives(f"@convex.{flat_text}")
    lines = "".join(f"/// @convex.{line}\n" for line in flat_text.split("\n"))
    result = read_schema([SourceFile("x", f"{POSTGRESQL}{lines}model A {{\n  id Int @id\n}}\n")])
    for problem in read_directives(result.schema).problems:
        assert problem.message


# ---- validators ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "validator"),
    [
        ("v.string()", STRING),
        (" v . bigint ( ) ", VSimple("int64")),
        ("v.id('users')", VId("users")),
        ('v.literal("a\\n\\u0041\\x42\\\'")', VLiteral("a\nAB'")),
        ("v.literal('\\ud83d\\ude00')", VLiteral("\U0001f600")),
        ("v.literal(-2.50)", VConstant("-2.5")),
        ("v.literal(0)", VConstant("0")),
        ("v.literal(9223372036854775807n)", VConstant("9223372036854775807n")),
        ("v.literal(false)", VConstant("false")),
        ("v.array(v.array(role))", VArray(VArray(VReference("role")))),
        ("v.union(v.string(), v.null(),)", VUnion((STRING, NULL))),
        ("v.union(v.string())", STRING),
        ("v.nullable(v.string())", VUnion((STRING, NULL))),
        ("v.record(v.string(), v.number())", VRecord(STRING, NUMBER)),
        ("v.object({})", VObject(())),
        (
            "v.object({ a: v.optional(v.string()), 'b': v.number(), })",
            VObject((Field("a", STRING, True), Field("b", NUMBER))),
        ),
    ],
)
def test_a_validator(text: str, validator: Validator) -> None:
    found = parse(text)
    assert type(found) is type(validator)
    assert found == validator


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 0),
        ("v", 1),
        ("v.string", 8),
        ("v.string(", 9),
        ("v.string())", 10),
        ("v.string() // x", 11),
        ("v.string(); process.exit()", 10),
        ("v.strin()", 2),
        ("v.optional(v.string())", 0),
        ("v.array(v.optional(v.string()))", 8),
        ("v.array()", 8),
        ("v.union()", 8),
        ("v.id(users)", 5),
        ("v.id(`users`)", 5),
        ("v.literal(null)", 10),
        ("v.literal(1e5)", 10),
        ("v.literal(01)", 10),
        ("v.literal(9223372036854775808n)", 10),
        ('v.literal("\\ud800")', 10),
        ('v.literal("\\q")', 10),
        ('v.literal("a\nb")', 10),
        ("v.record(v.literal('a'), v.string())", 9),
        ("v.object({ a b })", 13),
        ("v.object({ a: 1 })", 14),
        ("v.object({ a: v.string(), a: v.string() })", 26),
        ("v.object({ __proto__: v.string() })", 11),
        ("v.object({ _a: v.string() })", 11),
        ("v.object({ 'a-b': v.string() })", 11),
        ("v.object({ a: v.string() } as any)", 27),
        ("x.string()", 0),
        ("process.exit()", 0),
        ("v.array(" * 16 + "v.string()" + ")" * 16, 128),
        ("v.union(" * 5000, 128),
    ],
)
def test_what_is_no_validator(text: str, at: int) -> None:
    with pytest.raises(InvalidValidator) as caught:
        parse(text)
    assert caught.value.at == at, caught.value.message


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="v.stringobject(){}:,'\"\\ \n/*`$0n", max_size=40))
def test_what_is_emitted_is_read_again(text: str) -> None:
    try:
        found = parse(f"v.{text}")
    except InvalidValidator:
        return
    line = flat(found)
    assert line is None or parse(line) == found
