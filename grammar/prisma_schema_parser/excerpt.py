"""A diagnostic as text for a terminal, with the source lines it speaks of.

    error[PC120] unknown-type: the type `Usr` is not defined
      --> prisma/schema.prisma:12:8
       |
    12 |   user Usr @relation(fields: [userId], references: [id])
       |        ^^^
       |
       = help: did you mean `User`?

The text of a schema, its file names and its messages may be hostile: nothing that is not printable
reaches the result but our own newlines and, with `colour`, our own colour codes.
The work done is bounded: a line of ten megabytes costs no more than one of two hundred characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from .diagnostic import Diagnostic, Severity
from .records import NamedTuple
from .source import SourceFile, Span

_WIDTH = 100  # cells of source shown of one line
_LEAD = 40  # of these, what is kept before a span that reaches far to the right
_TAB = 4
_CUT = "..."
_NEWLINE = re.compile(r"[\r\n]")

_BLUE = "1;34"
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}

_Paint = Callable[[str, str], str]


def render(diagnostic: Diagnostic, *, colour: bool = False) -> str:
    """The diagnostic over several lines, without a newline at the end."""
    paint = _coloured if colour else _uncoloured
    sections = _sections(diagnostic)
    gutter = max(len(str(mark.line)) for marks in sections.values() for mark in marks)
    lines = [_headline(diagnostic, paint)]
    for marks in sections.values():
        lines += _section(marks, gutter, paint)
    if diagnostic.help:
        lines.append(_bar(gutter, "|", paint))
        lines += _help(diagnostic.help, gutter, paint)
    return "\n".join(lines)


def plain(text: str) -> str:
    """The text on one line, with every character that is not printable shown as its escape.

    That covers control characters, terminal escapes, invisible and bidirectional formatting,
    lone surrogates and all blanks but the space: `\\n`, `\\x1b`, `\\u202e`, `\\ud800`, `\\xa0`.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _uncoloured(_code: str, text: str) -> str:
    return text


