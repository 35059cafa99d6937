"""PostgreSQL: one exported snapshot, texts by COPY."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from ..counting.row_hashes import RowHash, is_fast, lookup3
from ..dialects.dialect import Dialect, literal
from ..dialects.postgresql_forms import PostgreSQL
from ..dialects.postgresql_texts import hash_of
from ..planning.export_plan import ExportTable
from . import batches
from .address import Address
from .row_source import Catalog, CatalogColumn, CatalogTable, Columns, UnusableSource
from .tls import of_postgresql

_BATCH = 4000
_PAGES = 16_384
"""Pages of a slice: 128 MiB of a table."""

_SETTINGS = """\
set timezone = 'UTC'; set datestyle = 'ISO, MDY'; set intervalstyle = 'iso_8601'; set bytea_output = 'hex';
set extra_float_digits = 1; set client_encoding = 'UTF8'; set statement_timeout = 0;
set idle_in_transaction_session_timeout = 0; set synchronize_seqscans = off; set max_parallel_workers_per_gather = 0;
set jit = off"""
_POOLER = (
    "this is a pooler, and in transaction mode it keeps neither settings nor snapshots: give the database's own "
    "address, as Prisma's `directUrl` or DIRECT_URL has it"
)
# Options of Prisma's URL that libpq knows, by their names there.
_OPTIONS = {
    "connect_timeout": "connect_timeout",
    "application_name": "application_name",
    "options": "options",
    "channel_binding": "channel_binding",
    "target_session_attrs": "target_session_attrs",
}
_ESCAPES = {
    b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v",
}  # fmt: skip  # a table
_NULL = b"\\N"
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)", re.DOTALL)


class PostgreSQLSource:
    """`share` is a snapshot that another connection exported."""

    def __init__(self, address: Address, share: str = "") -> None:
        self.dialect: Dialect = PostgreSQL()
        self._is_limited = False
        self._schema = address.option("schema", "public")
        if address.option("pgbouncer") == "true":
            raise UnusableSource(_POOLER)
        try:
            self._connection = _connected(address)
        except psycopg.Error as error:
            raise UnusableSource(_reason(error)) from None
        try:
            self._begin(share)
        except psycopg.Error as error:
            self.close()
            raise UnusableSource(_reason(error)) from None
        except UnusableSource:
            self.close()
            raise
        version = self.ask("show server_version")[0][0]  # CockroachDB has it too
        self.description = f"PostgreSQL {version}, repeatable read"
        self._catalog: Catalog | None = None
        self._shared = ""

    def _begin(self, share: str) -> None:
        connection = self._connection
        process = connection.execute("select pg_backend_pid()").fetchone()
        if process != (connection.pgconn.backend_pid,):
            raise UnusableSource(_POOLER)
        path = ", ".join(dict.fromkeys((self.dialect.quoted(self._schema), '"public"')))
        for setting in f"set search_path = {path};{_SETTINGS}".split(";"):
            connection.execute(setting)
        self.dialect = PostgreSQL(_row_hash(connection))
        connection.execute("begin isolation level repeatable read read only")
        if share:
            connection.execute("set transaction snapshot '" + share.replace("'", "") + "'")

    # -- the catalog

    def namespace(self, table: ExportTable) -> str:
        return table.namespace or self._schema

    def catalog(self) -> Catalog:
        if self._catalog is None:
            self._catalog = self._read_catalog()
        return self._catalog

    def _read_catalog(self) -> Catalog:
        columns: dict[tuple[str, str], dict[str, CatalogColumn]] = {}
        for namespace, table, column, type_, required, folds in self.ask(_COLUMNS):
            found = columns.setdefault((namespace, table), {})
            found[column] = CatalogColumn(type_, not required, folds)
        enforced: dict[tuple[str, str], set[tuple[str, str, str]]] = {}
        for namespace, table, column, target, referred in self.ask(_FOREIGN_KEYS):
            enforced.setdefault((namespace, table), set()).add((column, target, referred))
        rows = {
            (namespace, table): (count, kind) for namespace, table, count, kind in self.ask(_TABLES)
        }
        return {
            key: CatalogTable(
                columns=found,
                enforced=frozenset(enforced.get(key, ())),
                rows=int(rows[key][0]),
                is_view=rows[key][1] in ("v", "m"),
            )
            for key, found in columns.items()
            if key in rows
        }

    # -- rows

    def slices(self, table: ExportTable) -> list[str]:
        """By pages of the table, in the order in which they lie."""
        relation = self.dialect.relation(self.namespace(table), table.source)
        name = relation.replace("'", "''")
        kind, pages = self.ask(
            f"select relkind, pg_relation_size(oid) / current_setting('block_size')::int from pg_class where oid = '{name}'::regclass"
        )[0]
        if kind != "r":
            return [""]
        starts = list(range(0, max(int(pages), 1), _PAGES))
        ends = [f" and t.ctid < '({start},0)'" for start in starts[1:]]
        return [
            f" where t.ctid >= '({start},0)'{end}"
            for start, end in zip(starts, [*ends, ""], strict=True)
        ]

    def rows(self, sql: str, at_once: int = 0) -> Iterator[Columns]:
        """By COPY: a line for a row, tabs between its texts."""
        raw = self._connection.pgconn
        result = raw.exec_(b"copy (" + sql.encode() + b") to stdout")
        if result.status != pq.ExecStatus.COPY_OUT:
            raise UnusableSource(_cleaned(result.error_message.decode(errors="replace")))
        lines = iter(partial(raw.get_copy_data, 0), (-1, b""))
        while data := _together(islice(lines, at_once or _BATCH)):
            yield _columns(data)
        while (ended := raw.get_result()) is not None:
            if ended.status == pq.ExecStatus.FATAL_ERROR:
                raise UnusableSource(_cleaned(ended.error_message.decode(errors="replace")))

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What fails does not end the transaction, once there may be a failure: after `limit`."""
        connection = self._connection
        try:
            if self._is_limited:
                connection.execute("savepoint p2c")
            return connection.execute(sql.encode()).fetchall()
        except psycopg.Error as error:
            if self._is_limited:
                connection.execute("rollback to savepoint p2c")
            raise UnusableSource(_reason(error)) from None

    def limit(self, seconds: int) -> None:
        try:
            self._connection.execute(f"set statement_timeout = {seconds * 1000}".encode())
        except psycopg.Error as error:
            raise UnusableSource(_reason(error)) from None
        self._is_limited = True

    def unread(self) -> tuple[str, ...]:
        return ()

    def share(self) -> str:
        if not self._shared:
            self._shared = str(self.ask("select pg_export_snapshot()")[0][0])
        return self._shared

    def close(self) -> None:
        self._connection.close()


