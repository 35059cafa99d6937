"""All checks as SQL to hand to whoever may connect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from prisma_schema_parser.schema import Schema

from ..dialects.dialect import CheckDialect
from ..dialects.mysql_forms import NO_SUBQUERY_CACHE
from ..planning.export_plan import Plan
from .checks import Check, checks
from .row_rules import BY_CODE
from .value_checks import value_checks

_HEAD = """\
-- What in the rows breaks or changes in Convex: read only, a number of rows for each check.
"""
_UNMAPPED = "-- PC717 has a line for each table and column that no model maps, and no number.\n"
_SIZES = "the exact size of documents with Json or lists, whose text is counted here"
_UNSEEN: Mapping[str, str] = {
    "sqlite": f"dates that can't be read, text that is not Unicode, {_SIZES}",
    "postgresql": f"objects of more than 1,024 keys in Json, {_SIZES}. A statement fails where Json has \\u0000 or half a character",
    "mysql": f"what Json holds, {_SIZES}",
}


def pack(plan: Plan, schema: Schema, dialect: CheckDialect) -> str:
    """The same schema gives the same text."""
    every = [*checks(plan, schema, dialect), *value_checks(plan, dialect)]
    unmapped = list(_unmapped(plan, dialect))
    rules = sorted({*(one.rule for one in every), *(["PC717"] if unmapped else [])})
    explained = [
        f"-- {code} {BY_CODE[code].name} ({BY_CODE[code].level}): {BY_CODE[code].what}; {BY_CODE[code].help}.\n"
        for code in rules
    ]
    others = _UNSEEN.get(dialect.name, "single values that do not fit, tables that no model maps")
    unseen = f"-- Not counted here: what validators edited by hand refuse, {others}.\n\n"
    head = [_HEAD, _UNMAPPED if unmapped else "", "--\n", *explained, "--\n", unseen]
    head += [f"{NO_SUBQUERY_CACHE};\n"] if dialect.name == "mysql" else []
    return "".join([*head, *_statements(every, dialect), *unmapped])


def _statements(every: Sequence[Check], dialect: CheckDialect) -> Iterator[str]:
    for check in every:
        name = dialect.text(f"{check.rule} {check.place}")
        yield (
            f"select {name} as {dialect.quoted('check')}, {check.counted} as {dialect.quoted('rows')} "
            f"from {check.source};\n"
        )


def _unmapped(plan: Plan, dialect: CheckDialect) -> Iterator[str]:
    """Of each namespace that has a table of the schema."""
    catalog = _CATALOGS.get(dialect.name)
    if catalog is None or plan.is_partial:
        return
    for namespace in sorted({table.namespace or "" for table in plan.tables}):
        mapped = {
            table.source: sorted(table.mapped)
            for table in plan.tables
            if (table.namespace or "") == namespace
        }
        tables = ", ".join(map(dialect.text, sorted(mapped)))
        pairs = ", ".join(
            f"({dialect.text(table)}, {dialect.text(column)})"
            for table, columns in sorted(mapped.items())
            for column in columns
        )
        place = dialect.text(namespace) if namespace else catalog["here"]
        join = catalog["join"]
        names = join.format(dialect.text("PC717 "), "c.t", dialect.text("."), "c.c")
        table = join.format(dialect.text("PC717 "), "c.t", dialect.text(""), dialect.text(""))
        yield (
            f"select distinct case when c.t in ({tables}) then {names} else {table} end "
            f"as {dialect.quoted('check')}, null as {dialect.quoted('rows')} "
            f"from ({catalog['columns'].format(place)}) c "
            f"where (c.t, c.c) not in ({catalog['values']}{pairs}) and c.t <> '_prisma_migrations';\n"
        )


_CATALOGS: Mapping[str, Mapping[str, str]] = {
    "postgresql": {
        "here": "current_schema()",
        "join": "{} || {} || {} || {}",
        "values": "",
        "columns": "select table_name::text as t, column_name::text as c from information_schema.columns "
        "where table_schema = {}",
    },
    "mysql": {
        "here": "database()",
        "join": "concat({}, {}, {}, {})",
        "values": "",
        "columns": "select convert(table_name using utf8mb4) collate utf8mb4_bin as t, "
        "convert(column_name using utf8mb4) collate utf8mb4_bin as c from information_schema.columns "
        "where table_schema = {}",
    },
    "sqlite": {
        "here": "'main'",
        "join": "{} || {} || {} || {}",
        "values": "values ",
        "columns": "select s.name as t, x.name as c from sqlite_master s, pragma_table_xinfo(s.name) x "
        "where s.type in ('table', 'view') and substr(s.name, 1, 7) <> 'sqlite_' and {} = 'main'",
    },
}
