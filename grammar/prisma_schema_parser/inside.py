"""The inside of a line: attributes, arguments and expressions, parsed once per distinct text.

Offsets in the result count from the start of the text that was passed in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from .blanks import with_spaces
from .documentation import comment
from .lalr import Lexeme, Parser, Unexpected
from .records import NamedTuple
from .strings import unescape
from .syntax import (
    EMPTY_TAIL,
    Argument,
    Array,
    Attribute,
    Call,
    Comment,
    Constant,
    Entry,
    Expression,
    LineProblem,
    NumberLiteral,
    Object,
    StringLiteral,
    Tail,
    is_identifier,
)

# What any text has that `_problems` finds something in: a name beyond ASCII, an escape, a comma or
# colon before a closing bracket, a dotted argument name, a constant that starts with a digit.
# Two expressions, each with a set of first characters: a search skips to these.
_SUSPECT = re.compile(r"\\|,[\t ]*[,)\]}]|:[\t ]*[,)\]}]|\.[\w-]*+[\t ]*:").search
_SUSPECT_NUMBER = re.compile(r"[0-9](?<![\w.-][0-9])[0-9]*+(?:\.[0-9]++)?+[\w.-]").search
# Longer texts are rare and not worth keeping.
_MEMO_LENGTH = 400


class Lines(NamedTuple):
    """A file, or one of its blocks: the rule's name, and its lines and blocks as they stand."""

    rule: str
    children: tuple[Lexeme | Lines, ...]


class Nodes:
    """Callbacks of the grammar's rules that build syntax nodes directly; no tree is kept of a line's inside."""

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

    def attributes(self, *items: Attribute | Comment) -> Tail:
        if items and isinstance(items[-1], Comment):
            return Tail(items[:-1], items[-1], ())  # type: ignore[arg-type]  # only the last is one
        return Tail(items, None, ())  # type: ignore[arg-type]  # no comment among them

    block_attribute = attributes

    def assignment(self, value: Expression, comment: Comment | None = None) -> Tail:
        return Tail((), comment, (), value)

    def comment(self, lexeme: Lexeme) -> Comment:
        return comment(lexeme[1])

    def attribute(
        self, at: Lexeme, path: Lexeme, arguments: tuple[tuple[Argument, ...], int] | None = None
    ) -> Attribute:
        _, name, name_start, end = path
        if arguments is None:
            return Attribute(name, (), at[2], end, name_start)
        return Attribute(name, arguments[0], at[2], arguments[1], name_start)

    block_path = attribute

    def arguments(self, *items: Any) -> tuple[tuple[Argument, ...], int]:
        """The arguments and the offset behind `)`; a trailing comma is an argument of nothing."""
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

    def call(self, path: Lexeme, arguments: tuple[tuple[Argument, ...], int]) -> Call:
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


def parse_inside(start: str, text: str) -> Tail:
    """Parses `text` from the grammar's start symbol "attributes", "block_attribute" or "assignment".

    Never fails: what is wrong is in `Tail.problems`, and after a syntax error nothing else is in it.
    """
    if not text:
        return EMPTY_TAIL if start == "attributes" else _parse(start, text)
    return _memo(start, text) if len(text) <= _MEMO_LENGTH else _parse(start, text)


def _parse(start: str, text: str) -> Tail:
    try:
        tail: Tail = _parser().parse(text, start, with_spaces(text))
        problems = tuple(_problems(text, tail)) if _is_suspect(text) else ()
    except Unexpected as error:
        return Tail((), None, (_syntax_problem(text, error.position),))
    except RecursionError:
        return Tail((), None, (LineProblem("nesting", "too deeply nested", 0, len(text)),))
    return tail._replace(problems=problems) if problems else tail


def _is_suspect(text: str) -> bool:
    return not text.isascii() or bool(_SUSPECT(text) or _SUSPECT_NUMBER(text))


_memo = lru_cache(maxsize=1 << 16)(_parse)


@lru_cache(maxsize=1)
def _parser() -> Parser:
    from .parser import lark  # which imports this module

    return lark()


# ---- what is wrong with a line ------------------------------------------------------------------


