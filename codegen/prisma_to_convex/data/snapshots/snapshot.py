"""The second, simpler reader of snapshots: Python's own zipfile and json (orjson where it is installed), and nothing
of what wrote them.

It reads what `data export` writes and what `npx convex export` writes.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import check_regular, reason

from .entry_blocks import blocks
from .stored_files import FoundFile

_BUFFER = 1 << 20
_DOCUMENTS = re.compile(r"^(?:.*/)?([^/]+)/documents\.jsonl$")
_FILE = re.compile(r"^(?:.*/)?_storage/([^/.]+)(?:\.[^/]+)?$")
_UNSUPPORTED = (NotImplementedError, RuntimeError)
"""What zipfile says of entries that are encrypted or packed in another way, and json of what nests too deep."""
_COMPONENT = re.compile(r"(?:^|/)_components/")


def loader() -> Callable[[bytes], Any]:
    """A parser of JSON that keeps 5 and 5.0 apart."""
    try:
        import orjson
    except ImportError:
        decode = json.JSONDecoder().decode
        return lambda line: decode(line.decode())
    return orjson.loads


class UnreadableSnapshot(Exception):
    """Why the file is no snapshot."""


class Share(NamedTuple):
    """One of several readers of a table, from 0 on, and how many there are: each parses every `of`-th block."""

    number: int = 0
    of: int = 1


WHOLE = Share()


class Snapshot:
    """A ZIP on disk. Its tables are those of the app, not of its components."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            check_regular(path)
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise UnreadableSnapshot(f"there is no file {path.as_posix()}") from None
        except OSError as error:
            raise UnreadableSnapshot(f"{path.name}: {reason(error)}") from None
        except zipfile.BadZipFile:
            raise UnreadableSnapshot(f"{path.name}: it is no ZIP file") from None
        except _UNSUPPORTED as error:
            raise UnreadableSnapshot(f"{path.name}: {error}") from None
        self._entries: dict[str, str] = {}
        self._files: dict[str, str] = {}
        for name in self._zip.namelist():
            found = _DOCUMENTS.match(name)
            if found and not _COMPONENT.search(name):
                self._add(self._entries, found[1], name)
            elif (file := _FILE.match(name)) and not _COMPONENT.search(name):
                self._add(self._files, file[1], name)
        if "_tables" not in self._entries:
            raise UnreadableSnapshot(
                f"{path.name}: it has no _tables/documents.jsonl: no snapshot of Convex"
            )

    def _add(self, entries: dict[str, str], key: str, name: str) -> None:
        """An import would read both of two entries: they are no snapshot."""
        if key in entries:
            raise UnreadableSnapshot(f"{self._name}: it holds {key} twice: {entries[key]}, {name}")
        entries[key] = name

    def tables(self) -> list[str]:
        return sorted(name for name in self._entries if not name.startswith("_"))

    def numbers(self) -> dict[str, int]:
        """The number of each table, as `_tables` says."""
        found = {}
        for _, rows in self._rows("_tables"):
            for row in rows:
                name, number = row.get("name"), row.get("id")
                if not isinstance(name, str) or not isinstance(number, int | float):
                    raise UnreadableSnapshot(
                        f"{self._name}: a line of {self._entries['_tables']} names no table and its number"
                    )
                found[name] = int(number)
        return found

    def sizes(self) -> dict[str, int]:
        """The bytes of each table's documents."""
        return {table: self._zip.getinfo(name).file_size for table, name in self._entries.items()}

    def documents(
        self, table: str, share: Share = WHOLE
    ) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Some thousand documents at a time, and the length of their lines: integers are int64s, floats are numbers."""
        if table in self._entries:
            yield from self._rows(table, share)

    def files(self) -> Iterator[tuple[str, FoundFile]]:
        """The files of `_storage` by id, each read to its end."""
        for id_, name in self._files.items():
            size, digest = 0, hashlib.sha256()
            try:
                with self._zip.open(name) as entry:
                    while block := entry.read(_BUFFER):
                        size += len(block)
                        digest.update(block)
            except (zipfile.BadZipFile, EOFError, zlib.error, *_UNSUPPORTED) as error:
                raise UnreadableSnapshot(f"{self._name}: {name} can't be read: {error}") from None
            yield id_, FoundFile(size, digest.hexdigest())

    def _rows(self, table: str, share: Share = WHOLE) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        load = loader()
        before = 0
        found: list[dict[str, Any]] = []
        try:
            for start, octets, batch in _batches(blocks(self._zip, self._entries[table]), share):
                before, found = start, []
                found.extend(map(load, batch))  # the error says where
                if set(map(type, found)) != {dict}:
                    raise ValueError("not an object")
                yield octets, found
        except (ValueError, zipfile.BadZipFile, EOFError, zlib.error, *_UNSUPPORTED) as error:
            place = f"{self._name}: {self._entries[table]}"
            raise UnreadableSnapshot(
                f"{place} can't be read from line {before + len(found) + 1}: {error}"
            ) from None

    def close(self) -> None:
        self._zip.close()


def _batches(found: Iterator[bytes], share: Share) -> Iterator[tuple[int, int, list[bytes]]]:
    """The whole lines that end in a block of the share, without their newlines; how many are before them, and their
    octets with their newlines. The last line needs none."""
    rest: list[bytes] = []
    before, number = 0, -1
    for number, block in enumerate(found):
        first, newline, others = block.partition(b"\n")
        rest.append(first)
        if not newline:
            continue
        if number % share.of != share.number:
            before += 1 + others.count(b"\n")
            rest = [others[others.rfind(b"\n") + 1 :]]
            continue
        lines = [b"".join(rest), *others.split(b"\n")]
        rest = [lines.pop()]
        yield before, sum(map(len, lines)) + len(lines), lines
        before += len(lines)
    last = b"".join(rest)
    if last and (number + 1) % share.of == share.number:
        yield before, len(last), [last]
