"""What is counted of the documents of a table, whatever their order: the database counts the same (`aggregates`).

filled     documents in which the field is neither absent nor null
least, greatest, total     of numbers, of milliseconds, of the items of a list
rows       the sum of the first 60 bits of the MD5 of each row: the texts of its fields that the database can form too
digest     the sum of the BLAKE2b of each document, in 256 parts by id
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from types import ModuleType
from typing import Any, TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..documents.document_columns import MISSING, Columns
from ..documents.document_texts import texts
from ..ids.id_format import ALPHABET
from ..planning.export_plan import ExportColumn, ExportTable
from ..planning.forms import Kind
from ..snapshots.stored_files import NOWHERE, FoundFile
from .row_hashes import SUMS, RowHash

Number: TypeAlias = int


class Counted(NamedTuple):
    """Of one field. What its form has no measure for is None: of Json not even how many are filled, since its
    null may be SQL's or JSON's.
    """

    filled: int | None = 0
    least: Number | None = None
    greatest: Number | None = None
    total: Number | None = None


def added(parts: Sequence[Counted]) -> Counted:
    """Of one field, whose documents several counted."""

    def all_by(count: Callable[[list[Number]], Number], name: str) -> Number | None:
        found = [number for one in parts if (number := getattr(one, name)) is not None]
        return count(found) if found else None

    return Counted(
        filled=all_by(sum, "filled"),
        least=all_by(min, "least"),
        greatest=all_by(max, "greatest"),
        total=all_by(sum, "total"),
    )


class Measure(NamedTuple):
    """The number of a value, and how `%` writes it into the hash of a row, of what `measured` gives; None and empty
    where the form has none.
    """

    number: Callable[[Any], Number] | None
    written: str = ""
    measured: Callable[[Any], Any] | None = None


_TEXT = Measure(None, "%s")
_WHOLE = Measure(int, "%d")
_NONE = Measure(None)

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
    "boolean": Measure(int, "%d"),
    "bytes": Measure(None, "%s", itemgetter("$bytes")),
    "stored": Measure(int, "%s"),  # of the file that the id leads to
}
"""Of the others, only how many are filled is counted: their text depends on who wrote it."""


def measure_of(column: ExportColumn) -> Measure:
    return Measure(len) if column.form.is_list else MEASURES.get(column.form.kind, _NONE)


def is_required(column: ExportColumn) -> bool:
    """Whether every document has a value there, which is written into the hash of a row without a mark."""
    return column.form.null == "refused" and not column.form.is_list


SEPARATOR = "\x1f"
FILLED = "="
"""What stands before the text of a field that is neither absent nor null."""


class Tally:
    """Counts the documents of one table. `hashed`: the fields that the hash of a row is made of, in their order.
    `files`: what is in `_storage`, by id.
    """

    def __init__(
        self,
        table: ExportTable,
        hashed: Sequence[str],
        row_hash: RowHash,
        files: Mapping[str, FoundFile],
    ) -> None:
        self.count = 0
        self.octets = 0
        self.rows = 0
        self.buckets: dict[int, int] = {}
        self._is_timed = table.is_created
        self._sum = SUMS[row_hash]
        self._fields = [
            _Field(column, files, is_marked=row_hash == "md5" or not is_required(column))
            for column in table.columns
        ]
        by_name = {field.name: field for field in self._fields}
        self._hashed = [by_name[name] for name in hashed]

    def add(self, octets: int, columns: Columns) -> None:
        """Some documents, and the length of their lines."""
        count = len(columns["_id"])
        self.count += count
        self.octets += octets
        add_digests(columns, self.buckets, is_timed=self._is_timed)
        nowhere = (None,) * count
        for field in self._fields:
            field.add(columns.get(field.name, nowhere))
        if self._hashed:
            forms, values = zip(*(field.written for field in self._hashed), strict=True)
            texts_ = map(SEPARATOR.join(forms).__mod__, zip(*values, strict=True))
            self.rows += self._sum(list(map(str.encode, texts_)))

    @property
    def digest(self) -> int:
        return sum(self.buckets.values()) & _MASK

    def fields(self) -> dict[str, Counted]:
        return {field.name: field.counted() for field in self._fields}


_MASK = (1 << 128) - 1


def add_digests(columns: Columns, buckets: dict[int, int], *, is_timed: bool) -> None:
    """Adds each document's part of the digest to that of the 256 which it belongs to."""
    blake2b = hashlib.blake2b
    encoded = _encoded(texts(columns, is_timed=is_timed))
    digests = [blake2b(text, digest_size=16).digest() for text in encoded]
    pairs = [id_[12:14] for id_ in columns["_id"]]
    numpy = _numpy() if _PAIRS.keys() >= set(pairs) else None
    _add(buckets, _sums(pairs, digests) if numpy is None else numpy.sums(pairs, digests))


