"""Whether a table changed since an export: a hash of all that its mapped columns hold, made by the database itself.

Not of the documents: whatever they are formed of has to be as it was, in every digit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..dialects.dialect import ALIAS, HashedText
from ..planning.export_plan import ExportTable
from ..snapshots.stored_files import has_files
from ..sources.row_source import RowSource
from .manifest import form_hash


def content(source: RowSource, table: ExportTable) -> str:
    """Rows and their hash; order does not matter."""
    dialect = source.dialect
    columns = source.catalog()[source.namespace(table), table.source].columns
    raw = [
        HashedText(
            dialect.raw(f"{ALIAS}.{dialect.quoted(name)}", columns[name].type),
            not columns[name].is_nullable,
        )
        for name in sorted(table.mapped)
    ]
    hashed = dialect.hash_of_contents(raw)
    relation = dialect.relation(table.namespace, table.source)
    ((count, hash_),) = source.ask(f"select count(*), {hashed} from {relation} {ALIAS}")
    return f"{int(count)}:{_text(hash_)}"


def _text(value: Any) -> str:
    found = value.decode() if isinstance(value, bytes) else str(value or 0)
    return found.partition(".")[0]


def unchanged(
    source: RowSource, tables: tuple[ExportTable, ...], manifest: Mapping[str, Any]
) -> dict[str, Any]:
    """Of the tables of an earlier manifest, those that hold the same, and that nothing was rejected or emptied in."""
    found = {}
    for table in tables:
        before = manifest["tables"].get(table.name)
        if not isinstance(before, dict) or before.get("rejected") or before.get("emptied"):
            continue
        if before.get("form") != form_hash(table) or not before.get("content"):
            continue
        if before["content"] == content(source, table):
            snapshot = before.get("snapshot") or manifest.get("snapshot")
            found[table.name] = {**before, "snapshot": snapshot}
    files = {table.name for table in tables if has_files(table)}
    if not files <= found.keys():  # an import puts all files in the place of all
        found = {name: one for name, one in found.items() if name not in files}
    return found
