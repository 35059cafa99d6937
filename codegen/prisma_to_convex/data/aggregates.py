"""The database's own count of what a table holds, to be compared with what the finished snapshot holds (`tally`)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from prisma_schema_parser.records import NamedTuple

from .dialects.dialect import ALIAS, Dialect
from .export_plan import ExportTable
from .sources.row_source import RowSource
from .tally import Counted, Number, measure_of


class Totals(NamedTuple):
    """`hash` is the sum of the hashes of rows; None where no field has a text that the database can form."""

    rows: int
    hash: int | None
    fields: dict[str, Counted]


def hashed_fields(table: ExportTable, dialect: Dialect) -> tuple[str, ...]:
    """Those whose text both sides form: what the hash of a row is made of."""
    return tuple(name for name, _ in _hashed(table, dialect))


def _hashed(table: ExportTable, dialect: Dialect) -> list[tuple[str, str]]:
    found = []
    for column in table.columns:
        if measure_of(column).written:
            sql = f"{ALIAS}.{dialect.quoted(column.column)}"
            text = dialect.counted(sql, column.form, column.field).hashed
            if text is not None:
                found.append((column.name, text))
    return found


def totals(source: RowSource, table: ExportTable) -> Totals:
    """Asks the database, in the snapshot."""
    dialect = source.dialect
    hashed = [text for _, text in _hashed(table, dialect)]
    parts = ["count(*)", dialect.hash_of_rows(hashed) if hashed else "null"]
    for column in table.columns:
        sql = f"{ALIAS}.{dialect.quoted(column.column)}"
        counted = dialect.counted(sql, column.form, column.field)
        parts.append(counted.filled)
        number = counted.number if measure_of(column).number is not None else None
        measures = ("min", "max", dialect.sum)
        parts.extend(f"{one}({number})" if number else "null" for one in measures)
    relation = dialect.relation(table.namespace, table.source)
    found: list[Any] = []
    for start in range(0, len(parts), _MOST):  # databases limit the columns of a result
        chosen = ", ".join(parts[start : start + _MOST])
        found.extend(source.ask(f"select {chosen} from {relation} {ALIAS}")[0])
    fields = {}
    for at, column in enumerate(table.columns):
        filled, least, greatest, total = found[2 + at * 4 : 6 + at * 4]
        fields[column.name] = Counted(
            filled=int(filled),
            least=_number(least),
            greatest=_number(greatest),
            total=_number(total),
        )
    return Totals(int(found[0]), _number(found[1]), fields)


_MOST = 500


def _number(value: Any) -> Number | None:
    if value is None:
        return None
    text = value.decode() if isinstance(value, bytes) else str(value)
    try:
        return int(Decimal(text))
    except (InvalidOperation, OverflowError, ValueError):
        return None


def differences(
    table: ExportTable, database: Totals, count: int, hash_: int, fields: dict[str, Counted]
) -> list[str]:
    """In words, what does not agree; empty where all does. What either side did not measure is left out."""
    found = []
    if database.rows != count:
        found.append(f"{table.name}: {database.rows} rows, but {count} documents")
    if (database.hash or 0) != hash_:
        found.append(f"{table.name}: the hashes of the rows and of the documents differ")
    for column in table.columns:
        there, here = database.fields[column.name], fields[column.name]
        for name, left, right in zip(Counted._fields, there, here, strict=True):
            if left is not None and right is not None and left != right:
                found.append(f"{column.place}: `{name}` of the rows and of the documents differ")
    return found
