"""CockroachDB, by PostgreSQL's protocol: its own past is the snapshot, which any number of connections can read.

Built from its documentation: `begin as of system time`, COPY of a query, `information_schema`. No server was at hand; what
the texts of SQL have in common with PostgreSQL is tested there.
"""

from __future__ import annotations

import re

from ..dialects.cockroachdb_forms import CockroachDB
from ..planning.export_plan import ExportTable
from .address import Address
from .postgresql import PostgreSQLSource
from .row_source import Catalog, CatalogColumn, CatalogTable, UnusableSource

SETTINGS = (
    "timezone = 'UTC'",
    "datestyle = 'ISO, MDY'",
    "intervalstyle = 'iso_8601'",
    "bytea_output = 'hex'",
    "extra_float_digits = 1",
    "client_encoding = 'UTF8'",
    "statement_timeout = 0",
    "idle_in_transaction_session_timeout = 0",
)
NOW = "select cluster_logical_timestamp()::text"
BEGIN = "begin as of system time '{time}'"
_TIME = re.compile(r"\d{1,20}(\.\d{1,20})?")


class CockroachDBSource(PostgreSQLSource):
    """`share` is the time whose state is read. It has to be within the window of garbage collection (`gc.ttlseconds`)
    until the last row was read."""

    def __init__(self, address: Address, share: str = "") -> None:
        super().__init__(address, share)
        self.dialect = CockroachDB()
        version = re.search(r"v\d[\w.-]*", str(self.ask("select version()")[0][0]))
        self.description = f"CockroachDB {version[0] if version else ''}".strip()
        self.description += ", as of system time"

    def _begin(self, share: str) -> None:
        path = ", ".join(dict.fromkeys((self.dialect.quoted(self._schema), '"public"')))
        for setting in (f"search_path = {path}", *SETTINGS):
            self._connection.execute(f"set {setting}".encode())
        time = share or str(self.ask(NOW)[0][0])
        if not _TIME.fullmatch(time):
            raise UnusableSource("--snapshot is no time of cluster_logical_timestamp()")
        self._connection.execute(BEGIN.format(time=time).encode())
        self._time = time

    def _read_catalog(self) -> Catalog:
        columns: dict[tuple[str, str], dict[str, CatalogColumn]] = {}
        for namespace, table, column, type_, nullable, known in self.ask(_COLUMNS):
            found = columns.setdefault((namespace, table), {})
            found[column] = CatalogColumn(type_, nullable == "YES", known == "citext")
        kinds = {(namespace, table): kind for namespace, table, kind in self.ask(_TABLES)}
        return {
            key: CatalogTable(columns=found, is_view=kinds[key] == "VIEW")
            for key, found in columns.items()
            if key in kinds
        }

    def slices(self, table: ExportTable) -> list[str]:
        return [""]

    def share(self) -> str:
        return self._time


_OWN = "('pg_catalog', 'information_schema', 'pg_extension', 'crdb_internal')"
_COLUMNS = f"""\
select table_schema, table_name, column_name, data_type, is_nullable, udt_name
from information_schema.columns where table_schema not in {_OWN}
  and not (column_name = 'rowid' and coalesce(column_default, '') = 'unique_rowid()')
order by table_schema, table_name, ordinal_position"""
_TABLES = f"""\
select table_schema, table_name, table_type from information_schema.tables where table_schema not in {_OWN}"""
