"""Cycles of required keys: no document of the cycle could be inserted first, so one key gives way.

Which one: that of the model that most models refer to (it is inserted first), ties in source order,
and a tenant's key only when there is no other (codegen/README.md, "Cycles").
"""

from __future__ import annotations

from collections.abc import Iterable

from prisma_schema_parser.records import NamedTuple

from ..kit.closing import closing_steps
from .tenant_keys import is_tenant_key


class Edge(NamedTuple):
    """A required field that holds an id: a document of `model` needs one of `target` before it."""

    model: str
    field: str
    target: str


def freed(edges: Iterable[Edge], references: Iterable[Edge]) -> tuple[Edge, ...]:
    """The edges to make nullable so that no cycle is left, the first of each field, the cheapest field first.

    `edges` are required keys in source order; `references` are all keys, nullable ones too. Of a cycle the
    cheapest edge gives way, until none is left. So an edge gives way exactly if it is part of a cycle when
    only those that are dearer are there: of another cycle, a cheaper one gives way before.
    """
    popularity = _popularity(references)
    fields: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        fields.setdefault((edge.model, edge.field), []).append(edge)
    cheapest = sorted(fields.values(), key=lambda group: _cost(group, popularity))
    dearest = cheapest[::-1]
    closes = closing_steps([[(edge.model, edge.target) for edge in group] for group in dearest])
    return tuple(group[0] for group, does in zip(cheapest, reversed(closes), strict=True) if does)


def _popularity(references: Iterable[Edge]) -> dict[str, int]:
    """How many other models refer to each model."""
    referrers: dict[str, set[str]] = {}
    for edge in references:
        if edge.model != edge.target:
            referrers.setdefault(edge.target, set()).add(edge.model)
    return {model: len(found) for model, found in referrers.items()}


def _cost(field: list[Edge], popularity: dict[str, int]) -> tuple[bool, bool, int]:
    """Of equals the first in source order is the cheapest. A self reference is a cycle by itself, so it
    always gives way.
    """
    is_self = any(edge.model == edge.target for edge in field)
    model, name, _ = field[0]
    is_tenant = is_tenant_key(name) and not is_self
    return (not is_self, is_tenant, -popularity.get(model, 0))
