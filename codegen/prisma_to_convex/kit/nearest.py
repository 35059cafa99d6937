"""What a misspelt word may have meant: one way to find it, the parser's."""

from __future__ import annotations

from collections.abc import Collection

from prisma_schema_parser.suggest import Suggestions

__all__ = ["Suggestions", "nearest"]


def nearest(word: str, words: Collection[str]) -> str:
    """`did you mean ...?`, or nothing where no word is at most two slips away.

    For many words, ask one `Suggestions`: it gathers what is known once.
    """
    return Suggestions(words).help(word)
