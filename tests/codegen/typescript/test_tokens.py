"""Tokens of TypeScript: what is whole is read to the letter, what is half-written is refused or read on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.typescript.brackets import nested, parts
from prisma_to_convex.typescript.tokens import NotTypeScript, lexed, scan, scan_leniently


def test_tokens() -> None:
    text = "a$.b?.[1] => `x${'}' + `y`}z` / 2 ... 'it\\'s' /* c */ return /[/]\\//g // d"
    assert [(token.kind, token.text) for token in lexed(text)] == [
        ("word", "a$"),
        ("mark", "."),
        ("word", "b"),
        ("mark", "?."),
        ("mark", "["),
        ("word", "1"),
        ("mark", "]"),
        ("mark", "=>"),
        ("template", "`x${'}' + `y`}z`"),
        ("mark", "/"),
        ("word", "2"),
        ("mark", "..."),
        ("string", "'it\\'s'"),
        ("comment", "/* c */"),
        ("word", "return"),
        ("regex", "/[/]\\//g"),
        ("comment", "// d"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\u2029"])
def test_a_comment_ends_with_its_line(end: str) -> None:
    assert [token.text for token in lexed(f"// a{end}b")] == ["// a", "b"]


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("'a'", "a"),
        (r'"\u0041\x42\u{43}\n\q\"\\"', 'ABC\nq"\\'),
        ('"a\\\r\nb"', "ab"),
        (r'"\u{110000}"', r"\u{110000}"),
        ("`a\r\nb`", "a\nb"),
        (r"`\${a}`", "${a}"),
        (r"`\\\${a}`", "\\${a}"),
        (r"`\\${a}`", None),
        ("`${a}`", None),
        ("a", None),
    ],
)
def test_the_value_of_a_string(literal: str, expected: str | None) -> None:
    (token,) = lexed(literal)
    assert token.string == expected


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a\n'b", 2, "the string is not closed on its line"),
        ('"b\r"', 1, "the string is not closed on its line"),
        ("/* b", 1, "the comment is not closed"),
        ("`b", 1, "the template string is not closed"),
        ("`${b`", 1, "the template string is not closed"),
        ("(\n]", 2, "nothing opens this `]`"),
        ("{\n(", 2, "this `(` is not closed"),
    ],
)
def test_half_written_code_is_refused(text: str, line: int, what: str) -> None:
    with pytest.raises(NotTypeScript) as refused:
        scan(text)
    assert (refused.value.line, refused.value.what) == (line, what)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'a\nb", ["'a", "b"]),
        ('a "b', ["a", '"b']),
        ("'a\rb", ["'a", "b"]),
        ("a / /* b", ["a", "/"]),
        ("a `b ${ c\nd", ["a", "`b ${ c\nd"]),
        ("a /b/ 'c\n/d/", ["a", "/", "b", "/", "'c", "/", "d", "/"]),
        ("return 'a\n = /d/", ["return", "'a", "=", "/d/"]),
    ],
)
def test_half_written_code_is_read_on(text: str, expected: list[str]) -> None:
    assert [token.text for token in scan_leniently(text)] == expected


_PIECES = st.sampled_from(
    [
        *"(){}[],:;=.'`\"/\\",
        "a",
        "1",
        "é",
        "\ud800",
        "\n",
        "\r",
        "${",
        "//",
        "/*",
        "*/",
        "return",
        " ",
    ]
)
_TEXTS = st.one_of(st.text(), st.lists(_PIECES, max_size=40).map("".join))


@given(_TEXTS)
def test_any_text_has_tokens_in_order(text: str) -> None:
    end = 0
    for token in scan_leniently(text):
        assert end <= token.start < token.end
        assert token.text == text[token.start : token.end]
        end = token.end


@given(_TEXTS)
def test_what_is_whole_is_read_alike(text: str) -> None:
    try:
        whole = [token for token in lexed(text) if token.kind != "comment"]
    except NotTypeScript:
        return
    assert scan_leniently(text) == whole


def test_brackets() -> None:
    tokens = scan_leniently("{a: [1, 2], b(c), , }) d")
    assert [token.text for _, token, depth in nested(tokens) if depth == 0] == ["{", "}", ")", "d"]
    found, end = parts(tokens)
    assert ["".join(token.text for token in part) for part in found] == ["a:[1,2]", "b(c)"]
    assert tokens[end].text == "}"


def test_an_open_bracket_ends_with_the_text() -> None:
    tokens = scan_leniently("(a, b")
    found, end = parts(tokens)
    assert [part[0].text for part in found] == ["a", "b"]
    assert end == len(tokens)


def test_each_bracket_has_its_partner() -> None:
    assert dict(scan("(a[{b}])").partner) == {0: 7, 7: 0, 2: 6, 6: 2, 3: 5, 5: 3}


@pytest.mark.parametrize(("text", "at"), [("([)]", 2), ("{a]", 2), ("[}", 1), (")", 0)])
def test_what_no_bracket_of_its_kind_opens(text: str, at: int) -> None:
    with pytest.raises(NotTypeScript) as error:
        scan(text)
    assert error.value.what == f"nothing opens this `{text[at]}`"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[" * 100_001, "line 1: the line has more than 100,000 words and signs"),
        ("a\n" + "'' " * 200_000, "line 2: the line has more than 100,000 words and signs"),
        ("a,\n" * 500_001, "line 500001: the file has more than 1,000,000 words and signs"),
    ],
)
def test_more_than_anybody_writes(text: str, what: str) -> None:
    with pytest.raises(NotTypeScript, match=f"^{what}$"):
        scan(text)


def test_a_long_comment_and_many_lines_are_fine() -> None:
    text = f"// {'[' * 1_000_000}\n" + "a,\n" * 499_000
    assert len(scan(text).tokens) == 998_000
