"""Indexes that calls would use -> what `lowering` is to create."""

from __future__ import annotations

from collections.abc import Mapping

from ...calls.graded_index import GradedIndex, IndexPlanning
from ...options.settings import RequestedIndex


def requested_indexes(planning: IndexPlanning) -> Mapping[str, tuple[RequestedIndex, ...]]:
    """By model, those that are needed and can be made; with how many calls ask, and one file of them."""
    found: dict[str, list[RequestedIndex]] = {}
    for graded in planning.of_grade("needed"):
        if not graded.reason:
            found.setdefault(graded.model, []).append(requested_index(graded))
    return {model: tuple(requested) for model, requested in found.items()}


def requested_index(graded: GradedIndex) -> RequestedIndex:
    return RequestedIndex(graded.fields, len(graded.calls), graded.file, graded.is_exact)
