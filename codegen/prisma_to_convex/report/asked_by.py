"""Which calls of the code enter which index, and how many there are on each table: `askedBy` of the JSON."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.records import NamedTuple

from ..analysis.call_sites import call_sites
from ..calls.classified import ClassifiedCall
from ..compiler import Compilation
from ..lowering.lowered import Lowered
from .file_places import FilePlaces, Place, Where


class TableUse(NamedTuple):
    """`calls` are on the table's model; `indexes` has the calls that enter one, by its name."""

    calls: int
    indexes: Mapping[str, tuple[Place, ...]]

    def of(self, index: str) -> tuple[Place, ...]:
        return self.indexes.get(index, ())


UNUSED = TableUse(0, {})


def asked_by(compilation: Compilation, where: Where) -> Mapping[str, TableUse] | None:
    """By table, those that no call is on included; None where no code was given."""
    if compilation.code is None:
        return None
    lowered, places = compilation.lowered, FilePlaces(where)
    calls: dict[str, int] = {}
    indexes: dict[str, dict[str, dict[Place, None]]] = {}
    for one in call_sites(compilation.code):
        model = lowered.models.get(one.call.model)
        if model is not None:
            calls[model.table] = calls.get(model.table, 0) + 1
        for table, index in _entered(one, lowered):
            at = places.at(one.call.span)
            indexes.setdefault(table, {}).setdefault(index, {})[at] = None
    return {
        table.name: TableUse(
            calls.get(table.name, 0),
            {name: tuple(found) for name, found in indexes.get(table.name, {}).items()},
        )
        for table in lowered.convex.tables
    }


def _entered(one: ClassifiedCall, lowered: Lowered) -> list[tuple[str, str]]:
    """Of the tables that the call gets into alone: few of many."""
    from ..queries.judging.index_planning import plan_for

    models = {path.model for path in (*one.paths, *one.included)}
    names = {lowered.models[name].table for name in models if name in lowered.models}
    tables = tuple(table for table in lowered.convex.tables if table.name in names)
    near = lowered._replace(convex=lowered.convex._replace(tables=tables))
    return [(use.table, use.name) for use in plan_for((one,), near).used if use.calls]
