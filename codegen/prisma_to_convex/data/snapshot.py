"""The second, simpler reader of snapshots: Python's own zipfile and json, and nothing of what wrote them.

It reads what `data export` writes and what `npx convex export` writes.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, cast
from zipfile import ZipExtFile

_BUFFER = 1 << 20
_decode = json.JSONDecoder().decode
_DOCUMENTS = re.compile(r"^(?:.*/)?([^/]+)/documents\.jsonl$")
_COMPONENT = re.compile(r"(?:^|/)_components/")


class UnreadableSnapshot(Exception):
    """Why the file is no snapshot."""


class Snapshot:
    """A ZIP on disk. Its tables are those of the app, not of its components."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise UnreadableSnapshot(f"there is no file {path.as_posix()}") from None
        except (OSError, zipfile.BadZipFile) as error:
            raise UnreadableSnapshot(f"{path.name}: {error}") from None
        self._entries: dict[str, str] = {}
        for name in self._zip.namelist():
            found = _DOCUMENTS.match(name)
            if found and not _COMPONENT.search(name):
                self._entries[found[1]] = name
        if "_tables" not in self._entries:
            raise UnreadableSnapshot(
                f"{path.name}: it has no _tables/documents.jsonl: no snapshot of Convex"
            )

    def tables(self) -> list[str]:
        return sorted(name for name in self._entries if not name.startswith("_"))

    def numbers(self) -> dict[str, int]:
        """The number of each table, as `_tables` says."""
        return {str(row["name"]): int(row["id"]) for _, row in self._rows("_tables")}

    def documents(self, table: str) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Each line, and what it says: integers are int64s, floats are numbers."""
        if table in self._entries:
            yield from self._rows(table)

    def _rows(self, table: str) -> Iterator[tuple[bytes, dict[str, Any]]]:
        entry = cast(ZipExtFile, self._zip.open(self._entries[table]))
        with BufferedReader(entry, _BUFFER) as lines:  # it splits lines faster than the entry
            try:
                for number, line in enumerate(lines, 1):  # noqa: B007  # told where a line fails
                    found = _decode(line.decode())
                    if not isinstance(found, dict):
                        raise ValueError("not an object")
                    yield line, found
            except (ValueError, RecursionError, zipfile.BadZipFile, EOFError) as error:
                place = f"{self._name}: {self._entries[table]}"
                raise UnreadableSnapshot(
                    f"{place} can't be read from line {number}: {error}"
                ) from None

    def close(self) -> None:
        self._zip.close()