def _coloured(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _headline(diagnostic: Diagnostic, paint: _Paint) -> str:
    rule = diagnostic.rule
    head = paint(_COLOURS[rule.severity], f"{rule.severity.value}[{rule.code}]")
    return f"{head} {rule.name}: {paint('1', plain(diagnostic.message))}"


def _help(text: str, gutter: int, paint: _Paint) -> Iterator[str]:
    first, *rest = text.split("\n")
    yield f"{_bar(gutter, '=', paint)} {paint('1', 'help')}: {plain(first)}"
    for line in rest:
        yield f"{' ' * (gutter + 9)}{plain(line)}".rstrip()


def _bar(gutter: int, sign: str, paint: _Paint) -> str:
    return " " * (gutter + 1) + paint(_BLUE, sign)


class _Mark(NamedTuple):
    """A span to underline: where it is, and what to draw below its line."""

    span: Span
    line: int
    column: int
    sign: str
    colour: str
    text: str


def _mark(span: Span, sign: str, colour: str, text: str) -> _Mark:
    end_of_text = len(span.source.text)
    if not 0 <= span.start <= span.end <= end_of_text:
        start = min(max(span.start, 0), end_of_text)
        span = Span(span.source, start, min(max(span.end, start), end_of_text))
    line, column = span.position
    return _Mark(span=span, line=line, column=column, sign=sign, colour=colour, text=text)


def _sections(diagnostic: Diagnostic) -> dict[SourceFile, list[_Mark]]:
    """The marks of each file in source order; the file of the diagnostic comes first."""
    marks = [_mark(diagnostic.span, "^", _COLOURS[diagnostic.severity], diagnostic.label)]
    if not diagnostic.labels:
        return {diagnostic.span.source: marks}
    marks += [_mark(label.span, "-", _BLUE, label.text) for label in diagnostic.labels]
    sections: dict[SourceFile, list[_Mark]] = {}
    for mark in marks:
        sections.setdefault(mark.span.source, []).append(mark)
    return {
        source: sorted(group, key=lambda mark: (mark.line, mark.column))
        for source, group in sections.items()
    }


def _section(marks: list[_Mark], gutter: int, paint: _Paint) -> Iterator[str]:
    primary = next((mark for mark in marks if mark.sign == "^"), None)
    at = primary or marks[0]
    name = f"{plain(at.span.source.name)}:{at.line}:{at.column}"
    bar = _bar(gutter, "|", paint)
    yield f"{' ' * gutter}{paint(_BLUE, '-->' if primary else ':::')} {name}"
    yield bar
    above: tuple[int, str] | None = None
    for mark in marks:
        row = _row(mark)
        if above is not None:
            yield from _gap(mark.span.source, above[0], mark.line, gutter, paint)
        if above != (mark.line, row.code):
            yield _numbered(mark.line, row.code, gutter, paint)
        above = (mark.line, row.code)
        drawn = f"{mark.sign * row.length} {plain(mark.text)}".rstrip()
        yield f"{bar} {' ' * row.indent}{paint(mark.colour, drawn)}"


def _gap(source: SourceFile, above: int, below: int, gutter: int, paint: _Paint) -> Iterator[str]:
    """What stands for the lines between two that are shown: the line itself when it is just one."""
    if below - above == 2:
        alone = SourceFile(source.name, source.line_text(above + 1))
        code = _row(_mark(Span(alone, 0, 0), "", "", "")).code
        yield _numbered(above + 1, code, gutter, paint)
    elif below - above > 2:
        yield paint(_BLUE, _CUT)


def _numbered(line: int, code: str, gutter: int, paint: _Paint) -> str:
    return f"{paint(_BLUE, f'{line:>{gutter}} |')} {code}".rstrip()


class _Row(NamedTuple):
    """One source line as shown, and the part of it to underline; in terminal cells."""

    code: str
    indent: int
    length: int


class _Cell(NamedTuple):
    text: str
    width: int


def _row(mark: _Mark) -> _Row:
    """The part of the mark's first line that fits, whole if it can be.

    A span over several lines is cut to the first; an empty one still gets one cell.
    """
    text, (_, start, end) = mark.span.source.text, mark.span
    line_start = start - mark.column + 1
    stop = text.find("\n", start, line_start + _WIDTH + 1)
    if stop >= 0:
        line = text[line_start:stop].removesuffix("\r")
        if line.isascii() and line.isprintable():  # most lines: whole, a cell a character
            indent = min(start - line_start, len(line))
            return _Row(line, indent, max(1, min(end - start, len(line) - indent)))
    first = max(line_start, start - _WIDTH)
    lead = _NEWLINE.split(text[first:start], maxsplit=1)[0]
    rest = _NEWLINE.split(text[start : start + _WIDTH + 1], maxsplit=1)[0]
    line = lead + rest
    cells = _cells(line)
    before, after = cells[: len(lead)], cells[len(lead) :]
    room = max(_LEAD, _WIDTH - _width(after))
    before_shown = _fitting(before[::-1], room)[::-1]
    after_shown = _fitting(after, _WIDTH - _width(before_shown))
    left = _CUT if first > line_start or len(before_shown) < len(before) else ""
    right = _CUT if len(rest) > _WIDTH or len(after_shown) < len(after) else ""
    code = "".join(cell.text for cell in (*before_shown, *after_shown))
    return _Row(
        f"{left}{code}{right}",
        len(left) + _width(before_shown),
        max(1, _width(after_shown[: end - start])),
    )


def _fitting(cells: list[_Cell], room: int) -> list[_Cell]:
    """The longest start of the cells that is no wider than `room`, but never nothing of something."""
    for count, cell in enumerate(cells):
        room -= cell.width
        if room < 0:
            return cells[: max(count, 1)]
    return cells


def _width(cells: list[_Cell]) -> int:
    return sum(cell.width for cell in cells)


def _cells(text: str) -> list[_Cell]:
    """One cell a character: tabs expanded, what is not printable escaped."""
    if text.isascii() and text.isprintable():
        return [_Cell(char, 1) for char in text]
    cells: list[_Cell] = []
    column = 0
    for char in text:
        width = _TAB - column % _TAB if char == "\t" else 0
        cell = _Cell(" " * width, width) if width else _cell(char)
        cells.append(cell)
        column += cell.width
    return cells


@lru_cache(maxsize=4096)
def _cell(char: str) -> _Cell:
    if not char.isprintable():
        escaped = _escape(char)
        return _Cell(escaped, len(escaped))
    return _Cell(char, 1 if char.isascii() else _char_width(char))


def _char_width(char: str) -> int:
    """How many columns a terminal gives to a printable character."""
    import unicodedata  # only where a line is not ASCII

    if unicodedata.category(char) in ("Mn", "Me") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
