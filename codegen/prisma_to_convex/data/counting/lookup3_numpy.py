"""PostgreSQL's `hashtextextended(text collate "C", 0)`, thousands of texts at once: Bob Jenkins' lookup3 as it stands in
PostgreSQL since version 11 on little-endian machines. A server is asked whether it has the same before it is relied on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

_Words: TypeAlias = npt.NDArray[np.uint32]

_BLOCK = 12  # octets that are mixed in at once
_START = 0x9E3779B9 + 3923095
_TOGETHER = 4 << 20
"""Octets of texts, filled up to the longest, that are looked at together."""


def sum_of_hashes(texts: Sequence[bytes]) -> int:
    """Of 64 bits each, with their sign, as PostgreSQL adds them up."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    order = np.argsort(-lengths, kind="stable")
    total = at = 0
    while at < len(texts):
        width = int(lengths[order[at]]) // _BLOCK * _BLOCK + _BLOCK
        chosen = order[at : at + max(1, _TOGETHER // width)]
        total += _total([texts[one] for one in chosen.tolist()], lengths[chosen], width)
        at += len(chosen)
    return total


def _total(texts: list[bytes], lengths: npt.NDArray[np.int64], width: int) -> int:
    """Of texts of which none is longer than the one before it."""
    words = np.array(texts, dtype=f"S{width}").view("<u4").reshape(len(texts), width // 4)
    blocks = lengths // _BLOCK
    rows = np.arange(len(texts))
    a = (lengths + _START).astype(np.uint32)
    b, c = a.copy(), a.copy()
    columns = np.ascontiguousarray(words.T).astype(np.uint32)
    for at in range(int(blocks[0])):
        left = int(np.count_nonzero(blocks > at))
        a[:left] += columns[3 * at, :left]
        b[:left] += columns[3 * at + 1, :left]
        c[:left] += columns[3 * at + 2, :left]
        _mix(a[:left], b[:left], c[:left])
    last = 3 * blocks
    a += columns[last, rows]
    b += columns[last + 1, rows]
    c += columns[last + 2, rows] << np.uint32(8)  # its lowest octet is the length's
    _end(a, b, c)
    hashes = (b.astype(np.uint64) << np.uint64(32) | c).view(np.int64)
    high, low = hashes >> np.int64(32), hashes & np.int64(0xFFFFFFFF)
    return (int(high.sum()) << 32) + int(low.sum())


def _turned(x: _Words, bits: int) -> _Words:
    return x << np.uint32(bits) | x >> np.uint32(32 - bits)


def _mix(a: _Words, b: _Words, c: _Words) -> None:
    for x, y, z, bits in (
        (a, b, c, 4),
        (b, c, a, 6),
        (c, a, b, 8),
        (a, b, c, 16),
        (b, c, a, 19),
        (c, a, b, 4),
    ):
        x -= z
        x ^= _turned(z, bits)
        z += y


def _end(a: _Words, b: _Words, c: _Words) -> None:
    for x, y, bits in (
        (c, b, 14),
        (a, c, 11),
        (b, a, 25),
        (c, b, 16),
        (a, c, 4),
        (b, a, 14),
        (c, b, 24),
    ):
        x ^= y
        x -= _turned(y, bits)
