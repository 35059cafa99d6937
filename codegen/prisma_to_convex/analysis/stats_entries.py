"""The lines of a file of sizes, JSON or a table of text, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from prisma_schema_parser.records import NamedTuple

from ..kit.nearest import nearest
from .facts import Size


class StatsProblem(Exception):
    """What is wrong, at an offset of the text."""

    def __init__(self, at: int, message: str, help: str = "") -> None:
        self.at, self.message, self.help = at, message, help


class SizeEntry(NamedTuple):
    """`date`: when it was counted, where that is given."""

    name: str
    at: int
    size: Size
    date: date | None = None


def entries(text: str) -> Iterator[SizeEntry]:
    """Raises Fault at the first that can't be read."""
    yield from _json(text) if _JSON.match(text) else _table(text)


# ---- numbers ------------------------------------------------------------------------------------

# More than any table holds; beyond it a number is a mistake.
_MOST = 10**15
_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?(?:[eE]\+?\d{1,2})?")


def _whole(value: object, at: int, what: str) -> int:
    """A number as JSON or a database gives it: 1200, 1200.0, 1.2e+06."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise StatsProblem(at, f"{what} must be a number, not {_kind(value)}")
    if value < 0:
        help_ = "PostgreSQL counts -1 rows before the first ANALYZE" if value == -1 else ""
        raise StatsProblem(at, f"{what} can't be negative", help_)
    if value > _MOST:
        raise StatsProblem(at, f"{what}: no table is that large")
    if value != int(value):
        raise StatsProblem(at, f"{what} must be a whole number")
    return int(value)


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "an object"


# ---- JSON ---------------------------------------------------------------------------------------

# `[dbo].[users],7` is SQL Server's way to write a name.
_JSON = re.compile(r"\s*(?:\{|\[(?![A-Za-z_]))")
_BLANK = re.compile(r"[ \t\r\n]*")


def _json(text: str) -> Iterator[SizeEntry]:
    """The pairs of the object, each with its place, which json.loads would not tell."""
    from json import JSONDecodeError, JSONDecoder

    decoder = JSONDecoder(object_pairs_hook=_Pairs, parse_constant=_constant)

    def value(at: int) -> tuple[object, int]:
        try:
            found, end = decoder.raw_decode(text, at)
        except JSONDecodeError as error:
            at_end = not text[error.pos :].strip()
            message = error.msg[:1].lower() + error.msg[1:]
            raise StatsProblem(
                error.pos, "it ends too early" if at_end else f"not JSON: {message}"
            ) from None
        except RecursionError:
            raise StatsProblem(at, "this is nested too deep") from None
        except ValueError as error:
            raise StatsProblem(
                at, str(error) if isinstance(error, _NoNumber) else "this number is too long"
            ) from None
        return found, _skip(text, end)

    at = _skip(text, 0)
    if text[at] != "{":
        raise StatsProblem(at, "an object is expected", 'write {"User": 1200}')
    at = _skip(text, at + 1)
    while text[at : at + 1] != "}":
        start = at
        name, at = value(at)
        if not isinstance(name, str):
            raise StatsProblem(start, "the name of a table is expected, in quotes")
        at = _expect(text, at, ":")
        found, end = value(at)
        for one in _readings(found):
            yield _reading(name, start, one, at)
        at = end
        if text[at : at + 1] != "}":
            comma = at
            at = _expect(text, at, ",")
            if text[at : at + 1] == "}":
                raise StatsProblem(comma, "not JSON: nothing follows this comma")
    if _skip(text, at + 1) < len(text):
        raise StatsProblem(_skip(text, at + 1), "not JSON: something follows the object")


class _Pairs(list[tuple[str, object]]):
    """An object as it was written, so that a key that stands in it twice is seen."""


class _NoNumber(ValueError):
    pass


def _constant(text: str) -> object:
    raise _NoNumber(f"`{text}` is no number")


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _expect(text: str, at: int, mark: str) -> int:
    if at >= len(text):
        raise StatsProblem(at, "it ends too early")
    if text[at] != mark:
        raise StatsProblem(at, f"not JSON: expecting `{mark}`")
    return _skip(text, at + 1)


def _readings(value: object) -> list[object]:
    """Several of one table stand in a list."""
    if not isinstance(value, list) or isinstance(value, _Pairs) or not value:
        return [value]
    return value if all(isinstance(one, _Pairs) for one in value) else [value]


_KEYS = ("rows", "bytes", "perMonth", "date")


def _reading(name: str, start: int, value: object, at: int) -> SizeEntry:
    if not isinstance(value, _Pairs):
        return SizeEntry(name, start, Size(_whole(value, at, "the number of rows")))
    found: dict[str, object] = {}
    for key, one in value:
        if key in found:
            raise StatsProblem(at, f"`{key}` stands twice in it")
        if key not in _KEYS:
            help_ = nearest(key, _KEYS) or "there are `rows`, `bytes`, `perMonth` and `date`"
            raise StatsProblem(at, f"`{key}` is not known", help_)
        found[key] = one
    if "rows" not in found:
        raise StatsProblem(at, "`rows` is missing")
    more = {key: found.get(key) for key in ("bytes", "perMonth")}
    size, rate = (None if one is None else _whole(one, at, f"`{key}`") for key, one in more.items())
    day = found.get("date")
    rows = _whole(found["rows"], at, "`rows`")
    return SizeEntry(name, start, Size(rows, size, rate), None if day is None else _date(day, at))


def _date(value: object, at: int) -> date:
    """`2026-01-31`, with or without a time behind it."""
    try:
        return date.fromisoformat(value[:10] if isinstance(value, str) else "")
    except ValueError:
        raise StatsProblem(at, "a date is written `2026-01-31`") from None


# ---- lines of a table ---------------------------------------------------------------------------

_TITLES: Mapping[str, frozenset[str]] = {
    "table": frozenset(["table", "tablename", "relname", "name", "model", "relation"]),
    "schema": frozenset(["schema", "schemaname", "tableschema", "nspname", "owner"]),
    "rows": frozenset(
        [
            "rows",
            "row",
            "rowcount",
            "rowcounts",
            "tablerows",
            "count",
            "counts",
            "nlivetup",
            "reltuples",
            "n",
            "estimate",
            "estimatedrows",
        ]
    ),
    "bytes": frozenset(
        [
            "bytes",
            "size",
            "sizebytes",
            "totalbytes",
            "totalsize",
            "tablesize",
            "datalength",
            "pgtotalrelationsize",
        ]
    ),
    "per month": frozenset(["permonth", "rowspermonth", "monthly", "newrowspermonth"]),
    "date": frozenset(["date", "day", "at", "countedat", "on"]),
}


class _StatsCell(NamedTuple):
    text: str
    at: int


def _table(text: str) -> Iterator[SizeEntry]:
    rows = [row for row in _rows(text) if any(cell.text for cell in row)]
    if not rows:
        return
    places = _places(rows[0])
    for row in rows if places is None else rows[1:]:
        yield _entry(
            row,
            places or {"table": 0, "rows": 1, "bytes": 2, "per month": 3},
            is_titled=places is not None,
        )


def _rows(text: str) -> Iterator[list[_StatsCell]]:
    mark = next((one for one in "\t;" if one in text.lstrip().split("\n", 1)[0]), ",")
    cell = re.compile(rf'[ ]*(?:"((?:[^"]|"")*)"[ ]*|([^{mark}\r\n]*))')
    at, row = 0, list[_StatsCell]()
    while at <= len(text):
        match = cell.match(text, at)
        assert match is not None  # it matches nothing, too
        quoted = match[1] is not None
        start = match.start(1) if quoted else match.start(2)
        row.append(_StatsCell(match[1].replace('""', '"') if quoted else match[2].strip(), start))
        at = match.end()
        following = text[at : at + 1]
        if following in ("\r", "\n", ""):
            yield row
            row = []
            at += 2 if text.startswith("\r\n", at) else 1
        elif following == mark:
            at += 1
        else:
            raise StatsProblem(
                at, f"a `{mark}` or the end of the line is expected behind the quotes"
            )


def _places(row: Sequence[_StatsCell]) -> dict[str, int] | None:
    """Which column holds what, by the titles; None where the first line is a table's."""
    titles = [re.sub(r"[^a-z]", "", cell.text.lower()) for cell in row]
    found = {
        what: titles.index(title)
        for what, names in _TITLES.items()
        for title in reversed(titles)
        if title in names
    }
    return found if "rows" in found and "table" in found else None


