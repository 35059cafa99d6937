"""What a misspelt word may have meant."""

from __future__ import annotations

from collections.abc import Collection

_MOST = 100


def nearest(word: str, words: Collection[str]) -> str:
    """`did you mean ...?`, or nothing where no word is near."""
    from difflib import get_close_matches

    folded = {known.lower(): known for known in words}
    found = get_close_matches(word.lower(), folded, 1, 0.6)
    return f"did you mean `{folded[found[0]]}`?" if found else ""


class Suggestions:
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