def _add(buckets: dict[int, int], more: Mapping[int, int]) -> None:
    for bucket, total in more.items():
        buckets[bucket] = buckets.get(bucket, 0) + total & _MASK


@cache
def _numpy() -> ModuleType | None:
    try:
        from . import digests_numpy
    except ImportError:
        return None
    return digests_numpy


def _sums(pairs: Sequence[str], digests: Sequence[bytes]) -> dict[int, int]:
    number = int.from_bytes
    by_pair: defaultdict[str, int] = defaultdict(int)
    for pair, digest in zip(pairs, digests, strict=True):
        by_pair[pair] += number(digest, "big")
    found: defaultdict[int, int] = defaultdict(int)
    for pair, total in by_pair.items():
        found[_PAIRS.get(pair, 0)] += total
    return found


def _encoded(found: list[str]) -> list[bytes]:
    try:
        return list(map(str.encode, found))
    except UnicodeEncodeError:
        return [one.encode("utf-8", "surrogatepass") for one in found]


_PAIRS = {a + b: at >> 2 for at, (a, b) in enumerate((a, b) for a in ALPHABET for b in ALPHABET)}


def added_buckets(parts: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """The digests of documents that several counted."""
    found: dict[int, int] = {}
    for part in parts:
        _add(found, part)
    return found


def bucket_of(id_: str) -> int:
    """Which of 256: by characters of the id that come from its hash."""
    return _PAIRS.get(id_[12:14], 0)


class _Field:
    """`written`: of the documents that were added last, what goes into the hashes of rows: a format and its values."""

    def __init__(
        self, column: ExportColumn, files: Mapping[str, FoundFile], *, is_marked: bool
    ) -> None:
        self._mark = FILLED if is_marked else ""
        self.name = column.name
        self.written: tuple[str, Sequence[Any]] = ("", ())
        self._measure = measure_of(column)
        if column.form.kind == "stored" and not column.form.is_list:
            self._measure = Measure(
                lambda id_: files.get(id_, NOWHERE).size,
                "%s",
                lambda id_: files.get(id_, NOWHERE).sha256,
            )
        self._is_json = column.form.kind == "json"
        self._filled = 0
        self._least: Number | None = None
        self._greatest: Number | None = None
        self._total: Number = 0

    def add(self, values: Sequence[Any]) -> None:
        is_full = MISSING.isdisjoint(map(type, values))
        given = values if is_full else [one for one in values if type(one) not in MISSING]
        self._filled += len(given)
        if self._measure.number is not None and given:
            numbers = list(map(self._measure.number, given))
            self._total += sum(numbers)
            least, greatest = min(numbers), max(numbers)
            self._least = least if self._least is None else min(self._least, least)
            self._greatest = greatest if self._greatest is None else max(self._greatest, greatest)
        if self._measure.written:
            self.written = self._written(values, given, is_full=is_full)

    def _written(
        self, values: Sequence[Any], given: Sequence[Any], *, is_full: bool
    ) -> tuple[str, Sequence[Any]]:
        form, measured = self._mark + self._measure.written, self._measure.measured
        found = given if measured is None else list(map(measured, given))
        if is_full:
            return form, found
        left = iter(found)
        return "%s", ["" if type(one) in MISSING else form % next(left) for one in values]

    def counted(self) -> Counted:
        return Counted(
            filled=None if self._is_json else self._filled,
            least=self._least,
            greatest=self._greatest,
            total=self._total if self._measure.number is not None and self._filled else None,
        )
