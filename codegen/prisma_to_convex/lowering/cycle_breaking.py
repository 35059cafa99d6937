"""Cycles of required keys: no document of the cycle could be inserted first, so one key gives way.

Which one: that of the model that most models refer to (it is inserted first), ties in source order,
and a tenant's key only when there is no other (MAPPING.md).
"""

from __future__ import annotations

from collections.abc import Iterable

from prisma_schema_parser.records import NamedTuple

from ..kit.graph import components
from .tenant_keys import is_tenant_key


class Edge(NamedTuple):
    """A required field that holds an id: a document of `model` needs one of `target` before it."""

    model: str
    field: str
    target: str


def freed(edges: Iterable[Edge], references: Iterable[Edge]) -> tuple[Edge, ...]:
    """The edges to make nullable so that no cycle is left.

    `edges` are required keys in source order; `references` are all keys, nullable ones too.
    """
    left = list(edges)
    popularity = _popularity(references)
    order = {edge: number for number, edge in enumerate(left)}
    found: list[Edge] = []
    while (group := _cyclic_group(left)) is not None:
        inside = [edge for edge in left if edge.model in group and edge.target in group]
        chosen = min(inside, key=lambda edge: _cost(edge, popularity, order))
        found.append(chosen)
        left = [edge for edge in left if edge[:2] != chosen[:2]]  # all that the field needs
    return tuple(found)


def _popularity(references: Iterable[Edge]) -> dict[str, int]:
    """How many other models refer to each model."""
    referrers: dict[str, set[str]] = {}
    for edge in references:
        if edge.model != edge.target:
            referrers.setdefault(edge.target, set()).add(edge.model)
    return {model: len(found) for model, found in referrers.items()}


def _cost(
    edge: Edge, popularity: dict[str, int], order: dict[Edge, int]
) -> tuple[bool, bool, int, int]:
    """The cheapest edge gives way. A self reference is a cycle by itself, so it always must."""
    is_self = edge.model == edge.target
    is_tenant = is_tenant_key(edge.field) and not is_self
    return (not is_self, is_tenant, -popularity.get(edge.model, 0), order[edge])


def _cyclic_group(edges: list[Edge]) -> frozenset[str] | None:
    """The models of a strongly connected group that has a cycle; None when there is none left."""
    following: dict[str, list[str]] = {}
    for edge in edges:
        following.setdefault(edge.model, []).append(edge.target)
    for group in components(following, following):
        if len(group) > 1 or any(name in following.get(name, ()) for name in group):
            return frozenset(group)
    return None
