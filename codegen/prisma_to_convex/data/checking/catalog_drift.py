"""The catalog of the database against the schema, before anything is read: drift is refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prisma_schema_parser.schema import EnumRef, Scalar, ScalarField

from ..planning.export_plan import ExportTable, Plan
from ..sources.row_source import CatalogTable, RowSource

# What a column of each scalar may be, by the start of the type's name in the catalog.
_FAMILIES: dict[str, dict[str, tuple[str, ...]]] = {
    "postgresql": {
        "Int": ("int", "smallint", "bigint", "oid", "serial"),
        "BigInt": ("int", "bigint", "smallint", "oid"),
        "Float": ("real", "double", "float"),
        "Decimal": ("numeric", "money", "decimal"),
        "Boolean": ("bool",),
        "DateTime": ("timestamp", "date", "time"),
        "Bytes": ("bytea",),
        "Json": ("json",),
    },
    "mysql": {
        "Int": ("int", "tinyint", "smallint", "mediumint", "bigint", "year"),
        "BigInt": ("int", "tinyint", "smallint", "mediumint", "bigint"),
        "Float": ("float", "double"),
        "Decimal": ("decimal",),
        "Boolean": ("tinyint", "bit"),
        "DateTime": ("datetime", "timestamp", "date", "time"),
        "Bytes": ("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "bit"),
        "Json": ("json", "longtext"),
        "String": ("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum"),
    },
}
_FAMILIES["cockroachdb"] = _FAMILIES["postgresql"]
# The first words of PostgreSQL's types that are no text for Prisma, which reads any other as it is written.
_NO_TEXT = frozenset(
    (
        *("bytea", "json", "jsonb", "timestamp", "date", "time", "boolean"),
        *("numeric", "money", "integer", "bigint", "smallint", "real", "double"),
    )
)


def drift(plan: Plan, source: RowSource) -> list[str]:
    """In words, what the database does not have as the schema says; empty where all is there."""
    catalog = source.catalog()
    found: list[str] = []
    for table in plan.tables:
        there = catalog.get((source.namespace(table), table.source))
        if there is None:
            what = "view" if table.is_view else source.dialect.table
            found.append(f"{table.model}: there is no {what} `{table.source}`")
        else:
            found.extend(_columns(table, there, source))
    return found


def _columns(table: ExportTable, there: CatalogTable, source: RowSource) -> Iterator[str]:
    fields = {column.column: (column.field, column.place) for column in table.columns}
    fields.update(
        (part.column, (part.field, f"{table.model}.{part.field.name}"))
        for part in (*table.key, *([table.creation] if table.creation else ()))
    )
    for name, (field, place) in fields.items():
        column = there.columns.get(name)
        if column is None:
            yield f"{place}: `{table.source}` has no column `{name}`"
        elif not _fits(source.dialect.name, field, column.type):
            yield f"{place}: the column `{name}` is {column.type}, which is no {_type(field)}"


def _fits(dialect: str, field: ScalarField, type_: str) -> bool:
    if not isinstance(field.type, Scalar) or field.arity == "list":
        return True
    family = _FAMILIES.get(dialect, {})
    if field.type == Scalar("String") and family and "String" not in family:
        return re.split(r"\W", type_.lower())[0] not in _NO_TEXT
    wanted = family.get(field.type.name)
    return wanted is None or type_.lower().startswith(wanted)


def _type(field: ScalarField) -> str:
    match field.type:
        case Scalar(name) | EnumRef(name):
            return name
        case _:
            return "such type"


def left_behind(plan: Plan, source: RowSource) -> Iterator[tuple[str, str]]:
    """Tables, and columns of moved tables, that no model maps: (table, column), or (table, ""). Where only some
    tables were asked for, columns of these."""
    moved: dict[tuple[str, str], set[str]] = {}
    for table in plan.tables:
        moved.setdefault((source.namespace(table), table.source), set()).update(table.mapped)
    namespaces = {namespace for namespace, _ in moved}
    for (namespace, name), found in sorted(source.catalog().items()):
        if (namespace, name) in moved:
            mapped = moved[namespace, name]
            yield from ((name, column) for column in found.columns if column not in mapped)
        elif namespace in namespaces and not plan.is_partial:
            yield name, ""
