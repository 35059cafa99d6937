"""Bytes that become files: `_storage` of a snapshot, from the rows' bytes to what the second reader finds.

    _storage/documents.jsonl    {"_id":"3r...","sha256":"<base64>","size":1500000}
    _storage/3r...              the bytes

A file's id is minted from field and key of its row, as ids of documents are. facts: Convex's import takes its number from the
first line, and with --replace puts the whole of it in the place of the files that are there.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from prisma_schema_parser.records import NamedTuple

from ..planning.export_plan import ExportTable
from .archive import ZipEntry, ZipPart, compressed, part_of

STORAGE = "_storage"
NUMBER = 28
"""The number of the table of files in deployments of Convex, which ids of files carry."""
ROWS_AT_ONCE = 16
"""Rows that are held at a time where they hold files: few, as a file may be large."""


class StoredFile(NamedTuple):
    """`part` is the whole entry, compressed, within a file of several."""

    id: str
    sha256: str
    part: ZipPart


def has_files(table: ExportTable) -> bool:
    return any(column.form.kind == "stored" for column in table.columns)


class FilesWriter:
    """The files of a slice, one after the other in one file, which is made by the first."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._at = path, 0
        self._found: list[StoredFile] = []

    def write(self, files: Sequence[tuple[bytes, bytes]]) -> None:
        """Ids and bytes."""
        if not files or self._path is None:
            return
        with self._path.open("ab" if self._found else "wb") as file:
            for id_, data in files:
                crc, piece = compressed(data)
                file.write(piece)
                part = ZipPart(
                    path=str(self._path),
                    crc=crc,
                    size=len(data),
                    compressed=len(piece),
                    start=self._at,
                )
                digest = hashlib.sha256(data).digest()
                self._found.append(
                    StoredFile(id_.decode(), base64.b64encode(digest).decode(), part)
                )
                self._at += len(piece)

    def close(self) -> tuple[StoredFile, ...]:
        return tuple(self._found)


def entries(files: Sequence[StoredFile], scratch: Path) -> Iterator[ZipEntry]:
    """Nothing where there are none: an empty table of files would empty the deployment's."""
    if not files:
        return
    lines = "".join(
        json.dumps(
            {"_id": one.id, "sha256": one.sha256, "size": one.part.size}, separators=(",", ":")
        )
        + "\n"
        for one in files
    )
    listed = part_of(lines.encode(), scratch / "files")
    yield ZipEntry(f"{STORAGE}/documents.jsonl", (listed,))
    for one in files:
        yield ZipEntry(f"{STORAGE}/{one.id}", (one.part,))


# ---- forming ------------------------------------------------------------------------------------


def bytes_of(token: bytes) -> bytes:
    """`{"$bytes":"AAEC"}` -> the bytes."""
    return base64.b64decode(json.loads(token)["$bytes"])


def items_of(token: bytes) -> list[bytes | None]:
    return [None if one is None else base64.b64decode(one["$bytes"]) for one in json.loads(token)]


# ---- the second reader --------------------------------------------------------------------------


class FoundFile(NamedTuple):
    """What an entry of the ZIP holds. `sha256` in hexadecimal."""

    size: int
    sha256: str


NOWHERE = FoundFile(-1, "")
SAID = ("_id", "sha256", "size")
"""What is compared of the lines of `_storage/documents.jsonl`: Convex adds more."""


def said(documents: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Those parts of lines."""
    return [{name: one[name] for name in SAID if name in one} for one in documents]


def as_listed(document: Mapping[str, Any]) -> FoundFile:
    """What a line says of its file."""
    try:
        digest = base64.b64decode(str(document.get("sha256", "")), validate=True).hex()
    except ValueError:
        digest = ""
    size = document.get("size")
    return FoundFile(int(size) if isinstance(size, int | float) else 0, digest)
