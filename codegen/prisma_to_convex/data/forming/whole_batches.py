"""Some thousand rows -> their lines at once, where every value is of a plain form: columns are made and judged whole.

What can't be is None: then each document is formed and judged by itself. What is made here, the judge accepts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..dialects.dialect import Cell
from ..documents.plain_columns import Made, Plain, Texts, matching
from ..documents.plain_documents import LONGEST, fields_pattern, has_all, is_utf8, value_pattern
from ..planning.export_plan import ExportTable
from ..planning.exported import Json
from .field_making import Make, missing


class Part(NamedTuple):
    """One or more fields of the documents, from a cell of the result. `names` are those of the fields."""

    cell: Cell
    make: Make
    names: Sequence[str]


Values: TypeAlias = tuple[Sequence[Any], Sequence[Any] | None]
"""Of a cell, and of what is looked up beside it."""
_Column: TypeAlias = Callable[[Sequence[Any], Sequence[Any] | None], Made | None]


class WholeBatches:
    """Of one table; `parts` are in the order in which they stand."""

    def __init__(self, table: ExportTable, parts: Sequence[Part]) -> None:
        names = [name for part in parts for name in part.names]
        self._columns: list[_Column] | None = None
        if has_all(table.document, names):
            found = [_column(part, table.document) for part in parts]
            self._columns = [one for one in found if one is not None]
            if len(self._columns) < len(parts):
                self._columns = None

    def __call__(self, starts: Sequence[bytes], cells: Sequence[Values]) -> bytes | None:
        """`starts` are the documents as far as their id; `cells` the values of each part. May raise TypeError."""
        if self._columns is None:
            return None
        pieces: list[Texts | bytes] = [starts]
        longest = len(starts[0]) + 2
        for column, (values, beside) in zip(self._columns, cells, strict=True):
            made = column(values, beside)
            if made is None:
                return None
            longest += made.longest
            pieces += [made.before, made.texts, made.after]
        if longest > LONGEST:
            return None
        return _lines(_merged([*pieces, b"}\n"]), len(starts))


def _merged(pieces: Sequence[Texts | bytes]) -> list[Texts | bytes]:
    """Without what is empty; constants that meet are one."""
    found: list[Texts | bytes] = []
    for one in pieces:
        if isinstance(one, bytes) and found and isinstance(found[-1], bytes):
            found[-1] += one
        elif one:
            found.append(one)
    return found


def _lines(pieces: Sequence[Texts | bytes], count: int) -> bytes:
    width = len(pieces)
    flat: list[bytes] = [b""] * (count * width)
    for at, one in enumerate(pieces):
        flat[at::width] = [one] * count if isinstance(one, bytes) else one
    return b"".join(flat)


# ---- columns ------------------------------------------------------------------------------------


def _column(part: Part, document: Json) -> _Column | None:
    """None where values have to be looked into."""
    cell = part.cell
    if cell.role == "creation":
        return _Created(cell.plain)
    if cell.role == "value-reference":
        return _Empty(part.make)
    if cell.role == "reference" and cell.column is not None and not cell.column.form.is_list:
        return _MintedIds(part)
    pattern = fields_pattern(document, part.names)
    if pattern is None:
        return None
    if cell.plain is not None and cell.column is not None:
        validator = document["value"][cell.column.name]["fieldType"]
        if _fits(cell.plain, validator):
            return _PlainFields(part, cell.plain)
    return _Fields(part.make, pattern)


def _fits(plain: Plain, validator: Json) -> bool:
    if plain.tokens:
        pattern = re.compile((value_pattern(validator) or "(?!)").encode())
        return all(pattern.fullmatch(one) for one in plain.tokens)
    members = validator["value"] if validator["type"] == "union" else [validator]
    return not {plain.kind, "any"}.isdisjoint(one["type"] for one in members)


class _PlainFields:
    """A field whose texts are plain, or NULL."""

    def __init__(self, part: Part, plain: Plain) -> None:
        assert part.cell.column is not None
        self._make = plain.make
        self._name = f',"{part.cell.column.name}":'.encode()
        self._missing = missing(part.cell.column, self._name)
        self._is_required = part.cell.column.form.null == "refused"

    def __call__(self, values: Sequence[Any], _: Sequence[Any] | None) -> Made | None:
        if None not in values:
            made = self._make(values)
            return made and made._replace(
                before=self._name + made.before, longest=len(self._name) + made.longest
            )
        if self._is_required:
            return None
        given = [one for one in values if one is not None]
        if not given:
            return Made(self._missing, (), b"", len(self._missing))
        made = self._make(given)
        if made is None:
            return None
        before, after, nothing = self._name + made.before, made.after, self._missing
        left = iter(made.texts)
        texts = [nothing if one is None else before + next(left) + after for one in values]
        return Made(b"", texts, b"", len(self._name) + max(made.longest, 4))


class _MintedIds:
    """Ids that are minted here are ids, and what is no token is found when lines are joined."""

    def __init__(self, part: Part) -> None:
        assert part.cell.column is not None
        self._make, self._longest = part.make, len(part.cell.column.name) + 4 + 34
        self._is_required = part.cell.column.form.null == "refused"

    def __call__(self, values: Sequence[Any], beside: Sequence[Any] | None) -> Made | None:
        if self._is_required and None in values:
            return None
        return Made(b"", self._make(values, beside), b"", self._longest)  # type: ignore[arg-type]  # `join` tells


class _Empty:
    """What adds nothing to a document but may be Bad."""

    def __init__(self, make: Make) -> None:
        self._make = make

    def __call__(self, values: Sequence[Any], beside: Sequence[Any] | None) -> Made | None:
        return None if any(self._make(values, beside)) else Made(b"", (), b"", 0)


class _Fields:
    """Fields that come with their names, each judged by a pattern."""

    def __init__(self, make: Make, pattern: str) -> None:
        self._make = make
        self._every = re.compile(f"(?:{pattern}\n)*+".encode())

    def __call__(self, values: Sequence[Any], beside: Sequence[Any] | None) -> Made | None:
        found = self._make(values, beside)
        joined = b"\n".join(found) + b"\n"  # type: ignore[arg-type]  # a Bad among them is a TypeError
        if joined.count(b"\n") != len(found) or not is_utf8(joined):
            return None
        if self._every.fullmatch(joined) is None:
            return None
        return Made(b"", found, b"", max(map(len, found)))  # type: ignore[arg-type]  # as above


_milliseconds = matching("[1-9][0-9]{0,14}", 15, b',"_creationTime":', b".0")


class _Created:
    """What Convex takes for the time of a document's making: positive whole milliseconds."""

    def __init__(self, plain: Plain | None) -> None:
        self._plain = plain

    def __call__(self, values: Sequence[Any], _: Sequence[Any] | None) -> Made | None:
        if None in values:
            return None
        if self._plain is None:
            return _milliseconds(values)
        made = self._plain.make(values)
        return made and _milliseconds(made.texts)
