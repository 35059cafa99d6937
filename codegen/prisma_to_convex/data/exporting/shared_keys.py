"""Rows with the same key, from which the same id is minted: what the proof finds in the documents, told by the database."""

from __future__ import annotations

from ..dialects.dialect import ALIAS
from ..forming.forming_records import Rejected
from ..planning.export_plan import ExportTable
from ..sources.row_source import RowSource, UnusableSource

_MOST = 1000
_WHY = "has the same key as another row, and so the same id"


def shared_keys(source: RowSource, table: ExportTable) -> list[Rejected]:
    """The keys that more than one row has, a thousand at most; none of what the database can't answer."""
    dialect = source.dialect
    texts = [
        dialect.exact(dialect.key(f"{ALIAS}.{dialect.quoted(one.column)}", one.field).sql)
        for one in table.key
    ]
    if not texts:
        return []
    chosen = ", ".join(f"{text} as k{at}" for at, text in enumerate(texts))
    relation = dialect.relation(table.namespace, table.source)
    sql = f"select {chosen} from {relation} {ALIAS} group by {', '.join(texts)} having count(*) > 1 limit {_MOST}"
    try:
        rows = source.ask(sql)
    except UnusableSource:
        return []
    return [
        Rejected(
            table=table.name,
            key=", ".join(map(dialect.shown, row)),
            rule="PC702",
            field=_place(table),
            why=_WHY,
        )
        for row in rows
    ]


def _place(table: ExportTable) -> str:
    """Of a table of an implicit relation, its columns."""
    names = {one.column: one.place.rpartition(".")[2] for one in table.columns}
    parts = [names.get(one.column, one.field.name) for one in table.key]
    return f"{table.model}.{', '.join(parts)}"
