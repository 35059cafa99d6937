"""What a misspelt word may have meant."""

from __future__ import annotations


def nearest(word: str, words: tuple[str, ...] | list[str]) -> str:
    """`did you mean ...?`, or nothing where no word is near."""
    from difflib import get_close_matches

    folded = {known.lower(): known for known in words}
    found = get_close_matches(word.lower(), folded, 1, 0.6)
    return f"did you mean `{folded[found[0]]}`?" if found else ""
