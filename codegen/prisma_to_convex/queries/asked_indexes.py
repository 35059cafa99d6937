"""Wishes for indexes -> what `lowering` is told to create."""

from __future__ import annotations

from collections.abc import Mapping

from ..calls.index_wish import IndexPlanning, IndexWish
from ..options.settings import AskedIndex


def asked_indexes(planning: IndexPlanning) -> Mapping[str, tuple[AskedIndex, ...]]:
    """By model, those that are needed and can be made; with how many calls ask, and one file of them."""
    found: dict[str, list[AskedIndex]] = {}
    for wish in planning.of_grade("needed"):
        if not wish.reason:
            found.setdefault(wish.model, []).append(asked_index(wish))
    return {model: tuple(asked) for model, asked in found.items()}


def asked_index(wish: IndexWish) -> AskedIndex:
    return AskedIndex(wish.fields, len(wish.calls), wish.file, wish.is_exact)