def _connected(address: Address) -> psycopg.Connection[tuple[Any, ...]]:
    host = address.option("host") or address.host
    settings = {
        known: value for name, value in address.options if (known := _OPTIONS.get(name)) and value
    }
    conninfo = make_conninfo(
        host=host,
        port=address.port,
        user=address.user or None,
        password=address.password or None,
        dbname=address.database or None,
        **{"connect_timeout": "15", **settings, **of_postgresql(address)},
    )
    return psycopg.connect(conninfo, autocommit=True, prepare_threshold=None)


_TRIED = "of twelve and more octets"


def _row_hash(connection: psycopg.Connection[tuple[Any, ...]]) -> RowHash:
    """The server's own where it is the one that is known here, and quick here."""
    if not is_fast():
        return "md5"
    try:
        found = connection.execute(f"select {hash_of(literal(_TRIED))}".encode()).fetchone()
    except psycopg.Error:
        return "md5"
    return "lookup3" if found == (lookup3(_TRIED.encode()),) else "md5"


def _reason(error: psycopg.Error) -> str:
    return _cleaned(str(error))


def _cleaned(text: str) -> str:
    """The first line of what the server says, without the values of rows that stand behind it."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    message = (lines or ["no reason"])[0].removeprefix("connection failed: ")
    return f"PostgreSQL: {message.removeprefix('ERROR:').strip()}"


def _together(lines: Iterator[tuple[int, Any]]) -> bytearray:
    """Some lines; few where they are large. None is kept by itself, which costs more than all else."""
    data = bytearray()
    for _, line in lines:
        data += line
        if len(data) > batches.ENOUGH:
            break
    return data


def _columns(data: bytearray) -> Sequence[Sequence[bytes | None]]:
    """COPY escapes what separates: every tab and every newline that stands ends a cell."""
    width = data.count(b"\t", 0, data.index(b"\n")) + 1
    cells = bytes(data[:-1]).replace(b"\n", b"\t").split(b"\t")
    columns = [cells[at::width] for at in range(width)]
    return [_plain(column) for column in columns] if b"\\" in data else columns


def _plain(column: list[bytes]) -> Sequence[bytes | None]:
    """Of a whole column where it has no backslash, or none but doubled ones; else cell by cell."""
    together = b"\n".join(column)
    if not (count := together.count(b"\\")):
        return column
    if count == 2 * together.count(b"\\\\"):
        return together.replace(b"\\\\", b"\\").split(b"\n")
    if count == column.count(_NULL):
        return [None if cell == _NULL else cell for cell in column]
    return [
        cell if b"\\" not in cell else None if cell == _NULL else _unescaped(cell)
        for cell in column
    ]


def _unescaped(cell: bytes) -> bytes:
    if cell.count(b"\\") == 2 * cell.count(b"\\\\"):
        return cell.replace(b"\\\\", b"\\")
    return _ESCAPE.sub(_character, cell)


def _character(match: re.Match[bytes]) -> bytes:
    text = match[1]
    if text[:1].isdigit():
        return bytes((int(text, 8) & 255,))
    if text[:1] == b"x" and len(text) > 1:
        return bytes((int(text[1:], 16),))
    return _ESCAPES.get(text, text)


_COLUMNS = """\
select n.nspname::text, c.relname::text, a.attname::text, format_type(a.atttypid, null), a.attnotnull,
  a.atttypid = coalesce(to_regtype('citext')::oid, 0) or coalesce(not co.collisdeterministic, false)
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  left join pg_collation co on co.oid = a.attcollation
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
order by 1, 2, a.attnum"""
_FOREIGN_KEYS = """\
select n.nspname::text, c.relname::text, a.attname::text, r.relname::text, b.attname::text
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_class r on r.oid = k.confrelid
  join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
  join pg_attribute b on b.attrelid = r.oid and b.attnum = k.confkey[1]
where k.contype = 'f' and k.convalidated and array_length(k.conkey, 1) = 1"""
_TABLES = """\
select n.nspname::text, c.relname::text, c.reltuples::bigint, c.relkind::text
from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f')"""
