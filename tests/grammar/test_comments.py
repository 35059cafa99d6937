"""Every comment is kept, with its kind, its place and what it speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from prisma_schema_parser import SourceFile
from prisma_schema_parser.parser import parse
from prisma_schema_parser.syntax import Comment
from strategies import schemas


def comments(text: str) -> tuple[Comment, ...]:
    return parse(SourceFile("a.prisma", text)).document.comments


def shown(comment: Comment) -> str:
    """`text | place | what it speaks of: lines`."""
    owner, place = comment.owner, "behind" if comment.is_trailing else "own line"
    if owner is None:
        return f"{comment.span.text} | {place} | -"
    last = owner.span.source.position(owner.span.end - 1).line
    name = f"{owner.block}.{owner.name}" if owner.name else owner.block
    return f"{comment.span.text} | {place} | {owner.kind} {name}: {owner.span.line}-{last}"


CASES = {
    "above and behind": (
        """// one
/// two
model A { // three
  /* four */
  id Int @id /// five
  // six
  @@index([id]) // seven
  // eight

  // nine
} // ten
// eleven
""",
        [
            "// one | own line | model A: 3-11",
            "/// two | own line | model A: 3-11",
            "// three | behind | model A: 3-11",
            "/* four */ | own line | field A.id: 5-5",
            "/// five | behind | field A.id: 5-5",
            "// six | own line | attribute A.index: 7-7",
            "// seven | behind | attribute A.index: 7-7",
            "// eight | own line | -",
            "// nine | own line | -",
            "// ten | behind | -",
            "// eleven | own line | -",
        ],
    ),
    "an empty line parts": (
        "// a\n\n// b\nenum E {\n  // c\n\n  // d\n  V // e\n}\n",
        [
            "// a | own line | -",
            "// b | own line | enum E: 4-9",
            "// c | own line | -",
            "// d | own line | value E.V: 8-8",
            "// e | behind | value E.V: 8-8",
        ],
    ),
    "configuration": (
        "// a\ndatasource db { /* b */ x // c\n  // d\n  url = 1 // e\n}\n",
        [
            "// a | own line | datasource db: 2-5",
            "/* b */ | behind | datasource db: 2-5",
            "// c | behind | datasource db: 2-5",
            "// d | own line | pair db.url: 4-4",
            "// e | behind | pair db.url: 4-4",
        ],
    ),
    "several lines, and before code on its line": (
        "/* a\n   b */\r\nmodel A {\r\n  /* c */ id Int @id /* d\n */\n}",
        [
            "/* a\n   b */ | own line | model A: 3-6",
            "/* c */ | own line | field A.id: 4-5",
            "/* d\n */ | behind | field A.id: 4-5",
        ],
    ),
    "the text of a string is none": ('model A {\n  a String @default("// x")\n}\n', []),
    "what can't be read": (
        "// a\nwhat\nmodel A {\n  // b\n  #\n  x // c\n}\nfoo B {\n  // d\n  x Int // e\n}\n// f\n",
        [
            "// a | own line | -",
            "// b | own line | -",
            "// c | behind | field A.x: 6-6",
            "// d | own line | -",
            "// f | own line | -",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_comment_speaks_of(name: str) -> None:
    text, expected = CASES[name]
    assert [shown(comment) for comment in comments(text)] == expected


@pytest.mark.parametrize(
    ("text", "kind"), [("/// a", "///"), ("//// a", "///"), ("// a", "//"), ("/* a */", "/*")]
)
def test_kinds(text: str, kind: str) -> None:
    (own,) = comments(f"{text}\n")
    (trailing,) = comments(f"model A {{\n  a Int {text}\n}}\n")
    assert (own.kind, own.is_trailing, own.span.text) == (kind, False, text)
    assert (trailing.kind, trailing.is_trailing, trailing.span.text) == (kind, True, text)


@settings(deadline=None, max_examples=50)
@given(schemas())
def test_in_order_of_place(schema: object) -> None:
    for _, text in schema.files:  # type: ignore[attr-defined]  # SchemaText, which is not typed
        found = comments(text)
        starts = [comment.span.start for comment in found]
        assert starts == sorted(starts)
        assert all(comment.span.text.startswith(comment.kind) for comment in found)
        assert len(starts) == len(set(starts))
