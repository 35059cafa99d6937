"""Composite types -> exported objects, in dependency order; recursive ones can't be written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from prisma_schema_parser.schema import CompositeRef, CompositeType, ScalarField, Schema

from ..kit.reachability import closure, cyclic

Graph: TypeAlias = Mapping[str, tuple[str, ...]]


def graph_of(schema: Schema, cut: frozenset[tuple[str, str]]) -> Graph:
    """Which types each type holds. `cut` are fields that hold something else, or are left out."""
    return {
        composite.name: _contained(
            field for field in composite.fields if (composite.name, field.name) not in cut
        )
        for composite in schema.composite_types
    }


def _contained(fields: Iterable[ScalarField]) -> tuple[str, ...]:
    return tuple(
        field.type.name
        for field in fields
        if isinstance(field.type, CompositeRef) and not field.is_ignored
    )


def recursive(graph: Graph) -> frozenset[str]:
    """The types that hold themselves, directly or through others."""
    return frozenset(name for group in cyclic(graph) for name in group)


def unchecked(schema: Schema, graph: Graph, recursive: frozenset[str]) -> frozenset[str]:
    """The recursive types and those that nothing else holds: their values are never looked at."""
    if not recursive:
        return recursive
    within = {name: () if name in recursive else contained for name, contained in graph.items()}
    roots = [name for model in schema.models for name in _contained(model.scalar_fields)]
    return recursive | (closure(recursive, graph) - closure(roots, within))


def in_order(schema: Schema, graph: Graph, skipped: frozenset[str]) -> list[CompositeType]:
    """Source order, but each type behind those that it holds."""
    by_name = schema.composite_types_by_name
    found: dict[str, CompositeType] = {}
    for root in schema.composite_types:
        work = [(root, False)]
        while work:
            composite, is_ready = work.pop()
            if composite.name in skipped or composite.name in found:
                continue
            if is_ready:
                found[composite.name] = composite
                continue
            work.append((composite, True))
            work.extend((by_name[name], False) for name in reversed(graph[composite.name]))
    return list(found.values())
