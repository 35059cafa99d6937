"""Code of a node as it is shown, and where an offset of a file is in its text."""

from __future__ import annotations

import pytest

from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.files.code_module import CodeModule


def module(text: str, name: str = "a.ts") -> CodeModule:
    return CodeModule(CodeFile(name, text.encode()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("f(a,\n   b)", "f(a, b)"),
        ("f('a  b',   \"c  d\",\t`e\n\nf`,  /g  h/)", "f('a  b', \"c  d\", `e\n\nf`, /g  h/)"),
        ("f({ a: '1  2' ,   b: ['3  4' ,  '5  6'] })", "f({ a: '1  2' , b: ['3  4' , '5  6'] })"),
    ],
)
def test_blanks_between_quotes_stay(text: str, shown: str) -> None:
    found = module(text)
    assert found.squeezed(found.root, 200) == shown


@pytest.mark.parametrize(
    ("most", "shown"),
    [
        (6, "f( '1"),
        (8, "f( '1"),
        (9, "f( '1  2"),
        (10, "f( '1  2'"),
        (14, "f( '1  2',"),
        (17, "f( '1  2', '3"),
    ],
)
def test_a_text_that_is_cut_in_quotes_and_between_them(most: int, shown: str) -> None:
    found = module("f(  '1  2',   '3  4')")
    assert found.squeezed(found.root, most) == shown


def test_offsets_are_of_characters() -> None:
    """At the first characters of each step of bytes, too, whatever is cut there."""
    text = "é" * 4095 + "€a" + "𝄞" * 3000 + "b"
    found = module(f"'{text}'")
    data = found.data
    for character in ("'", "€", "a", "𝄞", "b"):
        at = data.index(character.encode())
        assert found.offset(at) == f"'{text}'".index(character)
    assert found.offset(len(data)) == len(text) + 2


def test_a_span_ends_where_the_text_does() -> None:
    found = module("a = '€';\nb")
    span = found.span(found.root)
    assert (span.start, span.end) == (0, len("a = '€';\nb"))


def test_code_of_a_page_stands_where_it_stands_in_the_page() -> None:
    text = "<p>é</p>\n<script>\nconst a = 1;\n</script>\n"
    found = module(text, "a.vue")
    (declaration,) = found.root.named_children
    span = found.span(declaration)
    assert text[span.start : span.end] == "const a = 1;"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tsx", "const a = <p>b</p>;"),
        ("a.ts", "const a = <B>c;"),
        ("a.vue", "<script>a = <p>b</p>;</script>"),
    ],
)
def test_each_file_is_read_in_its_own_dialect(name: str, text: str) -> None:
    assert not module(text, name).root.has_error
