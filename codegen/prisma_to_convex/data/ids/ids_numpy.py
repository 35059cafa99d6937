"""Minting and reading by NumPy: checksum and base32 of thousands of ids at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .id_format import ALPHABET, HASHED, INTERNAL

_LETTERS = np.frombuffer(ALPHABET.encode(), np.uint8).astype(np.uint16)
# Ten bits -> two letters, as they lie in memory.
_PAIRS = (_LETTERS[:, None] | _LETTERS[None, :] << 8).reshape(1024).astype("<u2")
_WEIGHTS = np.arange(INTERNAL, 0, -1, dtype=np.uint8)
_SHIFTS = np.array([30, 20, 10, 0], dtype=np.uint64)
_TEN_BITS = np.uint64(1023)
_NONE = 255
_VALUES = np.full(256, _NONE, np.uint8)
_VALUES[np.frombuffer(ALPHABET.encode(), np.uint8)] = np.arange(32, dtype=np.uint8)
_ALL_WEIGHTS = np.arange(2 + INTERNAL, 0, -1, dtype=np.uint8)


def batch(
    prefix: bytes, start: tuple[int, int], hashes: Sequence[bytes], before: bytes, after: bytes
) -> list[bytes]:
    """Ids of 32 characters between two texts: `prefix` has two bytes, `start` is its checksum so far."""
    count = len(hashes)
    inner = np.zeros((count, INTERNAL), np.uint8)
    inner[:, :HASHED] = np.frombuffer(b"".join(hashes), np.uint8).reshape(count, -1)[:, :HASHED]
    raw = np.zeros((count, 24), np.uint8)  # 20 bytes; the rest lets words be read beyond them
    raw[:, 0], raw[:, 1] = prefix
    raw[:, 2:18] = inner
    raw[:, 18] = inner.sum(1, dtype=np.uint8) + np.uint8(start[0] & 255)
    raw[:, 19] = inner @ _WEIGHTS + np.uint8(start[1] + INTERNAL * start[0] & 255)
    words = np.empty((count, 4), np.uint64)
    for at in range(4):  # five bytes each: the upper part of eight
        eight = np.ascontiguousarray(raw[:, 5 * at : 5 * at + 8]).view(">u8")[:, 0]
        words[:, at] = eight >> np.uint64(24)
    pairs = _PAIRS[(words[:, :, None] >> _SHIFTS & _TEN_BITS).astype(np.uint16)]
    width = len(before) + 32 + len(after)
    text = np.empty((count, width), np.uint8)
    text[:, : len(before)] = np.frombuffer(before, np.uint8)
    text[:, len(before) : len(before) + 32] = pairs.reshape(count, 16).view(np.uint8)
    text[:, len(before) + 32 :] = np.frombuffer(after, np.uint8)
    found: list[bytes] = text.view(f"S{width}").ravel().tolist()  # none ends in a zero
    return found


def are_minted(ids: bytes) -> list[bool]:
    """Of ids of 32 letters each, which come from here. A table's number of two bytes has its highest bit in the first."""
    values = _VALUES[np.frombuffer(ids, np.uint8)].reshape(-1, 4, 8)
    eights = np.zeros((len(values), 4), np.uint64)
    for at in range(8):  # forty bits are five bytes
        eights = eights << np.uint64(5) | values[:, :, at]
    data = np.ascontiguousarray((eights << np.uint64(24)).astype(">u8")).view(np.uint8)
    data = data.reshape(-1, 4, 8)[:, :, :5].reshape(-1, 20)
    inner, ends = data[:, :-2], data[:, -2:]
    is_id = (
        (values != _NONE).all((1, 2))
        & (data[:, 0] > 127)
        & (data[:, 1] < 128)
        & (data[:, 1] > 0)
        & (inner.sum(1, dtype=np.uint8) == ends[:, 0])
        & (inner @ _ALL_WEIGHTS == ends[:, 1])
    )
    found: list[bool] = (is_id & ~data[:, 2 + HASHED : 2 + INTERNAL].any(1)).tolist()
    return found
