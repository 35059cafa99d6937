"""A text of SQL, cut into statements.

A cut is made at `;`, at what DELIMITER names instead, at GO. Not in a text, a name, a comment, a
`$$` body; not in the BEGIN ... END of a trigger or routine. SQL Server needs no `;`: there a
statement also ends where the next one begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from prisma_schema_parser.records import NamedTuple

from .dialects import SqlDialect
from .sql_tokens import Token, comment_end, scan


class Statement(NamedTuple):
    """A half-open range of the text, blanks and comments before it left out."""

    start: int
    end: int


_ROUTINES = r"TRIGGER|PROCEDURE|PROC|FUNCTION|EVENT"
_COMPOUND = re.compile(
    rf"CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP\w*\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:AGGREGATE\s+)?(?:{_ROUTINES})\b",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r"^[ \t]*DELIMITER[ \t]+(\S+)[^\n]*", re.IGNORECASE | re.MULTILINE)
_GO = re.compile(
    r"^[ \t]*GO(?:[ \t]+\d+)?[ \t]*;?[ \t]*(?:--[^\n]*)?\r?$", re.IGNORECASE | re.MULTILINE
)
_ATOMIC = re.compile(r"BEGIN\s+ATOMIC\b", re.IGNORECASE)


def statements(
    text: str, dialect: SqlDialect, start: int = 0, end: int | None = None
) -> Iterator[Statement]:
    stop = len(text) if end is None else end
    if dialect.body == "batch":
        for batch in _batches(text, start, stop):
            yield from _of_batch(text, dialect, batch)
    else:
        yield from _cut(text, dialect, start, stop)


@lru_cache(maxsize=8)
def _marks(dialect: SqlDialect) -> re.Pattern[str]:
    """Whatever may hold a `;` that is none, or is one."""
    line = r"--[^\n]*+" if not dialect.hashes else r"(?:--(?=\s|\Z)|\#)[^\n]*+"
    parts = [
        rf"(?P<skip>{line})",
        r"|(?P<code>/\*M?!\d*+|\*/)" if dialect.hashes else "",
        r"|(?P<comment>/\*)",
        r"|(?P<escaped>(?<!\w)[eE]'(?:[^'\\]|\\.|'')*+(?:'|\Z))" if dialect.dollars else "",
        r"|(?P<quoted>",
        r"'(?:[^'\\]|\\.|'')*+(?:'|\Z)" if dialect.escapes else r"'(?:[^']|'')*+(?:'|\Z)",
        r'|"(?:[^"\\]|\\.|"")*+(?:"|\Z)' if dialect.escapes else r'|"(?:[^"]|"")*+(?:"|\Z)',
        r"|`[^`]*+(?:`|\Z)" if dialect.backticks else "",
        r"|\[[^\]]*+(?:\]|\Z)" if dialect.brackets else "",
        r")",
        r"|(?P<dollar>(?<![\w$])\$(?:[^\W\d]\w*+)?\$)" if dialect.dollars else "",
        r"|(?P<atomic>\bBEGIN\s+ATOMIC\b)" if dialect.dollars else "",
        r"|(?P<cut>;)",
    ]
    return re.compile("".join(parts), re.DOTALL | re.IGNORECASE)


def _cut(text: str, dialect: SqlDialect, start: int, stop: int) -> Iterator[Statement]:
    if dialect.hashes and _DELIMITER.search(text, start, stop):
        for first, last, cut_by in _delimited(text, start, stop):
            if cut_by == ";":
                yield from _cut_at_semicolons(text, dialect, first, last)
            else:
                yield from _cut_at(text, cut_by, first, last)
    else:
        yield from _cut_at_semicolons(text, dialect, start, stop)


def _delimited(text: str, start: int, stop: int) -> Iterator[tuple[int, int, str]]:
    """The parts of a text for MySQL's client, each with what ends its statements."""
    at, cut_by = start, ";"
    for delimiter in _DELIMITER.finditer(text, start, stop):
        yield at, delimiter.start(), cut_by
        at, cut_by = delimiter.end(), delimiter[1]
    yield at, stop, cut_by


def _cut_at(text: str, cut_by: str, start: int, stop: int) -> Iterator[Statement]:
    at = start
    while at < stop:
        found = text.find(cut_by, at, stop)
        end = stop if found < 0 else found
        if (first := _code(text, at, end)) < end:
            yield Statement(first, first + len(text[first:end].rstrip()))
        at = end + len(cut_by)


_LEADING = re.compile(r"(?:\s++|--[^\n]*+|\#[^\n]*+|/\*(?!M?!).*?\*/)*+", re.DOTALL)


def _code(text: str, start: int, stop: int) -> int:
    """Where the code starts, behind blanks and comments."""
    found = _LEADING.match(text, start, stop)
    return found.end() if found else start


