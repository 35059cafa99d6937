"""Composite types -> exported objects, in dependency order; recursive ones can't be written down."""

from __future__ import annotations

from prisma_schema_parser.schema import CompositeRef, CompositeType, Schema


def dependencies(composite: CompositeType) -> tuple[str, ...]:
    return tuple(
        field.type.name
        for field in composite.fields
        if isinstance(field.type, CompositeRef) and not field.is_ignored
    )


def recursive(schema: Schema) -> frozenset[str]:
    """The types that hold themselves, directly or through others."""
    graph = {composite.name: dependencies(composite) for composite in schema.composite_types}
    return frozenset(name for name in graph if _reaches(name, graph))


def _reaches(name: str, graph: dict[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    work = list(graph[name])
    while work:
        current = work.pop()
        if current == name:
            return True
        if current not in seen:
            seen.add(current)
            work.extend(graph.get(current, ()))
    return False


def in_order(schema: Schema, skipped: frozenset[str]) -> list[CompositeType]:
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
            work.extend((by_name[name], False) for name in reversed(dependencies(composite)))
    return list(found.values())
