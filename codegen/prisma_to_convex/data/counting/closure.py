"""Whether every reference of a snapshot leads to a document, in memory that does not grow with it.

Ids are spread over files by their own characters; then each file is read by itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from struct import unpack
from typing import Any, BinaryIO, TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..documents.document_columns import MISSING, Columns
from ..ids.id_format import ALPHABET
from ..planning.exported import Json

_RECORD = 32
"""Characters of an id; one of another length is none of this snapshot's."""
_MOST_PENDING = 4096  # ids that wait for a file
_AT_ONCE = 400_000  # ids of a file that are held at a time


class Closure(NamedTuple):
    """`twice`: ids that two documents have. `dangling`: references that lead nowhere."""

    documents: int
    references: int
    twice: int
    dangling: int


class Collected(NamedTuple):
    """`strange`: references that can be no id."""

    documents: int = 0
    references: int = 0
    strange: int = 0


class ClosureCheck:
    """Collects in files of `folder`."""

    def __init__(self, folder: Path) -> None:
        self._ids = _Spread(folder, "ids")
        self._references = _Spread(folder, "references")

    def add(self, ids: Sequence[str], references: Iterable[str]) -> None:
        self._ids.add(ids)
        self._references.add(list(references))

    def collected(self) -> Collected:
        """Since this was last called; all of it is in the files."""
        return Collected(self._ids.flushed(), *self._references.flushed_with_strange())

    def close(self) -> None:
        self._ids.close()
        self._references.close()


def judged(folders: Sequence[Path], collected: Sequence[Collected]) -> Closure:
    """Of what was collected in one folder or several."""
    return in_total(collected, [compared(folders, name) for name in ALPHABET])


def in_total(collected: Sequence[Collected], found: Sequence[tuple[int, int]]) -> Closure:
    """`found` has for each file of ids what `compared` says: (ids that are there twice, references that dangle)."""
    return Closure(
        documents=sum(one.documents for one in collected),
        references=sum(one.references for one in collected),
        twice=sum(twice for twice, _ in found),
        dangling=sum(one.strange for one in collected) + sum(dangling for _, dangling in found),
    )


def compared(folders: Sequence[Path], name: str) -> tuple[int, int]:
    """Of the ids in one file of each folder: how many are there twice, how many references dangle."""
    with ExitStack() as stack:
        ids, references = (
            [stack.enter_context((folder / f"{kind}.{name}").open("rb", 0)) for folder in folders]
            for kind in ("ids", "references")
        )
        size = sum(os.fstat(file.fileno()).st_size for file in ids) // _RECORD
        passes = 1 + size // _AT_ONCE
        twice = dangling = 0
        for number in range(passes):
            known: set[bytes] = set()
            count = 0
            for block in _blocks(ids, passes, number):
                known.update(block)
                count += len(block)
            twice += count - len(known)
            for block in _blocks(references, passes, number):
                dangling += len(block) - sum(map(known.__contains__, block))
    return twice, dangling


def _blocks(files: Sequence[BinaryIO], passes: int, number: int) -> Iterator[Sequence[bytes]]:
    """Those ids of the files that belong to one of several passes."""
    for file in files:
        file.seek(0)
        while block := file.read(_RECORD * 4096):
            found = unpack(f"{_RECORD}s" * (len(block) // _RECORD), block)
            yield found if passes == 1 else [one for one in found if _of(one) % passes == number]


class _Spread:
    """Ids in 32 files, by a character that comes from their hash."""

    def __init__(self, folder: Path, name: str) -> None:
        self.strange = 0
        self._files: dict[str, BinaryIO] = {
            one: (folder / f"{name}.{one}").open("wb", 0) for one in ALPHABET
        }
        self._waiting: dict[str, list[str]] = {one: [] for one in ALPHABET}
        self._waits = {name: ids.append for name, ids in self._waiting.items()}
        self._count = self._pending = 0

    def add(self, ids: Sequence[str]) -> None:
        waits = self._waits
        for id_ in ids:
            try:
                waits[id_[10]](id_)
            except (KeyError, IndexError):
                self.strange += 1
        self._pending += len(ids)
        if self._pending > _MOST_PENDING * len(waits):
            self._flush()

    def _flush(self) -> None:
        self._count += self._pending
        self._pending = 0
        for name, ids in self._waiting.items():
            data = "".join(ids).encode()
            if len(data) != _RECORD * len(ids):
                known = [one for one in ids if len(one) == _RECORD]
                self.strange += len(ids) - len(known)
                data = "".join(known).encode()
            self._files[name].write(data)
            ids.clear()

    def flushed(self) -> int:
        """All of them are in their files; how many came since this was last called."""
        self._flush()
        count, self._count = self._count, 0
        return count

    def flushed_with_strange(self) -> tuple[int, int]:
        count = self.flushed()
        strange, self.strange = self.strange, 0
        return count, strange

    def close(self) -> None:
        for file in self._files.values():
            file.close()


def _of(id_: bytes) -> int:
    return id_[11] + 256 * id_[14] + 7 * id_[15]


# ---- the references of documents ----------------------------------------------------------------

Find: TypeAlias = Callable[[Columns], Iterator[str]]
_Look: TypeAlias = Callable[[Any], Iterator[str]]


def finder(document: Json, tables: Collection[str]) -> Find:
    """What gives the ids in documents that refer to `tables`, wherever their validator has a `v.id()`."""
    fields = {
        name: (_is_plain(one["fieldType"]), look)
        for name, one in document["value"].items()
        if (look := _look(one["fieldType"], tables)) is not None
    }

    def find(columns: Columns) -> Iterator[str]:
        for name, (is_plain, look) in fields.items():
            values = columns.get(name, ())
            if not MISSING.isdisjoint(map(type, values)):
                values = [one for one in values if type(one) not in MISSING]
            yield from values if is_plain else chain.from_iterable(map(look, values))

    return find


def _is_plain(validator: Json) -> bool:
    """Whether a value is an id or null, and nothing else."""
    members = validator["value"] if validator["type"] == "union" else [validator]
    return all(one["type"] in ("id", "null") for one in members) and (
        len({one.get("tableName") for one in members if one["type"] == "id"}) == 1
    )


def _look(validator: Json, tables: Collection[str]) -> _Look | None:
    match validator["type"]:
        case "id":
            return _one if validator["tableName"] in tables else None
        case "array":
            item = _look(validator["value"], tables)
            return None if item is None else lambda value: _many(value, item)
        case "object":
            inner = {
                name: found
                for name, one in validator["value"].items()
                if (found := _look(one["fieldType"], tables)) is not None
            }
            return (lambda value: _fields(value, inner)) if inner else None
        case "union":
            members = [found for one in validator["value"] if (found := _look(one, tables))]
            return members[0] if members else None
        case _:
            return None


def _one(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value


def _many(value: Any, item: _Look) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from item(one)


def _fields(value: Any, inner: Mapping[str, _Look]) -> Iterator[str]:
    if isinstance(value, dict):
        for name, find in inner.items():
            if name in value:
                yield from find(value[name])
