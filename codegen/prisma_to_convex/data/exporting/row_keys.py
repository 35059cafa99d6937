"""The keys of rows whose ids are known: an id tells nothing of its key, so the keys of the table are minted again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from ..dialects.dialect import ALIAS, Value
from ..ids.minted_ids import Minter
from ..sources.row_source import RowSource
from ..tokens import key_texts
from .export_records import ExportRequest


def keys_of(
    request: ExportRequest, source: RowSource, name: str, wanted: Collection[str]
) -> tuple[tuple[str, ...], dict[str, str]]:
    """The fields of a table's key, and by id, of those that are wanted and there, the key as people write it."""
    table = next((one for one in request.plan.tables if one.name == name), None)
    if table is None or not table.key or not wanted:
        return (), {}
    dialect = source.dialect
    cells = [dialect.key(f"{ALIAS}.{dialect.quoted(one.column)}", one.field) for one in table.key]
    chosen = ", ".join(cell.sql for cell in cells)
    mint = Minter(request.secret.value, table.model, request.numbers[name])
    found = {}
    sql = f"select {chosen} from {dialect.relation(table.namespace, table.source)} {ALIAS}"
    for batch in source.rows(sql):
        keys = [key for row in zip(*batch, strict=True) if (key := _key(cells, row)) is not None]
        for id_, key in zip(mint(keys), keys, strict=True):
            if id_.decode() in wanted:
                found[id_.decode()] = key_texts.readable(key, len(cells))
    field_names = {column.column: column.place.rpartition(".")[2] for column in table.columns}
    return tuple(field_names.get(one.column, one.field.name) for one in table.key), found


def _key(cells: Sequence[Value], row: Sequence[Any]) -> bytes | None:
    """None of a row that has none, and is not moved."""
    parts = []
    for cell, value in zip(cells, row, strict=True):
        assert cell.read is not None
        part = None if value is None else cell.read(value)
        if not isinstance(part, bytes):
            return None
        parts.append(part)
    return key_texts.joined(parts)
