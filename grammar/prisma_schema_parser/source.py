"""Source texts and spans in them.

Everything between the stages speaks in half-open offsets (code points) into one `SourceFile`;
lines and columns are computed only when something is shown to a person.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, count
from operator import add

from .records import NamedTuple

# facts/prisma.md section 1: a newline is LF, CRLF or a lone CR.
_NEWLINE = re.compile(r"\r\n|\n|\r")


class SourceFile:
    """One file's text. `name` is what messages show; compared by identity."""

    __slots__ = ("_line_starts", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._line_starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"SourceFile({self.name!r})"

    def _starts(self) -> list[int]:
        if self._line_starts is None:
            self._line_starts = [0, *_behind_newlines(self.text)]
        return self._line_starts

    def position(self, offset: int) -> Position:
        """1-based line and column (in code points) of an offset."""
        line = self.line(offset)
        return Position(line, offset - self._starts()[line - 1] + 1)

    def line(self, offset: int) -> int:
        """1-based."""
        return bisect_right(self._line_starts or self._starts(), offset)

    def line_text(self, line: int) -> str:
        """The text of a 1-based line without its newline."""
        starts = self._starts()
        end = starts[line] if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end].rstrip("\r\n")


def _behind_newlines(text: str) -> Iterable[int]:
    if "\r" in text:
        return (match.end() for match in _NEWLINE.finditer(text))
    lines = text.split("\n")
    del lines[-1]  # no newline is behind it
    return map(add, accumulate(map(len, lines)), count(1))


class Position(NamedTuple):
    """A place as a person reads it: both numbers start at 1."""

    line: int
    column: int


class Span(NamedTuple):
    """The half-open range `start <= offset < end` of a source; may be empty."""

    source: SourceFile
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def position(self) -> Position:
        """Where the span starts."""
        return self.source.position(self.start)

    @property
    def line(self) -> int:
        return self.source.line(self.start)
