"""A ZIP put together from parts that were compressed one by one, perhaps by several processes.

A part is raw deflate that ends on a byte's boundary, so parts in a row are one stream, whose checksum follows from
theirs. Dates are fixed and names sorted by whoever calls: same parts, same bytes (by the same compressor). Beyond 4 GiB it is ZIP64.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from prisma_schema_parser.records import NamedTuple

_LEVEL = 1
_LAST_BLOCK = b"\x03\x00"  # an empty block, and the end of the stream
_LIMIT = 0xFFFFFFFF
_DATE = 0x0021  # 1 January 1980, the first day that a ZIP knows
_COPIED = 1 << 20


class ZipPart(NamedTuple):
    """A compressed piece of an entry, in a file from `start` on; `crc` and `size` are of what it holds."""

    path: str
    crc: int
    size: int
    compressed: int
    start: int = 0


class PartWriter:
    """Writes a part. Nothing of it counts until `close`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._deflate = _compressor()
        self._crc = self._size = self._compressed = 0

    def write(self, data: bytes) -> None:
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        self._out(self._deflate.compress(data))

    def close(self) -> ZipPart:
        if self._size:
            self._out(self._deflate.flush(zlib.Z_FULL_FLUSH))
        self._file.close()
        return ZipPart(
            path=str(self._path), crc=self._crc, size=self._size, compressed=self._compressed
        )

    def _out(self, data: bytes) -> None:
        self._compressed += len(data)
        self._file.write(data)


def _compressor() -> Any:
    """By ISA-L where it is installed: a quarter of the time, and other bytes than zlib's."""
    try:
        from isal import isal_zlib
    except ImportError:
        return zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, -15)


class NoPart(PartWriter):
    """Takes what is written, and keeps nothing."""

    def __init__(self) -> None:
        pass

    def write(self, data: bytes) -> None:
        pass

    def close(self) -> ZipPart:
        return ZipPart(path="", crc=0, size=0, compressed=0)


def compressed(data: bytes) -> tuple[int, bytes]:
    """The checksum, and a part's bytes, of what is in memory."""
    if not data:
        return 0, b""
    deflate = _compressor()
    piece: bytes = deflate.compress(data) + deflate.flush(zlib.Z_FULL_FLUSH)
    return zlib.crc32(data), piece


def part_of(data: bytes, path: Path) -> ZipPart:
    """A part from memory."""
    writer = PartWriter(path)
    writer.write(data)
    return writer.close()


class ZipEntry(NamedTuple):
    name: str
    parts: tuple[ZipPart, ...]


def write_zip(file: BinaryIO, entries: Iterable[ZipEntry]) -> None:
    """The whole archive, from the start of the file on."""
    directory = [_entry(file, entry) for entry in entries]
    start = file.tell()
    listed = b"".join(directory)
    file.write(listed)
    file.write(_end(len(directory), len(listed), start))


def _entry(file: BinaryIO, entry: ZipEntry) -> bytes:
    """Writes an entry, and returns its line of the directory."""
    name, at = entry.name.encode(), file.tell()
    crc, size = 0, 0
    for part in entry.parts:
        crc, size = combined(crc, part.crc, part.size), size + part.size
    compressed = sum(part.compressed for part in entry.parts) + len(_LAST_BLOCK)
    is_large = size >= _LIMIT or compressed >= _LIMIT
    extra = struct.pack("<HHQQ", 1, 16, size, compressed) if is_large else b""
    version = 45 if is_large else 20
    sizes = (_LIMIT, _LIMIT) if is_large else (compressed, size)
    common = (version, 0x0800, 8, 0, _DATE, crc, *sizes, len(name), len(extra))
    file.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, *common) + name + extra)
    for part in entry.parts:
        _copy(part, file)
    file.write(_LAST_BLOCK)
    if at >= _LIMIT or is_large:
        longs = struct.pack("<QQQ", size, compressed, at)
        extra = struct.pack("<HH", 1, len(longs)) + longs
        sizes, version, at = (_LIMIT, _LIMIT), 45, _LIMIT
    fields = (version, version, 0x0800, 8, 0, _DATE, crc, *sizes, len(name), len(extra))
    return struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, *fields, 0, 0, 0, 0, at) + name + extra


def _copy(part: ZipPart, file: BinaryIO) -> None:
    left = part.compressed
    with open(part.path, "rb") as source:
        source.seek(part.start)
        while left and (block := source.read(min(left, _COPIED))):
            file.write(block)
            left -= len(block)


def _end(count: int, size: int, start: int) -> bytes:
    large = b""
    if count >= 0xFFFF or size >= _LIMIT or start >= _LIMIT:
        record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, start)
        large = record + struct.pack("<IIQI", 0x07064B50, 0, start + size, 1)
    short = (min(count, 0xFFFF), min(count, 0xFFFF), min(size, _LIMIT), min(start, _LIMIT))
    return large + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, *short, 0)


# ---- checksums of what is put together ----------------------------------------------------------

_POLYNOMIAL = 0xEDB88320


def combined(first: int, second: int, length: int) -> int:
    """The CRC-32 of two texts in a row; `length` is the second's."""
    for bit in range(length.bit_length()):
        if length >> bit & 1:
            first = _times(_zeros(bit), first)
    return first ^ second


_ZEROS: list[tuple[int, ...]] = []


def _zeros(bit: int) -> tuple[int, ...]:
    """The matrix that appends 2^bit zero bytes."""
    if not _ZEROS:
        one = (_POLYNOMIAL, *(1 << at for at in range(31)))
        for _ in range(3):  # one bit -> eight
            one = _squared(one)
        _ZEROS.append(one)
    while len(_ZEROS) <= bit:
        _ZEROS.append(_squared(_ZEROS[-1]))
    return _ZEROS[bit]


def _times(matrix: tuple[int, ...], vector: int) -> int:
    found = at = 0
    while vector:
        if vector & 1:
            found ^= matrix[at]
        vector >>= 1
        at += 1
    return found


def _squared(matrix: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(_times(matrix, row) for row in matrix)
