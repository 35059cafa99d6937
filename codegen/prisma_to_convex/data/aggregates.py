"""The database's own count of what a table holds, to be compared with what the finished snapshot holds (`tally`)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from prisma_schema_parser.records import NamedTuple

from .dialects.dialect import ALIAS
from .export_plan import ExportTable
from .sources.row_source import RowSource
from .tally import Counted, Number, measure_of


class Totals(NamedTuple):
    rows: int
    fields: dict[str, Counted]


def totals(source: RowSource, table: ExportTable) -> Totals:
    """Asks the database, in the snapshot."""
    dialect = source.dialect
    parts = ["count(*)"]
    for column in table.columns:
        sql = f"{ALIAS}.{dialect.quoted(column.column)}"
        measure = measure_of(column)
        counted = dialect.counted(sql, column.form, column.field)
        parts.append(counted.filled)
        number = counted.number if measure.number is not None else None
        parts.extend(f"{one}({number})" if number else "null" for one in ("min", "max", "sum"))
        hashed = counted.hashed if measure.hashed is not None else None
        parts.append(hashed or "null")
    relation = dialect.relation(table.namespace, table.source)
    found: list[Any] = []
    for start in range(0, len(parts), _MOST):  # databases limit the columns of a result
        chosen = ", ".join(parts[start : start + _MOST])
        found.extend(source.ask(f"select {chosen} from {relation} {ALIAS}")[0])
    fields = {}
    for at, column in enumerate(table.columns):
        filled, least, greatest, total, hashed = found[1 + at * 5 : 6 + at * 5]
        fields[column.name] = Counted(
            filled=int(filled),
            least=_number(least),
            greatest=_number(greatest),
            total=_number(total),
            hash=_hash(hashed),
        )
    return Totals(int(found[0]), fields)


_MOST = 500


def _number(value: Any) -> Number | None:
    if value is None:
        return None
    text = value.decode() if isinstance(value, bytes) else str(value)
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _hash(value: Any) -> int | None:
    """`high:low` where the database has no room for the sum as a whole."""
    if value is None:
        return None
    text = value.decode() if isinstance(value, bytes) else str(value)
    if ":" in text:
        high, _, low = text.partition(":")
        return (int(high) << 30) + int(low)
    return int(Decimal(text))


def differences(
    table: ExportTable, database: Totals, count: int, fields: dict[str, Counted]
) -> list[str]:
    """In words, what does not agree; empty where all does. What either side did not measure is left out."""
    found = []
    if database.rows != count:
        found.append(f"{table.name}: {database.rows} rows, but {count} documents")
    for column in table.columns:
        there, here = database.fields[column.name], fields[column.name]
        for name, left, right in zip(Counted._fields, there, here, strict=True):
            if left is not None and right is not None and left != right:
                found.append(f"{column.place}: `{name}` of the rows and of the documents differ")
    return found
