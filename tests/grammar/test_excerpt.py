"""Diagnostics as text: exact output, and nothing hostile in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_schema_parser.diagnostic import Diagnostic, Label, Rule, Severity
from prisma_schema_parser.excerpt import plain, render
from prisma_schema_parser.source import SourceFile, Span

RULE = Rule("PC120", "unknown-type", Severity.ERROR)
SCHEMA = """\
model User {
  id    Int    @id
  posts Post[]
}

model Post {
  id   Int @id
  user Usr @relation(fields: [userId], references: [id])
}
"""


def span(source: SourceFile, text: str, nth: int = 1) -> Span:
    """The nth place where `text` stands in the source."""
    at = -1
    for _ in range(nth):
        at = source.text.index(text, at + 1)
    return Span(source, at, at + len(text))


def shown(text: str, what: str) -> str:
    """The two lines of source and underline for `what` in `text`."""
    source = SourceFile("s.prisma", text)
    return body(Diagnostic(RULE, "m", span(source, what)))


def body(diagnostic: Diagnostic) -> str:
    """What is rendered below the first bar."""
    return render(diagnostic).split("\n", 3)[3]


def test_one_span() -> None:
    source = SourceFile("prisma/schema.prisma", SCHEMA)
    diagnostic = Diagnostic(
        RULE, "the type `Usr` is not defined", span(source, "Usr"), help="did you mean `User`?"
    )
    assert render(diagnostic) == """\
error[PC120] unknown-type: the type `Usr` is not defined
 --> prisma/schema.prisma:8:8
  |
8 |   user Usr @relation(fields: [userId], references: [id])
  |        ^^^
  |
  = help: did you mean `User`?"""


def test_labels_stand_in_source_order() -> None:
    source = SourceFile("schema.prisma", "\n" * 5 + SCHEMA)
    labels = (
        Label(span(source, "[userId]"), "this field is missing"),
        Label(span(source, "User"), "meant?"),
    )
    diagnostic = Diagnostic(
        rule=RULE,
        message="no such type",
        span=span(source, "Usr"),
        label="not defined",
        labels=labels,
    )
    assert render(diagnostic) == """\
