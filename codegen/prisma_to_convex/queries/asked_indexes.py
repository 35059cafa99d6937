"""Wishes for indexes -> what `lowering` is told to create."""

from __future__ import annotations

from collections.abc import Mapping

from ..calls.index_wish import IndexPlanning
from ..options.settings import AskedIndex


def asked_indexes(planning: IndexPlanning) -> Mapping[str, tuple[AskedIndex, ...]]:
    """By model, those that are needed and can be made; with how many calls ask, and one file of them."""
    found: dict[str, list[AskedIndex]] = {}
    for wish in planning.of_grade("needed"):
        if not wish.reason:
            asked = AskedIndex(wish.fields, len(wish.calls), wish.file)
            found.setdefault(wish.model, []).append(asked)
    return {model: tuple(asked) for model, asked in found.items()}
