"""Whether every reference of a snapshot leads to a document, in memory that does not grow with it.

Ids are spread over files by their own bytes; then each file is read by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from prisma_schema_parser.records import NamedTuple

from .exported import Json

_OPEN = 64
_BUFFER = 1 << 14
_RECORD = 34
"""Bytes of the longest id: ids of other lengths are padded."""


class Closure(NamedTuple):
    """`twice`: ids that two documents have. `open_`: references that lead nowhere, by field."""

    documents: int
    references: int
    twice: int
    dangling: int


class ClosureCheck:
    """Collects in `folder`, then judges."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ids = self._files("ids")
        self._references = self._files("references")

    def _files(self, name: str) -> list[BinaryIO]:
        return [(self._folder / f"{name}.{at}").open("w+b", _BUFFER) for at in range(_OPEN)]

    def add(self, id_: str, references: Iterator[str]) -> None:
        self._write(self._ids, id_)
        for reference in references:
            self._write(self._references, reference)

    def _write(self, files: list[BinaryIO], id_: str) -> None:
        data = id_.encode().ljust(_RECORD)[:_RECORD]
        files[(data[10] + 7 * data[11] + 31 * data[12]) % _OPEN].write(data)

    def judged(self) -> Closure:
        documents = references = twice = dangling = 0
        for ids, wanted in zip(self._ids, self._references, strict=True):
            known: set[bytes] = set()
            count = 0
            for record in _records(ids):
                known.add(record)
                count += 1
            documents += count
            twice += count - len(known)
            for record in _records(wanted):
                references += 1
                dangling += record not in known
        return Closure(documents, references, twice, dangling)

    def close(self) -> None:
        for file in (*self._ids, *self._references):
            file.close()


def _records(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(_RECORD * 4096):
        for at in range(0, len(block), _RECORD):
            yield block[at : at + _RECORD]


# ---- the references of a document ---------------------------------------------------------------

Find: TypeAlias = Callable[[Any], Iterator[str]]


def finder(document: Json, tables: Mapping[str, object]) -> Find:
    """What gives the ids in a document that refer to `tables`, wherever its validator has a `v.id()`."""
    found = _finder(document, tables)
    return found or (lambda _: iter(()))


def _finder(validator: Json, tables: Mapping[str, object]) -> Find | None:
    match validator["type"]:
        case "id":
            return _one if validator["tableName"] in tables else None
        case "array":
            item = _finder(validator["value"], tables)
            return None if item is None else lambda value: _many(value, item)
        case "object":
            inner = {
                name: found
                for name, one in validator["value"].items()
                if (found := _finder(one["fieldType"], tables)) is not None
            }
            return (lambda value: _fields(value, inner)) if inner else None
        case "union":
            members = [found for one in validator["value"] if (found := _finder(one, tables))]
            return members[0] if members else None
        case _:
            return None


def _one(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value


def _many(value: Any, item: Find) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from item(one)


def _fields(value: Any, inner: Mapping[str, Find]) -> Iterator[str]:
    if isinstance(value, dict):
        for name, find in inner.items():
            if name in value:
                yield from find(value[name])
