"""A SQLite file, opened to read, in one transaction."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from prisma_schema_parser.regular_files import check_regular, reason

from ..batches import batches, size_of_rows
from ..dialects.dialect import Dialect
from ..dialects.sqlite_forms import SQLite, Text
from ..export_plan import ExportTable
from .row_source import Catalog, CatalogColumn, CatalogTable, Columns, UnusableSource

_BATCH = 4000
_SLICE = 100_000


class SQLiteSource:
    """The snapshot of a file: `BEGIN`, then a first read, which a writer can't change any more."""

    def __init__(self, path: Path, *, timeout: float = 10) -> None:
        self.dialect: Dialect = SQLite()
        self._seconds = 0
        try:
            check_regular(path)
        except OSError as error:
            raise UnusableSource(f"{path.as_posix()}: {reason(error)}") from None
        uri = f"file:{quote(str(path.resolve()))}?mode=ro"
        try:
            self._connection = sqlite3.connect(
                uri, uri=True, isolation_level=None, timeout=timeout, check_same_thread=False
            )
            self._connection.text_factory = Text
            self._connection.create_aggregate("p2c_hash", 1, _SumOfHashes)  # type: ignore[arg-type]  # typeshed: a number
            self._connection.create_function("p2c_base64", 1, _base64, deterministic=True)
            self._connection.create_function("p2c_sha256", 1, _sha256, deterministic=True)
            self._connection.execute("pragma query_only = on")
            self._connection.execute("begin")
            self._connection.execute("select count(*) from sqlite_master").fetchone()
        except sqlite3.Error as error:
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

    def rows(self, sql: str, at_once: int = 0) -> Iterator[Columns]:
        try:
            cursor = self._connection.execute(sql)
            for batch in batches(cursor.fetchmany, size_of_rows, at_once or _BATCH):
                yield list(zip(*batch, strict=True))
        except sqlite3.Error as error:
            raise UnusableSource(f"SQLite: {error}") from None

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        until = time.monotonic() + self._seconds if self._seconds else 0.0
        stop = (lambda: time.monotonic() > until) if until else None
        try:
            self._connection.set_progress_handler(stop, 100_000)
            return self._connection.execute(sql).fetchall()
        except sqlite3.Error as error:
            raise UnusableSource(f"SQLite: {error}") from None
        finally:
            self._connection.set_progress_handler(None, 0)

    def limit(self, seconds: int) -> None:
        """SQLite has no timeout: its progress is asked now and then instead."""
        self._seconds = seconds

    def share(self) -> str:
        return ""

    def close(self) -> None:
        self._connection.close()


class _SumOfHashes:
    """As the other databases sum it up: the first 60 bits of the MD5 of a text's bytes."""

    def __init__(self) -> None:
        self._sum = 0

    def step(self, value: object) -> None:
        if isinstance(value, bytes):
            digest = hashlib.md5(value, usedforsecurity=False).digest()
            self._sum += int.from_bytes(digest[:8], "big") >> 4

    def finalize(self) -> str:
        return str(self._sum)


def _sha256(value: object) -> str | None:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else None


def _base64(value: object) -> str | None:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else None
