"""What is wrong with a line: where its grammar stops, and what Prisma refuses beyond its grammar.

Offsets count from the start of the text that was parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from .strings import unescape
from .syntax import (
    Argument,
    Array,
    Call,
    Constant,
    Expression,
    LineProblem,
    NumberLiteral,
    Object,
    StringLiteral,
    Tail,
    is_identifier,
)

# What any text has that `problems` finds something in: a name beyond ASCII, an escape, a comma or
# colon before a closing bracket, a dotted argument name, a constant that starts with a digit.
# Two expressions, each with a set of first characters: a search skips to these.
_SUSPECT = re.compile(r"\\|,[\t ]*[,)\]}]|:[\t ]*[,)\]}]|\.[\w-]*+[\t ]*:").search
_SUSPECT_NUMBER = re.compile(r"[0-9](?<![\w.-][0-9])[0-9]*+(?:\.[0-9]++)?+[\w.-]").search


def syntax_problem(text: str, at: int) -> LineProblem:
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
    end = _STRING_END(rest, 1)
    if end is not None and end[0] != '"':
        return "a string can't hold a raw control character"
    return "the string is not closed on its line"


_STRING_END = re.compile(r'["\x00-\x1f]').search
_WORD = re.compile(r"\w[\w-]{0,39}").match


def _word_length(text: str) -> int:
    word = _WORD(text) if text[0].isalnum() else None
    return len(word[0]) if word is not None else 1


# Brackets, and strings as wholes.
_BRACKETS = re.compile(r'[(\[{]|[)\]}]|"(?:[^"\\]++|\\.)*+"?', re.DOTALL).finditer
_MOST_BRACKETS = 100_000


def _unclosed(text: str) -> str:
    """The last bracket that `text` opens and does not close, or nothing; of a long line, its start counts."""
    stack: list[str] = []
    for match in islice(_BRACKETS(text), _MOST_BRACKETS):
        char = match[0][0]
        if char in "([{":
            stack.append(char)
        elif char != '"' and stack:
            stack.pop()
    return stack[-1] if stack else ""


def problems(text: str, tail: Tail) -> tuple[LineProblem, ...]:
    """What Prisma refuses of a line that its grammar lets pass."""
    if text.isascii() and not _SUSPECT(text) and not _SUSPECT_NUMBER(text):
        return ()
    return tuple(_problems(text, tail))


def _problems(text: str, tail: Tail) -> Iterator[LineProblem]:
    if tail.type is not None and tail.type.is_unsupported:
        yield from _of_string(text, tail.type.start, tail.type.end)
    for attribute in tail.attributes:
        if not all(is_identifier(part) for part in attribute.name.split(".") if part):
            yield _name_problem(attribute.name, attribute.name_start)
        if "." not in attribute.name:  # Prisma does not look into native types
            yield from _missing_values(attribute.arguments)
        yield from _of_arguments(text, attribute.arguments)
    if tail.value is not None:
        yield from _of_expression(text, tail.value)


def _missing_values(arguments: tuple[Argument, ...]) -> Iterator[LineProblem]:
    """Arguments without a value and trailing commas, as deep as Prisma looks for them.

    That is in an attribute and in a function that is an argument of it; of a function within a
    list the comma passes, `@@index([a(sort: Desc,)])`; what is deeper, and configuration, all passes.
    """
    lists = [arguments]
    lists.extend(one.value.arguments for one in arguments if isinstance(one.value, Call))
    for group in lists:
        for argument in group:
            if argument.value is None:
                yield _incomplete(argument)
            elif isinstance(argument.value, Array):
                calls = (item for item in argument.value.items if isinstance(item, Call))
                inner = (one for call in calls for one in call.arguments if one.name is not None)
                yield from (_incomplete(one) for one in inner if one.value is None)


def _incomplete(argument: Argument) -> LineProblem:
    if argument.name is None:
        message = "trailing commas are not valid"
        return LineProblem("comma", message, argument.start, argument.end)
    message = f"the argument `{argument.name}` has no value"
    return LineProblem("syntax", message, argument.start, argument.end)


def _of_arguments(text: str, arguments: tuple[Argument, ...]) -> Iterator[LineProblem]:
    for argument in arguments:
        if argument.value is not None:
            yield from _of_expression(text, argument.value)
        if argument.name is not None and ("." in argument.name or not is_identifier(argument.name)):
            yield _name_problem(argument.name, argument.start)


def _of_expression(text: str, node: Expression) -> Iterator[LineProblem]:
    match node:
        case StringLiteral():
            yield from _of_string(text, node.start, node.end)
        case Constant():
            if node.name[0].isdigit() or not all(
                map(is_identifier, filter(None, node.name.split(".")))
            ):
                yield _name_problem(node.name, node.start)
        case Call():
            yield from _of_arguments(text, node.arguments)
        case Array():
            for item in node.items:
                yield from _of_expression(text, item)
        case Object():
            for entry in node.entries:
                if "." in entry.key or not is_identifier(entry.key):
                    yield _name_problem(entry.key, entry.start)
                yield from _of_expression(text, entry.value)
        case NumberLiteral():
            pass


def _of_string(text: str, start: int, end: int) -> Iterator[LineProblem]:
    raw = text[start + 1 : end - 1]
    for first, last in unescape(raw)[1] if "\\" in raw else ():
        message = f"unknown escape sequence `{raw[first:last]}`"
        at = start + 1
        yield LineProblem("escape", message, at + first, at + last)


def _name_problem(name: str, start: int) -> LineProblem:
    return LineProblem("name", f"`{name}` is not a valid name here", start, start + len(name))