def _entry(row: Sequence[_StatsCell], places: Mapping[str, int], *, is_titled: bool) -> SizeEntry:
    name = _cell(row, places, "table")
    if name is None or not name.text:
        raise StatsProblem(row[0].at, "the name of a table is missing")
    if not is_titled and len(row) > len(places):
        raise StatsProblem(row[len(places)].at, "a line is table,rows[,bytes[,per month]]")
    rows, size = _cell(row, places, "rows"), _cell(row, places, "bytes")
    if rows is None or not rows.text:
        end = row[-1].at + len(row[-1].text)
        raise StatsProblem(rows.at if rows else end, "the number of rows is missing")
    schema = _cell(row, places, "schema")
    full = f"{schema.text}.{name.text}" if schema and schema.text else name.text
    known = _number(size, "the number of bytes") if size and size.text else None
    rate, day = _cell(row, places, "per month"), _cell(row, places, "date")
    found = Size(
        _number(rows, "the number of rows"),
        known,
        _number(rate, "the number of rows a month") if rate and rate.text else None,
    )
    return SizeEntry(full, name.at, found, _date(day.text, day.at) if day and day.text else None)


def _cell(row: Sequence[_StatsCell], places: Mapping[str, int], what: str) -> _StatsCell | None:
    at = places.get(what)
    return row[at] if at is not None and at < len(row) else None


def _number(cell: _StatsCell, what: str) -> int:
    if _NUMBER.fullmatch(cell.text) is None:
        raise StatsProblem(cell.at, f"{what}: `{cell.text[:40]}` is no number")
    is_whole = cell.text.lstrip("-").isdigit()
    return _whole(int(cell.text) if is_whole else float(cell.text), cell.at, what)