error[PC120] unknown-type: no such type
  --> schema.prisma:13:8
   |
 6 | model User {
   |       ---- meant?
...
13 |   user Usr @relation(fields: [userId], references: [id])
   |        ^^^ not defined
   |                              -------- this field is missing"""


def test_a_single_line_between_two_is_shown() -> None:
    source = SourceFile("s.prisma", "model A {\n\tid Int\u202e\n}\n")
    labels = (Label(span(source, "{"), "opened here"),)
    assert body(Diagnostic(RULE, "m", span(source, "}"), labels=labels)) == """\
1 | model A {
  |         - opened here
2 |     id Int\\u202e
3 | }
  | ^"""


def test_a_label_in_another_file_has_its_own_section() -> None:
    user, post = SourceFile("a/user.prisma", SCHEMA), SourceFile("a/post.prisma", SCHEMA)
    diagnostic = Diagnostic(
        rule=Rule("PC201", "twice", Severity.WARNING),
        message="two models have the name `Post`",
        span=span(post, "Post", 2),
        label="second",
        labels=(Label(span(user, "Post", 2), "first"), Label(span(user, "id"), "")),
    )
    assert render(diagnostic) == """\
warning[PC201] twice: two models have the name `Post`
 --> a/post.prisma:6:7
  |
6 | model Post {
  |       ^^^^ second
 ::: a/user.prisma:2:3
  |
2 |   id    Int    @id
  |   --
...
6 | model Post {
  |       ---- first"""


@pytest.mark.parametrize(
    ("text", "what", "expected"),
    [
        ("a\tb\tc", "c", "1 | a   b   c\n  |         ^"),
        ("\tb", "\t", "1 |     b\n  | ^^^^"),
        ("日本 x", "x", "1 | 日本 x\n  |      ^"),
        ("日本 x", "本", "1 | 日本 x\n  |   ^^"),
        ("e\u0301e\u0301 x", "x", "1 | e\u0301e\u0301 x\n  |    ^"),
        ("\u1112\u1161\u11ab x", "x", "1 | \u1112\u1161\u11ab x\n  |    ^"),
        ("a\x1b[31m x", "x", "1 | a\\x1b[31m x\n  |           ^"),
        ("a\u202e\ud800\0 x", "x", "1 | a\\u202e\\ud800\\x00 x\n  |                   ^"),
        ("a\u00a0b", "\u00a0", "1 | a\\xa0b\n  |  ^^^^"),
        ("a\x0bb\u2028c", "c", "1 | a\\x0bb\\u2028c\n  |             ^"),
        ("ab\r\ncd\re", "e", "3 | e\n  | ^"),
        ("ab\r\ncd", "cd", "2 | cd\n  | ^^"),
        ("ab\r\ncd", "b\r\nc", "1 | ab\n  |  ^"),
        ("ab\r\ncd", "\n", "1 | ab\n  |   ^"),
        ("ab  \ncd", "\n", "1 | ab\n  |     ^"),
    ],
)
def test_alignment(text: str, what: str, expected: str) -> None:
    assert shown(text, what) == expected


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("", 0, "1 |\n  | ^"),
        ("ab", 2, "1 | ab\n  |   ^"),
        ("ab\n", 2, "1 | ab\n  |   ^"),
        ("ab\n", 3, "2 |\n  | ^"),
        ("ab", 1, "1 | ab\n  |  ^"),
        ("ab", 99, "1 | ab\n  |   ^"),
    ],
)
def test_an_empty_span_shows_one_caret(text: str, at: int, expected: str) -> None:
    assert body(Diagnostic(RULE, "m", Span(SourceFile("s", text), at, at))) == expected


def test_a_long_line_is_cut_around_the_span() -> None:
    text = "a" * 300 + "X" + "b" * 300
    assert shown(text, "X") == f"1 | ...{'a' * 40}X{'b' * 59}...\n  | {' ' * 43}^"


def test_a_long_line_is_cut_after_a_span_at_its_start() -> None:
    assert shown("aX" + "b" * 300, "X") == f"1 | aX{'b' * 98}...\n  |  ^"


def test_a_long_line_is_cut_before_a_span_at_its_end() -> None:
    assert shown("a" * 300 + "X", "X") == f"1 | ...{'a' * 99}X\n  | {' ' * 102}^"


def test_a_long_span_is_cut() -> None:
    assert shown("é" * 300, "é" * 300) == f"1 | {'é' * 100}...\n  | {'^' * 100}"


def test_two_marks_far_apart_on_one_line_show_it_twice() -> None:
    source = SourceFile("s", "A" + "b" * 300 + "C")
    assert body(
        Diagnostic(
            rule=RULE,
            message="m",
            span=span(source, "A"),
            label="x",
            labels=(Label(span(source, "C"), "y"),),
        )
    ) == (f"1 | A{'b' * 99}...\n  | ^ x\n1 | ...{'b' * 99}C\n  | {' ' * 102}- y")


def test_wide_characters_count_double_in_a_long_line() -> None:
    assert shown("日" * 80 + "X", "X") == f"1 | ...{'日' * 49}X\n  | {' ' * 101}^"


def test_ten_megabytes_in_one_line() -> None:
    source = SourceFile("s", "a" * 5_000_000 + "X" + "b" * 5_000_000)
    diagnostic = Diagnostic(RULE, "m", span(source, "X"))
    assert len(render(diagnostic)) < 400
    assert {render(diagnostic) for _ in range(100)} == {render(diagnostic)}


def test_help_over_several_lines() -> None:
    diagnostic = Diagnostic(RULE, "m", Span(SourceFile("s", "a"), 0, 1), help="write\n  b\x07\n")
    assert body(diagnostic) == """\
1 | a
  | ^
  |
  = help: write
            b\\x07
"""


def test_hostile_words() -> None:
    source = SourceFile("evil\x1b]0;\n.prisma", "a")
    diagnostic = Diagnostic(RULE, "a\nb\x9b", Span(source, 0, 1), "\u2066l", help="\x00")
    assert render(diagnostic) == """\
error[PC120] unknown-type: a\\nb\\x9b
 --> evil\\x1b]0;\\n.prisma:1:1
  |
1 | a
  | ^ \\u2066l
  |
  = help: \\x00"""


def test_colour() -> None:
    diagnostic = Diagnostic(RULE, "m", Span(SourceFile("s", "ab"), 0, 1), "l", help="h")
    bar = "\x1b[1;34m|\x1b[0m"
    assert render(diagnostic, colour=True).split("\n") == [
        "\x1b[1;31merror[PC120]\x1b[0m unknown-type: \x1b[1mm\x1b[0m",
        " \x1b[1;34m-->\x1b[0m s:1:1",
        f"  {bar}",
        "\x1b[1;34m1 |\x1b[0m ab",
        f"  {bar} \x1b[1;31m^ l\x1b[0m",
        f"  {bar}",
        "  \x1b[1;34m=\x1b[0m \x1b[1mhelp\x1b[0m: h",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain ünïcödé 日本", "plain ünïcödé 日本"),
        ("\t\r\n", "\\t\\r\\n"),
        ("\x1b[0m\x7f\x85\x9b", "\\x1b[0m\\x7f\\x85\\x9b"),
        ("\u200b\u202e\u2069\ufeff\U000e0041", "\\u200b\\u202e\\u2069\\ufeff\\U000e0041"),
        ("\udcff\u3000", "\\udcff\\u3000"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


_HOSTILE = st.text(
    st.one_of(
        st.sampled_from("ab {}\t\r\n\x00\x1b\x9b\u202e\u2028\u0301\u200d日\ufe0f\ufeff\ud800"),
        st.characters(),
    )
)
_LONG = st.builds(lambda text, times: text * times, _HOSTILE, st.sampled_from([1, 1, 9, 200]))
_COLOUR_CODE = re.compile(r"\x1b\[[0-9;]*m")


@st.composite
def _diagnostics(draw: st.DrawFn) -> Diagnostic:
    sources = draw(st.lists(st.builds(SourceFile, _HOSTILE, _LONG), min_size=1, max_size=3))

    def a_span() -> Span:
        source = draw(st.sampled_from(sources))
        start = draw(st.integers(0, len(source.text)))
        return Span(source, start, draw(st.integers(start, len(source.text))))

    labels = tuple(Label(a_span(), draw(_HOSTILE)) for _ in range(draw(st.integers(0, 3))))
    rule = RULE._replace(severity=draw(st.sampled_from(Severity)))
    return Diagnostic(
        rule=rule,
        message=draw(_HOSTILE),
        span=a_span(),
        label=draw(_HOSTILE),
        labels=labels,
        help=draw(_HOSTILE),
    )


@given(_diagnostics())
def test_nothing_hostile_is_printed(diagnostic: Diagnostic) -> None:
    text = render(diagnostic)
    assert all(char == "\n" or char.isprintable() for char in text)
    assert "^" in text
    assert _COLOUR_CODE.sub("", render(diagnostic, colour=True)) == text
