"""`did you mean`: the closest of the known names, in time that no input can stretch.

An index of the names with letters left out (symmetric deletion) answers each question with a few
look-ups, however many names there are and however many are misspelt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_LONGEST = 48
_TWO_SLIPS = range(5, 17)
_MANY = 2000
_TOO_MANY = 50_000


class Suggestions:
    """Answers for one set of names; the index is built by the first question."""

    __slots__ = ("_index", "_known")

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known
        self._index: dict[str, str] | None = None

    def closest(self, name: str) -> str | None:
        """A known name at most two slips away, or None."""
        if len(name) > _LONGEST:
            return None
        index = self._built()
        for variant in _variants(name.lower(), two=True):
            found = index.get(variant)
            if found is not None and found != name:
                return found
        return None

    def help(self, name: str, otherwise: str = "") -> str:
        found = self.closest(name)
        return f"did you mean `{found}`?" if found is not None else otherwise

    def _built(self) -> dict[str, str]:
        if self._index is None:
            names = list(self._known)
            self._index = {}
            two = len(names) <= _MANY
            for name in names if len(names) <= _TOO_MANY else ():
                if len(name) <= _LONGEST:
                    for variant in _variants(name.lower(), two=two):
                        self._index.setdefault(variant, name)
        return self._index


def _variants(name: str, *, two: bool) -> Iterator[str]:
    """The name itself, then with one and with two letters left out; short names bear fewer slips."""
    yield name
    if len(name) < 3:
        return
    ones = list(dict.fromkeys(_without_one(name)))
    yield from ones
    if two and len(name) in _TWO_SLIPS:
        for shorter in ones:
            yield from _without_one(shorter)


def _without_one(name: str) -> Iterator[str]:
    for at in range(len(name)):
        yield name[:at] + name[at + 1 :]
