"""What an entry of a ZIP holds, a block at a time: by ISA-L where it is installed, at a third of zlib's time; else by zipfile."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from types import ModuleType
from typing import BinaryIO

BLOCK = 1 << 18
_HEAD = 30  # octets of an entry's own header, before its name
_SIGNATURE = b"PK\x03\x04"
_ENCRYPTED = 1


def blocks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Raises `zipfile.BadZipFile` and `EOFError`; the checksum is looked at in the end."""
    entry = archive.getinfo(name)
    isal = _isal()
    is_usual = entry.compress_type == zipfile.ZIP_DEFLATED and not entry.flag_bits & _ENCRYPTED
    if isal is None or archive.filename is None or not is_usual:
        with archive.open(entry) as plain:
            while block := plain.read(BLOCK):
                yield block
        return
    with open(archive.filename, "rb") as file:
        _go_to(file, entry)
        yield from _inflated(isal, file, entry)


def _isal() -> ModuleType | None:
    try:
        from isal import isal_zlib
    except ImportError:
        return None
    return isal_zlib


def _go_to(file: BinaryIO, entry: zipfile.ZipInfo) -> None:
    """To the first octet behind the entry's header."""
    file.seek(entry.header_offset)
    head = file.read(_HEAD)
    if len(head) < _HEAD or head[:4] != _SIGNATURE:
        raise zipfile.BadZipFile(f"Bad magic number for file header of {entry.filename!r}")
    name, extra = struct.unpack("<HH", head[26:])
    file.seek(name + extra, 1)


def _inflated(isal: ModuleType, file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    inflate, crc, left = isal.decompressobj(-15), 0, entry.compress_size
    while not inflate.eof:
        waiting = inflate.unconsumed_tail
        if not waiting:
            waiting = file.read(min(BLOCK, left))
            left -= len(waiting)
        try:
            block = inflate.decompress(waiting, BLOCK)
        except isal.error as error:
            raise zipfile.BadZipFile(f"{entry.filename}: {error}") from None
        if not (waiting or block or inflate.eof):  # without input, it gives what it still has
            raise EOFError(f"{entry.filename} ends early")
        crc = isal.crc32(block, crc)
        if block:
            yield block
    if crc != entry.CRC:
        raise zipfile.BadZipFile(f"Bad CRC-32 for file {entry.filename!r}")
