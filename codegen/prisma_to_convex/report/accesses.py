"""The indexes of a table, each with the constraints and keys that it serves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from prisma_schema_parser.schema import ForeignKey, Index

from ..convex.convex_schema import Table
from ..lowering.lowered import Lowered, LoweredJoin, LoweredModel, Path
from .model import Access

Group: TypeAlias = LoweredModel | LoweredJoin


def groups(lowered: Lowered) -> dict[str, Group]:
    """By model; a join table by the field that gives it, as in `Post.tags`."""
    groups: dict[str, Group] = dict(lowered.models)
    groups.update({f"{model}.{field}": join for (model, field), join in lowered.joins.items()})
    return groups


def accesses(group: Group | None, table: Table) -> Iterable[Access]:
    """`group` is None for a table that was added by hand."""
    serves: dict[str, list[str]] = {}
    for path in group.paths if group is not None else ():
        for name in path.index_name.split(", ") if path.index_name else ():
            serves.setdefault(name, []).append(_served(path))
    for index in table.indexes:
        yield Access(index.name, index.fields, tuple(serves.get(index.name, ())), "index")
    for search in table.search_indexes:
        served = tuple(serves.get(search.name, ()))
        yield Access(search.name, (search.search_field,), served, "search index")
    for vector in table.vector_indexes:
        served = (f"{vector.dimensions} dimensions", *serves.get(vector.name, ()))
        yield Access(vector.name, (vector.vector_field,), served, "vector index")


def _served(path: Path) -> str:
    text = path.label
    if isinstance(path.origin, ForeignKey):
        text = f"foreign key {path.label}"
    elif isinstance(path.origin, Index) and path.origin.is_on_field:
        text = f"{path.label} {', '.join(path.origin.field_names)}"
    match path.status:
        case "prefix":
            return f"{text} (its start)"
        case "permuted":
            return f"{text} (in another order)"
        case _:
            return text


def missing(group: Group) -> Iterable[tuple[str, str]]:
    """Access paths without an index of their own, and why."""
    for path in group.paths:
        is_key = isinstance(path.origin, Index) and path.origin.kind == "id"
        if path.status == "dropped" or (path.status == "id" and not is_key):
            yield path.label, path.reason
