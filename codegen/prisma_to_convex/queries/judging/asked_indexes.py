"""Wishes for indexes -> what `lowering` is told to create."""

from __future__ import annotations

from collections.abc import Mapping

from ...calls.graded_index import GradedIndex, IndexPlanning
from ...options.settings import AskedIndex


def asked_indexes(planning: IndexPlanning) -> Mapping[str, tuple[AskedIndex, ...]]:
    """By model, those that are needed and can be made; with how many calls ask, and one file of them."""
    found: dict[str, list[AskedIndex]] = {}
    for graded in planning.of_grade("needed"):
        if not graded.reason:
            found.setdefault(graded.model, []).append(asked_index(graded))
    return {model: tuple(asked) for model, asked in found.items()}


def asked_index(graded: GradedIndex) -> AskedIndex:
    return AskedIndex(graded.fields, len(graded.calls), graded.file, graded.is_exact)
