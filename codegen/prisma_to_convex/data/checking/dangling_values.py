"""How many references by value lead nowhere, where nobody said what is to become of them: they are exported as they are.

One anti-join for each reference that the database does not vouch for.
"""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple

from ..planning.export_plan import ExportTable
from ..planning.value_references import ValueReference
from ..sources.row_source import CatalogTable, RowSource, UnusableSource
from .checks import Check, orphans_by_value

_SECONDS = 300


class Dangling(NamedTuple):
    """`place` is Prisma's `Model.field`; `rows` are those of the database, -1 where they could not be counted."""

    place: str
    rows: int
    keys: tuple[str, ...]


def dangling(source: RowSource, table: ExportTable) -> tuple[Dangling, ...]:
    """Of places where there are any. A question that fails ends nothing."""
    catalog = source.catalog()[source.namespace(table), table.source]
    possible = [
        check for one, check in orphans_by_value(table, source.dialect) if not is_sure(catalog, one)
    ]
    if not possible:
        return ()
    source.limit(_SECONDS)
    try:
        found = [_counted(source, check) for check in possible]
    finally:
        source.limit(0)
    return tuple(one for one in found if one.rows)


def is_sure(table: CatalogTable, reference: ValueReference) -> bool:
    """Whether the database vouches for the row, and compares as Convex does."""
    if len(reference.fields) > 1:
        return False
    ((own, other),) = reference.fields
    return table.vouches(own.database_name, reference.source, other.database_name)


def _counted(source: RowSource, check: Check) -> Dangling:
    try:
        return Dangling(check.place, *answer(source, check))
    except UnusableSource:
        return Dangling(check.place, -1, ())


def answer(source: RowSource, check: Check) -> tuple[int, tuple[str, ...]]:
    """The number of rows, and the keys of the first three. Raises `UnusableSource`."""
    rows = int(source.ask(check.rows)[0][0])
    if rows == 0:
        return 0, ()
    shown = source.dialect.shown
    return rows, tuple(", ".join(map(shown, row)) for row in source.ask(check.keys))
