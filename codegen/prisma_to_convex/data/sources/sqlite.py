"""A SQLite file, opened to read, in one transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from prisma_schema_parser.regular_files import check_regular, reason

from ..dialects.dialect import Dialect
from ..dialects.sqlite_forms import SQLite
from ..planning.export_plan import ExportTable
from .row_source import Catalog, CatalogColumn, CatalogTable, UnusableSource
from .sqlite_rows import SQLiteRows, prepare

_SLICE = 100_000


class SQLiteSource(SQLiteRows):
    """The snapshot of a file: `BEGIN`, then a first read, which a writer can't change any more."""

    def __init__(self, path: Path, *, timeout: float = 10) -> None:
        self.dialect: Dialect = SQLite()
        try:
            check_regular(path)
        except OSError as error:
            raise UnusableSource(f"{path.as_posix()}: {reason(error)}") from None
        uri = f"file:{quote(str(path.resolve()))}?mode=ro"
        try:
            self._connection = sqlite3.connect(
                uri, uri=True, isolation_level=None, timeout=timeout, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise UnusableSource(f"{path.name}: {error}") from None
        try:
            prepare(self._connection)
            self._connection.execute("pragma query_only = on")
            self._connection.execute("begin")
            self._connection.execute("select count(*) from sqlite_master").fetchone()
        except sqlite3.Error as error:
            self._connection.close()
            raise UnusableSource(f"{path.name}: {error}") from None
        self.description = f"SQLite {sqlite3.sqlite_version}, one read transaction"
        self._catalog: Catalog | None = None

    def catalog(self) -> Catalog:
        if self._catalog is None:
            names = self.ask(
                "select name, type from sqlite_master where type in ('table', 'view') and name not like 'sqlite~_%' escape '~'"
            )
            self._catalog = {
                ("", name.decode()): self._table(name.decode(), is_view=kind == b"view")
                for name, kind in names
            }
        return self._catalog

    def _table(self, name: str, *, is_view: bool) -> CatalogTable:
        columns = {
            column.decode(): CatalogColumn(kind.decode(), not required and not key)
            for _, column, kind, required, _, key in self.ask(
                f"pragma table_info({self.dialect.quoted(name)})"
            )
        }
        return CatalogTable(columns, is_view=is_view)

    def namespace(self, table: ExportTable) -> str:
        return ""

    def slices(self, table: ExportTable) -> list[str]:
        """By ranges of the key, where that is the rowid."""
        if len(table.key) != 1:
            return [""]
        key = self.dialect.quoted(table.key[0].column)
        source = self.dialect.relation(None, table.source)
        ((first, last, kinds),) = self.ask(
            f"select min({key}), max({key}), count(distinct typeof({key})) from {source}"
        )
        if not isinstance(first, int) or not isinstance(last, int) or kinds != 1:
            return [""]
        starts = range(first, last + 1, _SLICE)
        if len(starts) < 2 or len(starts) > 10_000:
            return [""]
        return [f" where t.{key} >= {at} and t.{key} < {at + _SLICE}" for at in starts]
