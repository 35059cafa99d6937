"""Tables that schema.ts calls otherwise than was generated."""

from __future__ import annotations

from collections.abc import Mapping

from ..convex.convex_schema import (
    ConvexSchema,
    Validator,
    VArray,
    VId,
    VObject,
    VRecord,
    VUnion,
)
from ..merge.table_names import likely_names
from ..merge.written_schema import WrittenSchema


def renamed_tables(
    generated: ConvexSchema, written: WrittenSchema, here: Mapping[str, str]
) -> dict[str, str]:
    """Old name -> new name: what is known from `here`; else, of each table that is gone, the one new table that has
    most of its fields."""
    known = {table.name for table in generated.tables}
    likely = {
        old: new
        for old, new in here.items()
        if old in known and old not in written.tables and new in written.tables
    }
    gone = {
        table.name: frozenset(field.name for field in table.fields)
        for table in generated.tables
        if table.name not in written.tables and table.name not in likely
    }
    new = {
        table.name: frozenset(table.fields)
        for table in written.tables.values()
        if table.name not in known and table.name not in likely.values()
    }
    return {**likely, **likely_names(gone, new)}


def with_table_names(schema: ConvexSchema, names: Mapping[str, str]) -> ConvexSchema:
    """What was generated, under the names that its tables have now."""
    if not names:
        return schema
    return ConvexSchema(
        tuple(one._replace(validator=_with_names(one.validator, names)) for one in schema.exports),
        tuple(
            table._replace(
                name=names.get(table.name, table.name),
                fields=tuple(
                    field._replace(validator=_with_names(field.validator, names))
                    for field in table.fields
                ),
            )
            for table in schema.tables
        ),
    )


def _with_names(validator: Validator, names: Mapping[str, str]) -> Validator:
    match validator:
        case VId(table):
            return VId(names.get(table, table))
        case VArray(item):
            return VArray(_with_names(item, names))
        case VUnion(members):
            return VUnion(tuple(_with_names(member, names) for member in members))
        case VRecord(key, value):
            return VRecord(_with_names(key, names), _with_names(value, names))
        case VObject(fields):
            return VObject(
                tuple(one._replace(validator=_with_names(one.validator, names)) for one in fields)
            )
        case _:
            return validator
