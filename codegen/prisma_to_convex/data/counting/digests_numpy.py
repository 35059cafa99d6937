"""The sums of digests by NumPy: those of each of 256 parts at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..ids.id_format import ALPHABET

_VALUES = np.zeros(256, np.uint16)
_VALUES[np.frombuffer(ALPHABET.encode(), np.uint8)] = np.arange(len(ALPHABET), dtype=np.uint16)
_MOST = 1 << 20
"""Digests whose sums of 32 bits a double holds exactly."""


def sums(pairs: Sequence[str], digests: Sequence[bytes]) -> dict[int, int]:
    """By part: the sum of the digests of 128 bits. `pairs` are the two letters of the ids that name the parts."""
    found: dict[int, int] = {}
    for start in range(0, len(pairs), _MOST):
        _add(found, "".join(pairs[start : start + _MOST]), digests[start : start + _MOST])
    return found


def _add(found: dict[int, int], pairs: str, digests: Sequence[bytes]) -> None:
    letters = _VALUES[np.frombuffer(pairs.encode("latin-1"), np.uint8)].reshape(-1, 2)
    parts = (letters[:, 0] << 5 | letters[:, 1]) >> 2
    words = np.frombuffer(b"".join(digests), ">u4").reshape(-1, 4)
    lanes = [np.bincount(parts, words[:, at], 256).astype(np.uint64).tolist() for at in range(4)]
    for part in np.flatnonzero(np.bincount(parts, minlength=256)).tolist():
        total = 0
        for lane in lanes:
            total = (total << 32) + int(lane[part])
        found[part] = found.get(part, 0) + total
