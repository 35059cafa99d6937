"""The folder that `mongodump --out` writes: the file of each collection, and its documents as they lie there.

dump/app/users.bson             one BSON document after the other; users.bson.gz with --gzip
dump/app/users.metadata.json    the collection's name where the file's differs, options, indexes
dump/oplog.bson                 with --oplog: what was written while the dump was made
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from io import BufferedReader
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bson

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import check_regular, read_regular, reason

from .row_source import UnusableSource

LARGEST = (16 << 20) + (16 << 10)
"""Octets of a document: MongoDB holds no more."""
_SMALLEST = 5
_SUFFIXES = (".bson", ".bson.gz")
_METADATA = (".metadata.json", ".metadata.json.gz")
_LARGEST_METADATA = 16 << 20
_OWN = ("system.", "fs.chunks.tmp")
_OWN_DATABASES = frozenset({"admin", "config", "local"})
HOW = "name the folder of a database that `mongodump --out` wrote"


class Dump(NamedTuple):
    """`files` by the collection's name. `server` is the version that was dumped, empty where nobody says."""

    database: str
    files: Mapping[str, Path]
    server: str


def found(folder: Path) -> Dump:
    """The dump of one database: `folder`, or the only folder in it. Raises `UnusableSource`."""
    name = plain(folder.as_posix())
    if os.path.isfile(folder):
        raise UnusableSource(
            f"{name} is a file: an archive can't be read, only the folder that `mongodump --out` writes"
        )
    try:
        chosen = _chosen(folder)
    except OSError as error:
        raise UnusableSource(f"{name}: {reason(error)}") from None
    _refuse_oplog(folder, chosen)
    files = {
        collection: path
        for path in _dumped(chosen)
        if not (collection := _collection(path)).startswith(_OWN)
    }
    return Dump(chosen.resolve().name, dict(sorted(files.items())), _server(chosen))


def _chosen(folder: Path) -> Path:
    if _dumped(folder):
        return folder
    inner = [
        one
        for one in sorted(folder.iterdir())
        if os.path.isdir(one) and one.name not in _OWN_DATABASES and _dumped(one)
    ]
    if len(inner) == 1:
        return inner[0]
    name = plain(folder.as_posix())
    if inner:
        names = ", ".join(plain(one.name) for one in inner)
        raise UnusableSource(f"{name} has the dumps of several databases: name one of {names}")
    raise UnusableSource(f"{name} has no .bson file: {HOW}")


def _dumped(folder: Path) -> list[Path]:
    return sorted(
        one
        for one in folder.iterdir()
        if one.name.endswith(_SUFFIXES) and _stem(one.name) not in ("", "oplog")
    )


def _stem(name: str) -> str:
    return name.removesuffix(".gz").removesuffix(".bson")


def _collection(path: Path) -> str:
    """As the metadata say; older ones say nothing, and the name of the file is escaped as in a URL."""
    stem = _stem(path.name)
    for suffix in _METADATA:
        beside = path.with_name(stem + suffix)
        if os.path.exists(beside):
            name = _metadata(beside).get("collectionName")
            if isinstance(name, str) and name:
                return name
    return unquote(stem)


def _metadata(path: Path) -> Mapping[str, Any]:
    try:
        data = read_regular(path, _LARGEST_METADATA)
        text = gzip.decompress(data) if path.name.endswith(".gz") else data
        said = json.loads(text) if text.strip() else {}
    except (OSError, EOFError, zlib.error, ValueError, RecursionError):
        raise UnusableSource(f"{plain(path.name)} is no metadata of a dump") from None
    return said if isinstance(said, dict) else {}


def _server(folder: Path) -> str:
    for name in ("prelude.json", "prelude.json.gz"):
        if os.path.exists(folder / name):
            return str(_metadata(folder / name).get("ServerVersion", ""))[:40]
    return ""


def _refuse_oplog(folder: Path, chosen: Path) -> None:
    """A dump that was made beside a writer is one instant only with its oplog, which a server has to apply."""
    for path in {one / f"oplog{suffix}" for one in (folder, chosen) for suffix in _SUFFIXES}:
        if os.path.exists(path) and any(raw_op(one) != "n" for _, one in documents(path)):
            raise UnusableSource(
                f"{plain(path.name)} holds writes that were made during the dump: restore it with "
                "`mongorestore --oplogReplay`, and dump that while nothing writes"
            )


def raw_op(document: bytes) -> object:
    try:
        return bson.decode(document).get("op")
    except (bson.InvalidBSON, RecursionError):
        return None


def documents(path: Path) -> Iterator[tuple[int, bytes]]:
    """Each document's octets, and where in the unpacked file they begin. Raises `UnusableSource`."""
    at = 0
    try:
        check_regular(path)
        with _opened(path) as file:
            while head := file.read(4):
                size = int.from_bytes(head, "little", signed=True)
                if len(head) < 4 or not _SMALLEST <= size <= LARGEST:
                    raise broken(path, at, _why(head, size))
                document = head + file.read(size - 4)
                if len(document) < size:
                    raise broken(path, at, f"{size:,} bytes are announced, {len(document):,} there")
                yield at, document
                at += size
    except UnusableSource:
        raise
    except (OSError, EOFError, zlib.error) as error:
        why = reason(error) if isinstance(error, OSError) else "the compressed file ends early"
        raise UnusableSource(f"{plain(path.name)}: {why}, after {at:,} bytes") from None


def _why(head: bytes, size: int) -> str:
    if len(head) < 4:
        return "the file ends within a length"
    return f"{size:,} bytes are announced, a document has {_SMALLEST} to {LARGEST:,}"


def broken(path: Path, at: int, why: str) -> UnusableSource:
    return UnusableSource(f"{plain(path.name)}: the document at byte {at:,} can't be read: {why}")


def _opened(path: Path) -> gzip.GzipFile | BufferedReader:
    return gzip.open(path, "rb") if path.name.endswith(".gz") else path.open("rb")
