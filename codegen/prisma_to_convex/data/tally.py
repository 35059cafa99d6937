"""What is counted of the documents of a table, whatever their order: the database counts the same (`aggregates`).

filled     documents in which the field is neither absent nor null
least, greatest, total     of numbers, of milliseconds, of the items of a list
rows       the sum of the first 60 bits of the MD5 of each row: the texts of its fields that the database can form too
digest     the sum of the BLAKE2b of each document, in 256 parts by id
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from prisma_schema_parser.records import NamedTuple

from .document_texts import Document, texts
from .export_plan import ExportColumn, ExportTable
from .forms import Kind
from .id_format import ALPHABET

Number: TypeAlias = int


class Counted(NamedTuple):
    """Of one field. What its form has no measure for is None: of Json not even how many are filled, since its
    null may be SQL's or JSON's.
    """

    filled: int | None = 0
    least: Number | None = None
    greatest: Number | None = None
    total: Number | None = None


Texts: TypeAlias = Callable[[Sequence[Any]], list[str]]


class Measure(NamedTuple):
    """The number of a value, and the texts of values that go into the hash of a row; None where the form has none."""

    number: Callable[[Any], Number] | None
    hashed: Texts | None


def _strings(values: Sequence[Any]) -> list[str]:
    return list(values)


def _whole(values: Sequence[Any]) -> list[str]:
    return list(map(str, map(int, values)))


def _bytes(values: Sequence[Any]) -> list[str]:
    return [value["$bytes"] for value in values]


def _booleans(values: Sequence[Any]) -> list[str]:
    return ["1" if value else "0" for value in values]


_TEXT = Measure(None, _strings)
_WHOLE = Measure(int, _whole)
_NONE = Measure(None, None)

MEASURES: Mapping[Kind, Measure] = {
    "string": _TEXT,
    "text": _TEXT,
    "enum": _TEXT,
    "json-text": _TEXT,
    "date": _TEXT,
    "time": _TEXT,
    "time-zone": _TEXT,
    "instant": _WHOLE,
    "integer": _WHOLE,
    "int64": _WHOLE,
    "decimal-scaled": _WHOLE,
    "decimal-text": _TEXT,
    "boolean": Measure(int, _booleans),
    "bytes": Measure(None, _bytes),
}
"""Of the others, only how many are filled is counted: their text depends on who wrote it."""


def measure_of(column: ExportColumn) -> Measure:
    return Measure(len, None) if column.form.is_list else MEASURES.get(column.form.kind, _NONE)


SEPARATOR = "\x1f"
FILLED = "="
"""What stands before the text of a field that is neither absent nor null."""


class Tally:
    """Counts the documents of one table. `hashed`: the fields that the hash of a row is made of, in their order."""

    def __init__(self, table: ExportTable, hashed: Sequence[str]) -> None:
        self.count = 0
        self.octets = 0
        self.rows = 0
        self.buckets: dict[int, int] = {}
        self._is_timed = table.is_created
        self._fields = [_Field(column) for column in table.columns]
        by_name = {field.name: field for field in self._fields}
        self._hashed = [by_name[name] for name in hashed]

    def add(self, octets: int, documents: Sequence[Document]) -> None:
        """Some documents, and the length of their lines."""
        self.count += len(documents)
        self.octets += octets
        add_digests(documents, self.buckets, is_timed=self._is_timed)
        for field in self._fields:
            field.add(documents)
        if self._hashed:
            columns = [field.texts for field in self._hashed]
            md5 = hashlib.md5
            self.rows += sum(
                int.from_bytes(md5(row.encode(), usedforsecurity=False).digest()[:8], "big") >> 4
                for row in map(SEPARATOR.join, zip(*columns, strict=True))
            )

    @property
    def digest(self) -> int:
        return sum(self.buckets.values()) & _MASK

    def fields(self) -> dict[str, Counted]:
        return {field.name: field.counted() for field in self._fields}


_MASK = (1 << 128) - 1


def add_digests(documents: Sequence[Document], buckets: dict[int, int], *, is_timed: bool) -> None:
    """Adds each document's part of the digest to that of the 256 which it belongs to."""
    blake2b, number = hashlib.blake2b, int.from_bytes
    for document, text in zip(documents, texts(documents, is_timed=is_timed), strict=True):
        digest = number(
            blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest(), "big"
        )
        bucket = bucket_of(document["_id"])
        buckets[bucket] = buckets.get(bucket, 0) + digest & _MASK


_PAIRS = {a + b: at >> 2 for at, (a, b) in enumerate((a, b) for a in ALPHABET for b in ALPHABET)}


def bucket_of(id_: str) -> int:
    """Which of 256: by characters of the id that come from its hash."""
    return _PAIRS.get(id_[12:14], 0)


class _Field:
    """`texts`: of the documents that were added last, what goes into the hashes of rows."""

    def __init__(self, column: ExportColumn) -> None:
        self.name = column.name
        self.texts: list[str] = []
        self._number, self._hashed = measure_of(column)
        self._is_json = column.form.kind == "json"
        self._filled = 0
        self._least: Number | None = None
        self._greatest: Number | None = None
        self._total: Number = 0

    def add(self, documents: Sequence[Document]) -> None:
        name = self.name
        values = [one.get(name) for one in documents]
        given = values if None not in values else [one for one in values if one is not None]
        self._filled += len(given)
        if self._number is not None and given:
            numbers = list(map(self._number, given))
            self._total += sum(numbers)
            least, greatest = min(numbers), max(numbers)
            self._least = least if self._least is None else min(self._least, least)
            self._greatest = greatest if self._greatest is None else max(self._greatest, greatest)
        if self._hashed is not None:
            self._keep_texts(values, given)

    def _keep_texts(self, values: Sequence[Any], given: Sequence[Any]) -> None:
        assert self._hashed is not None
        found = [FILLED + text for text in self._hashed(given)]
        if len(given) != len(values):
            left = iter(found)
            found = ["" if value is None else next(left) for value in values]
        self.texts = found

    def counted(self) -> Counted:
        return Counted(
            filled=None if self._is_json else self._filled,
            least=self._least,
            greatest=self._greatest,
            total=self._total if self._number is not None and self._filled else None,
        )
