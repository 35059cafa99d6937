"""Patterns of names with `*`, `?` and `[...]`: many of them against many names.

User       a look-up
*Invoice*  tried only for names that hold `voi`, or whichever of its pieces the fewest patterns have
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import translate

_SIGNS = re.compile(r"[*?\[]")
_LONGEST = 3  # letters of a piece


class Globs:
    """Letters' case counts, as in Prisma's names."""

    def __init__(self, globs: Sequence[str]) -> None:
        self._globs = globs
        self._plain = frozenset(glob for glob in globs if not _SIGNS.search(glob))
        self._by_piece = _by_piece(frozenset(globs) - self._plain)
        self._patterns: dict[str, re.Pattern[str]] = {}

    def match(self, name: str) -> bool:
        return name in self._plain or any(
            self._matches(glob, name) for glob in self._candidates(name)
        )

    def idle(self, names: Iterable[str]) -> Iterator[str]:
        """Those that match none of the names."""
        known = frozenset(names)
        used = set(self._plain & known)
        for name in known:
            for glob in self._candidates(name):
                if glob not in used and self._matches(glob, name):
                    used.add(glob)
        return (glob for glob in self._globs if glob not in used)

    def _candidates(self, name: str) -> Iterator[str]:
        if self._by_piece:
            for piece in _pieces(name):
                yield from self._by_piece.get(piece, ())

    def _matches(self, glob: str, name: str) -> bool:
        pattern = self._patterns.get(glob)
        if pattern is None:  # fnmatch's own memory holds too few
            pattern = self._patterns[glob] = re.compile(translate(glob))
        return pattern.match(name) is not None


def _by_piece(globs: Iterable[str]) -> dict[str, list[str]]:
    """Each under one piece that all names have that it matches."""
    pieces = {glob: _certain(glob) for glob in globs}
    frequency = Counter(piece for found in pieces.values() for piece in found)
    chosen: defaultdict[str, list[str]] = defaultdict(list)
    for glob, found in pieces.items():
        chosen[min(found, key=lambda piece: (frequency[piece], -len(piece), piece))].append(glob)
    return dict(chosen)


def _certain(glob: str) -> set[str]:
    """Of the letters before the first `[`: what stands in it may be anything."""
    runs = re.split(r"[*?]+", glob.partition("[")[0])
    return {piece for run in runs for piece in _pieces(run)}


def _pieces(run: str) -> set[str]:
    """All that it holds, and the empty one."""
    return {
        run[start : start + length]
        for length in range(_LONGEST + 1)
        for start in range(len(run) - length + 1)
    }
