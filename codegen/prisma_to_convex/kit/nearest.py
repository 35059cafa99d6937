"""What a misspelt word may have meant: one way to find it, the parser's."""

from __future__ import annotations

from collections.abc import Collection

from prisma_schema_parser.suggest import Suggestions

_MOST = 100


def nearest(word: str, words: Collection[str]) -> str:
    """`did you mean ...?`, or nothing where no word is at most two slips away."""
    return Suggestions(words).help(word)


class LimitedSuggestions:
    """`nearest` for many words. Each is compared with all that are known, so only the first hundred are: who
    misspelt more needs no more examples.
    """

    def __init__(self) -> None:
        self._left = _MOST

    @property
    def are_left(self) -> bool:
        return self._left > 0

    def nearest(self, word: str, words: Collection[str]) -> str:
        if not self.are_left:
            return ""
        self._left -= 1
        return nearest(word, words)
