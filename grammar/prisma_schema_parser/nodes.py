"""What the grammar's rules build: the lines of a file, and the syntax nodes inside of one line."""

from __future__ import annotations

from typing import Any, TypeAlias

from .comments import comment_node
from .lalr import Lexeme
from .records import NamedTuple
from .strings import unescape
from .syntax import (
    Argument,
    Array,
    Attribute,
    Call,
    CommentNode,
    Constant,
    Entry,
    Expression,
    NumberLiteral,
    Object,
    OldForm,
    StringLiteral,
    WrittenType,
)


class Lines(NamedTuple):
    """A file, or one of its blocks: the rule's name, and its lines and blocks as they stand.

    A block begins with its keyword, its name and `{` with what follows on that line.
    """

    rule: str
    children: tuple[Lexeme | Lines, ...]


LineContent: TypeAlias = tuple[
    tuple[Attribute, ...], tuple[CommentNode, ...], Expression | None, WrittenType | None
]
"""The parts of a line, in whatever order its start symbol has them. Bare tuples cost least."""
_Arguments: TypeAlias = tuple[tuple[Argument, ...], int]
"""The arguments and the offset behind `)`."""

_ARITIES = {"LIST": "list", "OPTIONAL": "optional", "OLD_REQUIRED": "required"}


class Nodes:
    """Callbacks of the grammar's rules, which build syntax nodes directly: no tree is kept of a line."""

    # -- a file

    def document(self, *children: Lexeme | Lines) -> Lines:
        return Lines("document", children)

    def model(self, *lexemes: Lexeme) -> Lines:
        return Lines("model", lexemes)

    def enum(self, *lexemes: Lexeme) -> Lines:
        return Lines("enum", lexemes)

    def config(self, *lexemes: Lexeme) -> Lines:
        return Lines("config", lexemes)

    def unknown(self, *lexemes: Lexeme) -> Lines:
        return Lines("unknown", lexemes)

    # -- a line

    def field(self, *items: Any) -> LineContent:
        if not items or type(items[0]) is not WrittenType:
            return self._old_field(*items)
        if len(items) == 1:
            return (), (), None, items[0]
        attributes, comments, _, _ = self.attributes(*items[1:])
        return attributes, comments, None, items[0]

    def _old_field(self, *items: Any) -> LineContent:
        """One with a colon behind its name, or without a type."""
        if not items or type(items[0]) is not tuple:
            return self.attributes(*items)
        attributes, comments, value, written = self.field(*items[1:])
        if written is not None:
            written = written._replace(old=OldForm("colon", items[0][2]))
        return attributes, comments, value, written

    def attributes(self, *items: Any) -> LineContent:
        if items and type(items[-1]) is CommentNode:
            return items[:-1], items[-1:], None, None
        return items, (), None, None

    block_attribute = attributes

    def pair(self, value: Expression, *comments: CommentNode) -> LineContent:
        return (), comments, value, None

    def opening(self, *items: Any) -> LineContent:
        return (), tuple(item for item in items if type(item) is CommentNode), None, None

    def comment(self, lexeme: Lexeme) -> CommentNode:
        return comment_node(lexeme)

    # -- types

    def field_type(self, name: Lexeme | WrittenType, *marks: Lexeme) -> WrittenType:
        arity, old = "required", None
        if marks:
            arity = _ARITIES[marks[0][0]]
            if len(marks) > 1:
                old = OldForm("optional list", marks[0][2])
            elif marks[0][0] == "OLD_REQUIRED":
                old = OldForm("required", marks[0][2])
        if isinstance(name, WrittenType):
            return name._replace(arity=arity, old=old)
        kind, text, start, end = name
        if kind == "OLD_LIST":
            text, arity, old = text[1:-1].strip(), "list", OldForm("list", start)
        return WrittenType(
            name=text, start=start, end=end, arity=arity, is_unsupported=False, old=old
        )

    def unsupported(self, _word: Lexeme, literal: Lexeme, _end: Lexeme) -> WrittenType:
        _, text, start, end = literal
        name = unescape(text[1:-1])[0]
        return WrittenType(name=name, start=start, end=end, arity="required", is_unsupported=True)

    # -- attributes and values

    def attribute(self, at: Lexeme, path: Lexeme, arguments: _Arguments | None = None) -> Attribute:
        _, name, start, end = path
        if arguments is None:
            return Attribute(name=name, arguments=(), start=at[2], end=end, name_start=start)
        inner, end = arguments
        return Attribute(name=name, arguments=inner, start=at[2], end=end, name_start=start)

    block_path = attribute

    def arguments(self, *items: Any) -> _Arguments:
        """A trailing comma is an argument of nothing."""
        found: list[Argument] = []
        for item in items[1:-1]:
            if type(item) is Argument:
                found.append(item)
            elif type(item) is not tuple:
                found.append(Argument(None, item, item.start, item.end))
        if type(items[-2]) is tuple and items[-2][0] == "COMMA":
            comma = items[-2][2]
            found.append(Argument(None, None, comma, comma + 1))
        return tuple(found), items[-1][3]

    def named(self, path: Lexeme, value: Expression | None = None) -> Argument:
        _, name, start, end = path
        return Argument(name, value, start, end + 1 if value is None else value.end)

    def call(self, path: Lexeme, arguments: _Arguments) -> Call:
        return Call(path[1], arguments[0], path[2], arguments[1])

    def array(self, *items: Any) -> Array:
        found = tuple(item for item in items if type(item) is not tuple)
        return Array(found, items[0][2], items[-1][3])

    def object(self, *items: Any) -> Object:
        found = tuple(item for item in items if type(item) is Entry)
        return Object(found, items[0][2], items[-1][3])

    def entry(self, path: Lexeme, value: Expression) -> Entry:
        return Entry(path[1], value, path[2], value.end)

    def number(self, lexeme: Lexeme) -> NumberLiteral:
        _, text, start, end = lexeme
        return NumberLiteral(text, start, end)

    def string(self, lexeme: Lexeme) -> StringLiteral:
        _, text, start, end = lexeme
        return StringLiteral(unescape(text[1:-1])[0], start, end)

    def constant(self, lexeme: Lexeme) -> Constant:
        _, name, start, end = lexeme
        return Constant(name, start, end)
