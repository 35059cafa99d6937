"""What a dry run sees in single values, as SQL, for whoever may not connect: as far as each database can tell exactly.

SQLite       storage classes, Json          PostgreSQL   NaN, Json, lists          MySQL   dates, Booleans, int64
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from ...convex.convex_schema import MAX_DOCUMENT_SIZE, MAX_ELEMENTS, MAX_NESTING, MAX_OBJECT_FIELDS
from ..dialects.dialect import ALIAS, CheckDialect
from ..planning.export_plan import ExportColumn, ExportTable, Plan
from .checks import Check, key_of, relation_of

Found: TypeAlias = Iterator[tuple[str, str]]
"""Rules, and the condition under which a row breaks them."""

_LARGEST = "1.7976931348623157e308"
_CONTAINERS = MAX_NESTING - 1  # the document is one
_DECIMALS = ("decimal-text", "decimal-number", "decimal-scaled")
_SIZES = {"boolean": 1, "reference": 34, "stored": 34}
"""Of values of one size, in Convex; a number has 9."""


def value_checks(plan: Plan, dialect: CheckDialect) -> Iterator[Check]:
    """In the order of tables."""
    unfit, octets = _UNFIT.get(dialect.name), _OCTETS.get(dialect.name)
    for table in plan.tables:
        relation, key = relation_of(table, dialect), key_of(table, dialect)
        for column in table.columns:
            name = f"{ALIAS}.{dialect.quoted(column.column)}"
            for rule, condition in unfit(column, name) if unfit else ():
                yield Check(rule, column.place, f"{relation} where {condition}", key)
        if octets:
            size = _size(table, dialect, octets)
            yield Check("PC714", table.model, f"{relation} where {size} > {MAX_DOCUMENT_SIZE}", key)


def _size(table: ExportTable, dialect: CheckDialect, octets: str) -> str:
    """By Convex's formula; of Json and lists the octets of their text, which is near it."""
    known = 2 + len("_id") + 1 + 34 + len("_creationTime") + 1 + 9
    parts = []
    for column in table.columns:
        known += len(column.name) + 1
        kind = column.form.kind
        is_number = kind in ("integer", "int64", "float", "instant", "decimal-number")
        if kind in _SIZES or (is_number and not column.form.is_list):
            known += _SIZES.get(kind, 9)
        else:
            known += 2
            name = f"{ALIAS}.{dialect.quoted(column.column)}"
            parts.append(f"coalesce({octets.format(name)}, 0)")
    return " + ".join([str(known), *parts])


# ---- by database --------------------------------------------------------------------------------


def _sqlite(column: ExportColumn, c: str) -> Found:
    match column.form.kind:
        case _ if column.form.is_list:
            return
        case "string" | "text" | "enum" | "decimal-text" | "decimal-number" | "decimal-scaled":
            yield "PC716", f"typeof({c}) = 'blob'"
        case "integer" | "int64":
            yield "PC716", (
                f"typeof({c}) in ('text', 'blob') or typeof({c}) = 'real' and {c} <> cast({c} as integer)"
            )
        case "boolean":
            yield "PC716", f"typeof({c}) in ('text', 'blob') or {c} not in (0, 1)"
        case "float":
            yield "PC716", f"typeof({c}) in ('text', 'blob')"
        case "instant" | "instant-text" | "date" | "time":
            yield "PC716", (
                f"typeof({c}) = 'blob' or typeof({c}) = 'real' and {c} <> cast({c} as integer)"
            )
        case "bytes" | "stored":
            yield "PC716", f"typeof({c}) in ('text', 'integer', 'real')"
        case "json":
            yield from _sqlite_json(c)


def _sqlite_json(c: str) -> Found:
    text = f"cast({c} as text)"
    read = f"case when json_valid({text}) then {text} else '0' end"
    key = "typeof(j.key) = 'text'"
    bad_key = f"{key} and (substr(j.key, 1, 1) = '$' or j.key glob '*[^ -~]*')"
    bad_number = f"j.type in ('integer', 'real') and abs(j.value) > {_LARGEST}"
    nested = (
        f"with recursive n(v, d) as (select {read}, 0 union all select e.value, n.d + 1 "
        "from n, json_each(n.v) e where e.type in ('array', 'object')) "
        f"select 1 from n where n.d > {_CONTAINERS - 1}"
    )
    many = f"select 1 from json_tree({read}) j where {key} group by j.parent having count(*) > {MAX_OBJECT_FIELDS}"
    yield "PC712", (
        f"{c} is not null and not json_valid({text}) or exists (select 1 from json_tree({read}) j where {bad_key} or {bad_number}) "
        f"or exists ({nested}) or exists ({many})"
    )
    yield "PC713", (
        f"exists (select 1 from json_tree({read}) j where j.type = 'array' and json_array_length(j.value) > {MAX_ELEMENTS})"
    )


def _postgresql(column: ExportColumn, c: str) -> Found:
    form = column.form
    if form.is_list:
        yield "PC713", (
            f"cardinality({c}) > {MAX_ELEMENTS} or array_ndims({c}) > 1 "
            f"or exists (select 1 from unnest({c}) x where x is null)"
        )
    elif form.kind in _DECIMALS:
        yield "PC707", f"{c}::text in ('NaN', 'Infinity', '-Infinity')"
    elif form.kind == "json":
        yield from _postgresql_json(f"{c}::jsonb")


def _postgresql_json(c: str) -> Found:
    bad = (
        '$.** ? (@.type() == "object").keyvalue() ? (@.key like_regex "^[$]|[^ -~]")',
        f'$.** ? (@.type() == "number") ? (@ > {_LARGEST} || @ < -{_LARGEST})',
        f'$.**{{{_CONTAINERS}}} ? (@.type() == "object" || @.type() == "array")',
    )
    yield "PC712", " or ".join(f"jsonb_path_exists({c}, 'strict {path}')" for path in bad)
    many = f'$.** ? (@.type() == "array") ? (@.size() > {MAX_ELEMENTS})'
    yield "PC713", f"jsonb_path_exists({c}, 'strict {many}')"


def _mysql(column: ExportColumn, c: str) -> Found:
    match column.form.kind:
        case "instant" | "instant-text" | "date":
            yield "PC708", f"month({c}) = 0 or dayofmonth({c}) = 0"
        case "int64":
            yield "PC706", f"{c} > {(1 << 63) - 1}"
        case "boolean":
            yield "PC716", f"{c} not in (0, 1)"
        case "json":
            yield "PC712", f"not json_valid({c})"


_UNFIT: Mapping[str, Callable[[ExportColumn, str], Found]] = {
    "sqlite": _sqlite,
    "postgresql": _postgresql,
    "mysql": _mysql,
}
_OCTETS: Mapping[str, str] = {
    "sqlite": "length(cast({} as blob))",
    "postgresql": "octet_length({}::text)",
    "mysql": "length({})",
}
