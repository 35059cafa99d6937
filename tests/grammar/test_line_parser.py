"""One line from the grammar's start symbols; a field by halves is the field as a whole."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from prisma_schema_parser.line_parser import parse_field, parse_line, parse_named
from prisma_schema_parser.syntax import (
    Attribute,
    CommentNode,
    OldForm,
    StringLiteral,
    WrittenType,
)


@pytest.mark.parametrize(
    ("line", "name", "written"),
    [
        ("id Int", "id", WrittenType("Int", 0, 3, "required")),
        ("tags\tString [] // x", "tags", WrittenType("String", 0, 6, "list")),
        ("a String?@map(\"b\")", "a", WrittenType("String", 0, 6, "optional")),
        ('p Unsupported( "a@b//c" )?', "p", WrittenType(name="a@b//c", start=13, end=21, arity="optional", is_unsupported=True)),
        ("a String!", "a", WrittenType(name="String", start=0, end=6, arity="required", is_unsupported=False, old=OldForm("required", 6))),
        ("a [ B ]", "a", WrittenType(name="B", start=0, end=5, arity="list", is_unsupported=False, old=OldForm("list", 0))),
        ("a B[] ?", "a", WrittenType(name="B", start=0, end=1, arity="list", is_unsupported=False, old=OldForm("optional list", 1))),
        ("a: B[]", "a", WrittenType(name="B", start=2, end=3, arity="list", is_unsupported=False, old=OldForm("colon", 0))),
        ("a @id", "a", None),
        ("a", "a", None),
    ],
)  # fmt: skip  # a table
def test_the_type_of_a_field(line: str, name: str, written: WrittenType | None) -> None:
    found, head, _, tail, _ = parse_field(line)
    assert found == name
    assert head.type == written
    assert head.problems == tail.problems == ()


def test_a_type_is_known_even_if_what_follows_is_not_read() -> None:
    for line in ("a String @", "a String String @id", "a String[a]"):
        _, head, _, tail, _ = parse_field(line)
        assert head.type == WrittenType("String", 0, 6, "required"), line
        assert [problem.kind for problem in tail.problems] == ["syntax"], line


def test_what_follows_a_type() -> None:
    _, _, _, tail, at = parse_field('a String  @map("b") /// why')
    assert at == 10
    assert [attribute.name for attribute in tail.attributes] == ["map"]
    assert tail.comments == (CommentNode("///", "why", 10, 17),)


def test_a_value_and_a_pair() -> None:
    name, at, tail = parse_named("attributes", "RED @map")
    assert (name, at, tail.attributes) == (
        "RED",
        4,
        (Attribute(name="map", arguments=(), start=0, end=4, name_start=1),),
    )
    name, at, tail = parse_named("pair", 'url = "x" // c')
    assert (name, at, tail.value) == ("url", 4, StringLiteral("x", 2, 5))
    assert tail.comments == (CommentNode("//", " c", 6, 10),)


def test_what_follows_the_name_of_a_block() -> None:
    tail = parse_line("opening", '{ "// no" /* a */ b /* // c')
    assert tail.comments == (CommentNode("/*", "a", 10, 17), CommentNode("//", " c", 23, 27))
    assert tail.problems == ()


PIECES = st.sampled_from(
    ["String", "A", " ", "\t", "[]", "?", "!", "[A]", ":", 'Unsupported("a@b")', "Unsupported(",
     "@id", "@map(", '"x"', ")", "// c", "/// d", "/* e */", "/", "@", "é", "\\", "\u00a0"]
)  # fmt: skip  # words beside words


@settings(deadline=None)
@given(st.lists(PIECES, max_size=9).map("".join))
@example("Unsupported( ")
def test_by_halves_as_by_the_whole(text: str) -> None:
    line = f"a {text}"
    name, head, head_at, tail, tail_at = parse_field(line)
    assert name == line[: len(name)]
    whole = parse_line("field", line[head_at:])
    shift = tail_at - head_at
    assert head.type == whole.type or (whole.problems and whole.type is None)
    moved = [
        problem._replace(start=problem.start + shift, end=problem.end + shift)
        for problem in tail.problems
    ]
    assert [(one.start, one.end) for one in moved] == [
        (one.start, one.end) for one in whole.problems
    ]
    for ours, theirs in ((tail.attributes, whole.attributes), (tail.comments, whole.comments)):
        assert [one.start + shift for one in ours] == [one.start for one in theirs]
