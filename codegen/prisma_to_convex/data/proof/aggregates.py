"""The database's own count of what a table holds, to be compared with what the finished snapshot holds (`tally`)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from prisma_schema_parser.records import NamedTuple

from ..counting.row_hashes import RowHash
from ..counting.tally import Counted, Number, is_required, measure_of
from ..dialects.dialect import ALIAS, Dialect, HashedText
from ..planning.export_plan import ExportTable
from ..sources.row_source import RowSource


class Totals(NamedTuple):
    """`hash` is the sum of the hashes of rows, made in the way that `row_hash` says; None where no field has a text
    that the database can form."""

    rows: int
    hash: int | None
    fields: Mapping[str, Counted]
    row_hash: RowHash = "md5"


def hashed_fields(table: ExportTable, dialect: Dialect) -> tuple[str, ...]:
    """Those whose text both sides form: what the hash of a row is made of."""
    return tuple(name for name, _ in _hashed(table, dialect))


def _hashed(table: ExportTable, dialect: Dialect) -> list[tuple[str, HashedText]]:
    found = []
    for column in table.columns:
        if measure_of(column).written:
            sql = f"{ALIAS}.{dialect.quoted(column.column)}"
            text = dialect.counted(sql, column.form, column.field).hashed
            if text is not None:
                found.append((column.name, HashedText(text, is_required(column))))
    return found


def totals(source: RowSource, table: ExportTable) -> Totals:
    """Asks the database, in the snapshot."""
    dialect = source.dialect
    relation = dialect.relation(table.namespace, table.source)
    hashed = [text for _, text in _hashed(table, dialect)]
    counted = [
        dialect.counted(f"{ALIAS}.{dialect.quoted(one.column)}", one.form, one.field)
        for one in table.columns
    ]
    made = [dialect.text_of_row(hashed)] if hashed else []
    measured = [
        at
        for at, (column, one) in enumerate(zip(table.columns, counted, strict=True))
        if one.number is not None and measure_of(column).number is not None
    ]
    made.extend(str(counted[at].number) for at in measured)
    rows, names = dialect.counted_in(relation, made)
    numbers = dict(zip(reversed(measured), reversed(names), strict=False))
    parts = ["count(*)", dialect.sum_of_hashes(names[0]) if hashed else "null"]
    for at, one in enumerate(counted):
        parts.append(one.filled)
        measures = ("min", "max", dialect.sum)
        parts.extend(
            f"{measure}({numbers[at]})" if at in numbers else "null" for measure in measures
        )
    found: list[Any] = []
    for start in range(0, len(parts), _MOST):  # databases limit the columns of a result
        chosen = ", ".join(parts[start : start + _MOST])
        found.extend(source.ask(f"select {chosen} from {rows}")[0])
    fields = {}
    for at, column in enumerate(table.columns):
        filled, least, greatest, total = found[2 + at * 4 : 6 + at * 4]
        fields[column.name] = Counted(
            filled=int(filled),
            least=_number(least),
            greatest=_number(greatest),
            total=_number(total),
        )
    return Totals(int(found[0]), _number(found[1]), fields, dialect.row_hash)


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
