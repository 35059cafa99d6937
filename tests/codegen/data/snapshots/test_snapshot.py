"""What calls itself a snapshot and is none: a word, and no bug of ours."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from prisma_to_convex.data.snapshots.snapshot import Snapshot, UnreadableSnapshot

TABLES = b'{"name":"users","id":10001}\n'
ENTRIES = {"_tables/documents.jsonl": TABLES, "users/documents.jsonl": b'{"_id":"a"}\n'}


def written(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def read(path: Path) -> None:
    snapshot = Snapshot(path)
    snapshot.numbers()
    for table in snapshot.tables():
        list(snapshot.documents(table))
    list(snapshot.files())


@pytest.mark.parametrize(
    "line",
    [
        b"5",
        b"null",
        b"{}",
        b'{"name":"users"}',
        b'{"id":10001}',
        b'{"name":5,"id":10001}',
        b'{"name":"users","id":"10001"}',
        b'{"name":"users","id":[1]}',
        b'{"name":"users","id":1e999}',
        b'{"name":"\\ud800","id":1',
    ],
)
def test_lines_that_name_no_table(tmp_path: Path, line: bytes) -> None:
    path = written(tmp_path / "s.zip", {**ENTRIES, "_tables/documents.jsonl": line + b"\n"})
    with pytest.raises(UnreadableSnapshot, match=r"^s\.zip: "):
        read(path)


@pytest.mark.parametrize(
    "second", ["other/users/documents.jsonl", "users/documents.jsonl", "/users/documents.jsonl"]
)
def test_a_table_that_it_holds_twice(tmp_path: Path, second: str) -> None:
    path = written(tmp_path / "s.zip", ENTRIES)
    with zipfile.ZipFile(path, "a") as archive:
        if second in ENTRIES:
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr(second, b"")
        else:
            archive.writestr(second, b"")
    with pytest.raises(UnreadableSnapshot, match="it holds users twice"):
        read(path)


@pytest.mark.parametrize("name", ["_storage/a.png", "_storage/a", "x/_storage/a.jpg"])
def test_a_file_that_it_holds_twice(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / "s.zip", {**ENTRIES, "_storage/a.gif": b"1", name: b"2"})
    with pytest.raises(UnreadableSnapshot, match="it holds a twice"):
        read(path)


@pytest.mark.parametrize(("at", "value"), [(6, 99), (8, 1), (10, 99)])
@pytest.mark.parametrize("entry", range(2))
def test_an_entry_that_nobody_here_can_unpack(
    tmp_path: Path, entry: int, at: int, value: int
) -> None:
    """Another version of the format, an encrypted entry, an unknown method, as the directory has it."""
    path = written(tmp_path / "s.zip", {**ENTRIES, "_storage/a.gif": b"1"})
    content = bytearray(path.read_bytes())
    place = -1
    for _ in range(entry + 1):
        place = content.index(b"PK\1\2", place + 1)
    content[place + at] = value
    path.write_bytes(bytes(content))
    with pytest.raises(UnreadableSnapshot, match=r"^s\.zip: "):
        read(path)


@pytest.mark.parametrize("is_fast", [True, False])
def test_what_nests_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_fast: bool
) -> None:
    """By Python's own parser, too."""
    if not is_fast:
        for module in ("orjson", "isal"):
            monkeypatch.setitem(sys.modules, module, None)
    line = b'{"_id":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    path = written(tmp_path / "s.zip", {**ENTRIES, "users/documents.jsonl": line})
    with pytest.raises(UnreadableSnapshot, match="can't be read from line 1"):
        read(path)
