"""Patterns of names with `*`, `?` and `[...]`, where a plain name costs one look-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import translate

_SIGNS = re.compile(r"[*?\[]")


class Globs:
    """Letters' case counts, as in Prisma's names."""

    def __init__(self, globs: Sequence[str]) -> None:
        self._globs = globs
        self._plain = frozenset(glob for glob in globs if not _SIGNS.search(glob))
        self._any = _compiled([glob for glob in globs if glob not in self._plain])

    def match(self, name: str) -> bool:
        return name in self._plain or (self._any is not None and self._any.match(name) is not None)

    def idle(self, names: Iterable[str]) -> Iterator[str]:
        """Those that match none of the names."""
        known = frozenset(names)
        for glob in self._globs:
            pattern = _compiled([glob] if glob not in self._plain else [])
            if not (any(map(pattern.match, known)) if pattern else glob in known):
                yield glob


def _compiled(globs: Sequence[str]) -> re.Pattern[str] | None:
    """Not through fnmatch's own memory, which holds too few patterns."""
    return re.compile("|".join(map(translate, globs))) if globs else None
