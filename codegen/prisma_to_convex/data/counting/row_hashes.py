"""The hash of a row: of the texts of its fields that the database and the second reader form by themselves.

md5        the first 60 bits of the MD5: every database has it
lookup3    64 bits with their sign, PostgreSQL's own: a tenth of its time, and by NumPy a quarter of ours
"""

from __future__ import annotations

import hashlib
import struct
import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from types import ModuleType
from typing import Literal, TypeAlias

RowHash: TypeAlias = Literal["md5", "lookup3"]

LONGEST = 2000
"""Octets of a row's text that lookup3 is made of; of a longer one it is made of its MD5."""

_md5 = partial(hashlib.md5, usedforsecurity=False)
_LOW_BITS = bytes(at & 15 for at in range(256))
_MASK = 0xFFFFFFFF


def sum_of_md5(rows: Sequence[bytes]) -> int:
    """Of 60 bits each: the sum of 64, without the sum of the last four."""
    digests = b"".join([_md5(row).digest() for row in rows])
    words = array("Q", digests)
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words[::2]) - sum(digests[7::16].translate(_LOW_BITS)) >> 4


def sum_of_lookup3(rows: Sequence[bytes]) -> int:
    if max(map(len, rows), default=0) > LONGEST:
        rows = [_md5(row).hexdigest().encode() if len(row) > LONGEST else row for row in rows]
    numpy = _numpy()
    return sum(map(lookup3, rows)) if numpy is None else int(numpy.sum_of_hashes(rows))


SUMS: Mapping[RowHash, Callable[[Sequence[bytes]], int]] = {
    "md5": sum_of_md5,
    "lookup3": sum_of_lookup3,
}


def is_fast() -> bool:
    """Whether lookup3 is cheaper than MD5 here."""
    return _numpy() is not None


@cache
def _numpy() -> ModuleType | None:
    try:
        from . import lookup3_numpy
    except ImportError:
        return None
    return lookup3_numpy


def lookup3(text: bytes) -> int:
    """PostgreSQL's `hashtextextended(text collate "C", 0)` on a little-endian machine. The three words take turns."""
    a = b = c = 0x9E3779B9 + len(text) + 3923095 & _MASK
    last = len(text) // 12 * 12
    words: tuple[int, ...] = struct.unpack(f"<{last // 4 + 3}I", text.ljust(last + 12, b"\0"))
    for at in range(0, len(words) - 3, 3):
        a, b, c = a + words[at] & _MASK, b + words[at + 1] & _MASK, c + words[at + 2] & _MASK
        for bits in (4, 6, 8, 16, 19, 4):
            a, b, c = b, b + c & _MASK, (a - c ^ _turned(c, bits)) & _MASK
    a, b = a + words[-3] & _MASK, b + words[-2] & _MASK
    c = c + (words[-1] << 8) & _MASK  # its lowest octet is the length's
    for bits in (14, 11, 25, 16, 4, 14, 24):
        a, b, c = b, (c ^ b) - _turned(b, bits) & _MASK, a
    found = a << 32 | b
    return found - (1 << 64) if found >> 63 else found


def _turned(word: int, bits: int) -> int:
    return (word << bits | word >> 32 - bits) & _MASK
