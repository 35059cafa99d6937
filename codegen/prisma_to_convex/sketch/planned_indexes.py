"""The indexes that sketched functions count on: those of schema.ts, and those that the calls need."""

from __future__ import annotations

from ..calls.graded_index import IndexPlanning
from ..lowering.lower import lower
from ..lowering.lowered import Lowered
from ..queries.judging.requested_indexes import requested_indexes


def with_planned(lowered: Lowered, planning: IndexPlanning) -> Lowered:
    """As `generate --queries` lowers it."""
    requested = dict(lowered.options.requested)
    for model, more in requested_indexes(planning).items():
        requested[model] = (*requested.get(model, ()), *more)
    if requested == dict(lowered.options.requested):
        return lowered
    return lower(lowered.schema, lowered.options._replace(requested=requested))


def added(before: Lowered, after: Lowered) -> list[tuple[str, tuple[str, ...]]]:
    """Tables with the fields of their new indexes."""
    tables = {table.name: {one.fields for one in table.indexes} for table in before.convex.tables}
    return [
        (table.name, index.fields)
        for table in after.convex.tables
        for index in table.indexes
        if index.fields not in tables[table.name]
    ]