def _syntax_problem(text: str, at: int) -> LineProblem:
    rest = text[at:].rstrip()
    if not rest:
        opened = _unclosed(text)
        message = (
            f"`{opened}` is not closed on its line" if opened else "unexpected end of the line"
        )
        return LineProblem("unclosed" if opened else "syntax", message, at, at)
    if rest[0] == "}" and not _unclosed(text[:at]):
        return LineProblem("brace", "`}` must stand on a line of its own", at, at + 1)
    if rest[0] == '"':
        return LineProblem("string", _string_message(rest), at, at + len(rest))
    if rest.startswith("/*"):
        return LineProblem("comment", "a comment can't stand here, or is not closed", at, at + 2)
    if rest[0] == "'":
        return LineProblem("syntax", "strings are written in double quotes", at, at + 1)
    if text.startswith("@@", at - 1):
        message = "a `@@` attribute must start its own line"
        return LineProblem("attribute", message, at - 1, at + 1)
    width = _word_length(rest)
    return LineProblem("syntax", f"unexpected `{rest[:width]}`", at, at + width)


def _string_message(rest: str) -> str:
    for char in rest[1:]:
        if char == '"':
            break
        if char < " ":
            return "a string can't hold a raw control character"
    return "the string is not closed on its line"


def _word_length(text: str) -> int:
    length = 1
    if text[0].isalnum():
        while (
            length < len(text) and length < 40 and (text[length].isalnum() or text[length] in "_-")
        ):
            length += 1
    return length


def _unclosed(text: str) -> str:
    """The last bracket that `text` opens and does not close, or nothing."""
    stack: list[str] = []
    in_string = escaped = False
    for char in text:
        if in_string:
            in_string = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            in_string = True
        elif char in "([{":
            stack.append(char)
        elif char in ")]}" and stack:
            stack.pop()
    return stack[-1] if stack else ""


def _problems(text: str, tail: Tail) -> list[LineProblem]:
    found: list[LineProblem] = []
    for attribute in tail.attributes:
        if not all(is_identifier(part) for part in attribute.name.split(".") if part):
            found.append(_name_problem(attribute.name, attribute.name_start))
        if "." not in attribute.name:  # Prisma does not look into native types
            _check_complete(attribute.arguments, found)
        _check_arguments(text, attribute.arguments, found)
    if tail.value is not None:
        _check_expression(text, tail.value, found)
    return found


def _check_complete(arguments: tuple[Argument, ...], found: list[LineProblem]) -> None:
    """Arguments without a value and trailing commas, as deep as Prisma looks for them.

    That is in an attribute and in a function that is an argument of it; of a function within a
    list the comma passes, `@@index([a(sort: Desc,)])`; what is deeper, and configuration, all passes.
    """
    lists = [arguments]
    lists.extend(one.value.arguments for one in arguments if isinstance(one.value, Call))
    for group in lists:
        for argument in group:
            if argument.value is None:
                found.append(_incomplete(argument))
            elif isinstance(argument.value, Array):
                calls = (item for item in argument.value.items if isinstance(item, Call))
                inner = (one for call in calls for one in call.arguments if one.name is not None)
                found.extend(_incomplete(one) for one in inner if one.value is None)


def _incomplete(argument: Argument) -> LineProblem:
    if argument.name is None:
        message = "trailing commas are not valid"
        return LineProblem("comma", message, argument.start, argument.end)
    message = f"the argument `{argument.name}` has no value"
    return LineProblem("syntax", message, argument.start, argument.end)


def _check_arguments(text: str, arguments: tuple[Argument, ...], found: list[LineProblem]) -> None:
    for argument in arguments:
        if argument.value is not None:
            _check_expression(text, argument.value, found)
        if argument.name is not None and ("." in argument.name or not is_identifier(argument.name)):
            found.append(_name_problem(argument.name, argument.start))


def _check_expression(text: str, node: Expression, found: list[LineProblem]) -> None:
    match node:
        case StringLiteral():
            raw = text[node.start + 1 : node.end - 1]
            for start, end in unescape(raw)[1] if "\\" in raw else ():
                message = f"unknown escape sequence `{raw[start:end]}`"
                at = node.start + 1
                found.append(LineProblem("escape", message, at + start, at + end))
        case Constant():
            if node.name[0].isdigit() or not all(
                map(is_identifier, filter(None, node.name.split(".")))
            ):
                found.append(_name_problem(node.name, node.start))
        case Call():
            _check_arguments(text, node.arguments, found)
        case Array():
            for item in node.items:
                _check_expression(text, item, found)
        case Object():
            for entry in node.entries:
                if "." in entry.key or not is_identifier(entry.key):
                    found.append(_name_problem(entry.key, entry.start))
                _check_expression(text, entry.value, found)
        case NumberLiteral():
            pass


def _name_problem(name: str, start: int) -> LineProblem:
    return LineProblem("name", f"`{name}` is not a valid name here", start, start + len(name))
