"""Document ids of Convex, minted from a keyed hash of (model, key): the same in every run, no table to look up.

    id = base32( vint(table number) | 16 bytes | fletcher16 )     Crockford's alphabet in lower case, no padding
    16 bytes = SHA-256(secret | "p2c1\\0" | model | "\\0" | key)[:14] | 00 00

The last two bytes of Convex's own ids are the day on which they were made, which nothing reads. Zeros (1 January
1970) keep minted ids apart from all others. SHA-256, since WebCrypto has it: `ids.ts` gives the same ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from operator import mul
from types import ModuleType
from typing import Any

from prisma_schema_parser.records import NamedTuple

from .id_format import ALPHABET, HASHED, INTERNAL

MARK = b"\0\0"
"""How the inner bytes of a minted id end."""

_DIGITS = bytes(
    b"0123456789abcdefghijklmnopqrstuv"[ALPHABET.index(letter)] if letter in ALPHABET else ord("!")
    for letter in map(chr, range(256))
)
"""Letters of ids -> digits that `int` knows; what is no letter of an id is none of either."""
_PAIRS = [a + b for a in ALPHABET for b in ALPHABET]
_PAIR_BYTES = [pair.encode() for pair in _PAIRS]
_DOMAIN = b"p2c1\0"
_BLOCK = 64  # SHA-256 works in blocks: a secret that fills one is hashed once, not once a row
_WEIGHTS = range(INTERNAL, 0, -1)
_MAX_TABLE = (1 << 32) - 1
_FEW = 8  # ids that are not worth an array
_USUAL = 32
"""Letters of an id whose table has a number of two bytes, as nearly all have."""


class Decoded(NamedTuple):
    table: int
    internal: bytes

    @property
    def is_minted(self) -> bool:
        """Whether it comes from here; else Convex made it."""
        return self.internal.endswith(MARK)


def encode(table: int, internal: bytes) -> str:
    """The id of `internal` (16 bytes) in the table of this number."""
    body = _vint(table) + internal
    return _base32(body + _fletcher(body))


def decode(text: str) -> Decoded | None:
    """What an id says; None for what is no id, to the last bit."""
    if not 0 < len(text) <= 64:
        return None
    try:
        value = int(text.encode("ascii").translate(_DIGITS), 32)
    except ValueError:
        return None
    octets, left = divmod(len(text) * 5, 8)
    if left >= 5 or value & (1 << left) - 1:  # a letter too many, or bits that say nothing
        return None
    data = (value >> left).to_bytes(octets, "big")
    table, width = _read_vint(data)
    if not 0 < table <= _MAX_TABLE or len(data) != width + INTERNAL + 2:
        return None
    if _vint(table) != data[:width] or _fletcher(data[:-2]) != data[-2:]:
        return None
    return Decoded(table, data[width:-2])


def are_minted(ids: Sequence[str]) -> list[bool]:
    """Which of them come from here: the same as `decode` says, of thousands at once."""
    numpy = _numpy()
    if numpy is not None and len(ids) > _FEW and {_USUAL}.issuperset(map(len, ids)):
        together = "".join(ids)
        if together.isascii():
            return list(numpy.are_minted(together.encode()))
    return [one is not None and one.is_minted for one in map(decode, ids)]


def hashes(secret: bytes, model: str) -> Callable[[Sequence[bytes]], list[bytes]]:
    """Keys -> hashes of which ids of one model are made. What all have in common is hashed once."""
    start = hashlib.sha256(secret.ljust(_BLOCK, b"\0") + _DOMAIN + model.encode() + b"\0")

    def of(keys: Sequence[bytes], copy: Callable[[], Any] = start.copy) -> list[bytes]:
        found = []
        for key in keys:
            state = copy()
            state.update(key)
            found.append(state.digest())
        return found

    return of


def _inner(hash_: bytes) -> bytes:
    return hash_[:HASHED] + MARK


def mint(secret: bytes, model: str, table: int, key: bytes) -> str:
    """The id of one row."""
    (found,) = hashes(secret, model)([key])
    return encode(table, _inner(found))


class Minter:
    """Mints the ids of one table by the thousand."""

    def __init__(self, secret: bytes, model: str, table: int) -> None:
        self._hashes = hashes(secret, model)
        self._table = table
        self._prefix = _vint(table)
        self._start = _sums(self._prefix)

    def __call__(
        self, keys: Sequence[bytes], before: bytes = b"", after: bytes = b""
    ) -> list[bytes]:
        """The ids of the keys, as ASCII, each between two texts."""
        found = self._hashes(keys)
        numpy = _numpy() if len(self._prefix) == 2 and len(found) > _FEW else None
        if numpy is not None:
            return list(numpy.batch(self._prefix, self._start, found, before, after))
        one = self._one if len(self._prefix) == 2 else self._any
        return [before + one(_inner(hash_)) + after for hash_ in found]

    def _any(self, digest: bytes) -> bytes:
        return encode(self._table, digest).encode()

    def _one(self, digest: bytes) -> bytes:
        """`encode` for table numbers of two bytes, whose ids have 32 characters."""
        first, second = self._start
        total = sum(digest)
        weighted = sum(map(mul, _WEIGHTS, digest))
        ends = bytes((first + total & 255, second + 16 * first + weighted & 255))
        v = int.from_bytes(self._prefix + digest + ends, "big")
        p = _PAIR_BYTES
        return b"".join((
            p[v >> 150], p[v >> 140 & 1023], p[v >> 130 & 1023], p[v >> 120 & 1023],
            p[v >> 110 & 1023], p[v >> 100 & 1023], p[v >> 90 & 1023], p[v >> 80 & 1023],
            p[v >> 70 & 1023], p[v >> 60 & 1023], p[v >> 50 & 1023], p[v >> 40 & 1023],
            p[v >> 30 & 1023], p[v >> 20 & 1023], p[v >> 10 & 1023], p[v & 1023],
        ))  # fmt: skip


@cache
def _numpy() -> ModuleType | None:
    """The same by NumPy where it is installed: a third of the time and less."""
    try:
        from . import ids_numpy
    except ImportError:
        return None
    return ids_numpy


def _vint(number: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    if not 0 < number <= _MAX_TABLE:
        raise ValueError(f"{number} is no table number")
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _read_vint(data: bytes) -> tuple[int, int]:
    number = shift = 0
    for at, byte in enumerate(data[:5]):
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return number, at + 1
    return 0, 0


def _sums(data: bytes) -> tuple[int, int]:
    return sum(data), sum(map(mul, range(len(data), 0, -1), data))


def _fletcher(data: bytes) -> bytes:
    """Fletcher's checksum as Convex has it: modulo 256, not 255."""
    first, second = _sums(data)
    return bytes((first & 255, second & 255))


def _base32(data: bytes) -> str:
    bits = len(data) * 8
    length = -(-bits // 5)
    value = int.from_bytes(data, "big") << length * 5 - bits
    return "".join(ALPHABET[value >> 5 * at & 31] for at in range(length - 1, -1, -1))
