"""ZIP files that are put together from parts: as Python's own reader takes them, and the end to the byte."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.data.snapshots.archive import ZipEntry, _end, combined, part_of, write_zip


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_the_checksum_of_two_texts_in_a_row(first: bytes, second: bytes) -> None:
    found = combined(zlib.crc32(first), zlib.crc32(second), len(second))
    assert found == zlib.crc32(first + second)


def test_an_entry_of_several_parts(tmp_path: Path) -> None:
    pieces = [b"a" * 70_000, b"", b"b\n", bytes(range(256)) * 30]
    parts = tuple(part_of(one, tmp_path / f"{at}") for at, one in enumerate(pieces))
    file = BytesIO()
    write_zip(
        file,
        [ZipEntry("t/documents.jsonl", parts), ZipEntry("ü.txt", ()), ZipEntry("x", parts[2:3])],
    )
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["t/documents.jsonl", "ü.txt", "x"]
        assert archive.read("t/documents.jsonl") == b"".join(pieces)
        assert (archive.read("ü.txt"), archive.read("x")) == (b"", b"b\n")


def test_the_same_entries_are_the_same_bytes(tmp_path: Path) -> None:
    texts = []
    for name in ("one", "two"):
        file = BytesIO()
        write_zip(file, [ZipEntry("a", (part_of(b"abc", tmp_path / name),))])
        texts.append(file.getvalue())
    assert texts[0] == texts[1]


PLAIN = struct.Struct("<4sHHHHIIH")
LIMIT = 0xFFFFFFFF


@pytest.mark.parametrize(
    ("count", "size", "start"), [(0, 0, 0), (2, 100, 300), (0xFFFE, LIMIT - 1, LIMIT - 1)]
)
def test_the_end_of_an_archive(count: int, size: int, start: int) -> None:
    """One disk, the first, and no comment (APPNOTE 4.3.16)."""
    expected = PLAIN.pack(b"PK\5\6", 0, 0, count, count, size, start, 0)
    assert _end(count, size, start) == expected


@pytest.mark.parametrize(
    ("count", "size", "start"),
    [(0xFFFF, 1, 2), (1, LIMIT, 2), (1, 2, LIMIT), (70_000, LIMIT + 5, LIMIT + 9)],
)
def test_the_end_of_a_large_archive(count: int, size: int, start: int) -> None:
    """The record of ZIP64, its place, and then the plain end with what does not fit as all ones (APPNOTE 4.3.14)."""
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    place = struct.pack("<4sIQI", b"PK\6\7", 0, start + size, 1)
    short = (min(count, 0xFFFF), min(size, LIMIT), min(start, LIMIT))
    plain = PLAIN.pack(b"PK\5\6", 0, 0, short[0], *short, 0)
    assert _end(count, size, start) == record + place + plain