def _cut_at_semicolons(
    text: str, dialect: SqlDialect, start: int, stop: int
) -> Iterator[Statement]:
    search = _marks(dialect).search
    at, first, last = start, -1, start
    while at < stop:
        mark = search(text, at, stop)
        edge = mark.start() if mark else stop
        gap = text[at:edge]
        if code := gap.strip():
            if first < 0:
                first = at + gap.index(code)
                if dialect.body == "compound" and _COMPOUND.match(text, first, stop):
                    at = last = _compound_end(text, dialect, first, stop)
                    continue
            last = at + len(gap.rstrip())
        if mark is None:
            break
        kind, at = mark.lastgroup, mark.end()
        if kind == "cut":
            if first >= 0:
                yield Statement(first, last)
            first = -1
        elif kind == "comment":
            at = comment_end(text, edge, stop, nests=dialect.nests)
        elif kind not in ("skip", "code"):
            first = edge if first < 0 else first
            if kind == "dollar":
                found = text.find(mark[0], at, stop)
                at = stop if found < 0 else found + len(mark[0])
            elif kind == "atomic":
                at = _compound_end(text, dialect, edge, stop)
            last = at
    if first >= 0:
        yield Statement(first, last)


# ---- bodies -------------------------------------------------------------------------------------

_OPENS = frozenset({"BEGIN", "CASE"})
_STARTS = frozenset({"IF", "LOOP", "WHILE", "REPEAT", "FOR"})
_BEFORE = frozenset({";", "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT", "ROW", ":"})


def _compound_end(text: str, dialect: SqlDialect, start: int, stop: int) -> int:
    """The end of a statement whose body may hold `;` between BEGIN and END, IF and END IF."""
    depth, before, last = 0, "", start
    closes = False
    for token in scan(text, dialect, start, stop):
        key = token.key
        if key == ";" and depth == 0:
            return last
        if closes and key in (*_OPENS, *_STARTS):  # the IF of END IF
            closes, before, last = False, key, token.end
            continue
        closes = False
        if key == "END":
            depth, closes = max(depth - 1, 0), True
        elif key in _OPENS or (key in _STARTS and before in _BEFORE):
            depth += 1
        before, last = key, token.end
    return last


# ---- SQL Server ---------------------------------------------------------------------------------


def _batches(text: str, start: int, stop: int) -> Iterator[Statement]:
    at = start
    for line in _GO.finditer(text, start, stop):
        yield Statement(at, line.start())
        at = line.end()
    yield Statement(at, stop)


_OBJECTS = frozenset(
    [
        "AGGREGATE",
        "CLUSTERED",
        "COLUMNSTORE",
        "DEFAULT",
        "FULLTEXT",
        "FUNCTION",
        "INDEX",
        "LOGIN",
        "NONCLUSTERED",
        "OR",
        "PARTITION",
        "PROC",
        "PROCEDURE",
        "ROLE",
        "RULE",
        "SCHEMA",
        "SECURITY",
        "SEQUENCE",
        "SPATIAL",
        "STATISTICS",
        "SYNONYM",
        "TABLE",
        "TRIGGER",
        "TYPE",
        "UNIQUE",
        "USER",
        "VIEW",
        "XML",
        "DATABASE",
    ]
)
_DDL = frozenset({"CREATE", "ALTER", "DROP"})
_OTHERS = frozenset(
    [
        "BEGIN",
        "COMMIT",
        "DECLARE",
        "DELETE",
        "DISABLE",
        "ELSE",
        "ENABLE",
        "END",
        "EXEC",
        "EXECUTE",
        "GRANT",
        "DENY",
        "REVOKE",
        "IF",
        "INSERT",
        "MERGE",
        "PRINT",
        "RAISERROR",
        "ROLLBACK",
        "SELECT",
        "THROW",
        "TRUNCATE",
        "UPDATE",
        "USE",
        "WHILE",
    ]
)
_WHOLE = frozenset({"TRIGGER", "PROC", "PROCEDURE", "FUNCTION", "VIEW"})


def _of_batch(text: str, dialect: SqlDialect, batch: Statement) -> Iterator[Statement]:
    """A trigger, routine or view takes the rest of its batch."""
    first, last, depth, before = -1, batch.start, 0, ""
    pending: Token | None = None
    for token in scan(text, dialect, batch.start, batch.end):
        key = token.key
        if pending is not None:
            starts = pending.key in _DDL and key in _OBJECTS
            starts = starts and before != "OR"
            starts = starts or (pending.key in _OTHERS and _is_first(text, pending.start))
            if (
                starts
                and first >= 0
                and before not in ("GRANT", "DENY", "REVOKE", "ENABLE", "DISABLE")
            ):
                yield Statement(first, last)
                first = -1
            if first < 0:
                first = pending.start
            before, last, pending = pending.key, pending.end, None
        if key == ";" and depth == 0:
            if first >= 0:
                yield Statement(first, last)
            first, before = -1, ""
            continue
        depth = max(depth + (key == "(") - (key == ")"), 0)
        if depth == 0 and (key in _DDL or key in _OTHERS):
            pending = token
            continue
        if first < 0:
            first = token.start
        if key in _WHOLE and text[first : first + 6].upper() in ("CREATE", "ALTER ", "ALTER\n"):
            yield Statement(first, _trimmed(text, batch.end))
            return
        before, last = key, token.end
    if pending is not None:
        if first >= 0 and pending.key in _OTHERS and _is_first(text, pending.start):
            yield Statement(first, last)
            first = pending.start
        first, last = (pending.start if first < 0 else first), pending.end
    if first >= 0:
        yield Statement(first, last)


def _is_first(text: str, at: int) -> bool:
    """Whether nothing but blanks stands before it on its line."""
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _trimmed(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end
