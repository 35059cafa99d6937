"""One line, parsed once per distinct text. Never fails: what is wrong is in `Tail.problems`."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import Literal, TypeAlias, get_args

from .blanks import with_spaces
from .lalr import TooMany, Unexpected
from .line_problems import problems, syntax_problem
from .machine import machine
from .syntax import LineProblem, Tail, WrittenType

Start: TypeAlias = Literal["field", "attributes", "block_attribute", "pair", "opening"]
"""The grammar's start symbols for lines."""

# Longer texts are rare and not worth keeping.
_LONGEST = 400
# What a line may hold: a multiple of what anyone writes, and a second of work.
_MOST = 200_000
# The name that a line starts with: IDENT WS of the grammar.
_NAME = r"([^\W_][\w-]*+)[\t ]*+"
_NAMED = re.compile(_NAME).match
# A field's line up to its attributes or comment.
_FIELD = re.compile(rf'{_NAME}((?:[^@/"]++|"(?:[^"\\]++|\\.)*+")*+)').match
_EMPTY = Tail("")


Field: TypeAlias = tuple[str, Tail, int, Tail, int]
"""A field's name, its type, what follows the type, and the offset of each of the two in the line.

The two are the same where the line can't be divided, since something is wrong before its attributes.
"""


def parse_line(start: Start, text: str) -> Tail:
    return _memos[start](text) if len(text) <= _LONGEST else _parse(start, text)


def parse_named(start: Start, line: str) -> tuple[str, int, Tail]:
    """The name that the line starts with, the offset of what follows, and that."""
    match = _NAMED(line)
    assert match is not None
    at = match.end()
    return match[1], at, parse_line(start, line[at:])


def parse_field(line: str) -> Field:
    """The type and what follows it are parsed apart, since few lines are alike but many types and many
    attributes are. The same comes out as for the whole line.
    """
    match = _FIELD(line)
    assert match is not None
    name, written = match.groups()
    end = match.end()
    at = end - len(written)
    head = _head(written.rstrip("\t ")) if end - at <= _LONGEST else _parse("field", written)
    if not head.problems:
        if end == len(line):
            return name, head, at, _EMPTY, at
        rest = line[end:]
        tail = _attributes(rest) if len(rest) <= _LONGEST else _parse("attributes", rest)
        return name, head, at, tail, end
    whole = parse_line("field", line[at:])
    return name, whole, at, whole, at


def forget() -> None:
    """As if no line had been read yet."""
    for memo in _memos.values():
        memo.cache_clear()


def _parse(start: Start, text: str) -> Tail:
    try:
        inside = machine().parse(text, start, with_spaces(text), _MOST)
        attributes, comments, value, type_ = inside
        tail = Tail(
            text=text,
            attributes=attributes,
            comments=comments,
            problems=(),
            value=value,
            type=type_,
        )
        found = problems(text, tail)
    except Unexpected as error:
        problem = syntax_problem(text, error.position)
        return Tail(text, problems=(problem,), type=_type_before(start, text, error.position))
    except TooMany:
        message = f"the line has more than {_MOST:,} words and signs"
        return Tail(text, problems=(LineProblem("length", message, 0, len(text)),))
    except RecursionError:
        return Tail(text, problems=(LineProblem("nesting", "too deeply nested", 0, len(text)),))
    return tail._replace(problems=found) if found else tail


def _type_before(start: Start, text: str, at: int) -> WrittenType | None:
    """A field's type is known even if what follows can't be read."""
    return parse_line(start, text[:at]).type if start == "field" and 0 < at < len(text) else None


_memos = {start: lru_cache(maxsize=1 << 16)(partial(_parse, start)) for start in get_args(Start)}
_head, _attributes = _memos["field"], _memos["attributes"]
