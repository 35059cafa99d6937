"""MySQL and MariaDB: one consistent snapshot of InnoDB's tables, rows as they come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pymysql
from pymysql.converters import encoders
from pymysql.cursors import SSCursor

from ..dialects.dialect import Dialect
from ..dialects.mysql_forms import NO_SUBQUERY_CACHE, MySQL
from ..planning.export_plan import ExportTable
from .address import Address
from .batches import batches, size_of_rows
from .row_source import Catalog, CatalogColumn, CatalogTable, Columns, UnusableSource
from .tls import of_mysql

_ENCODERS: Any = dict(encoders)
_BATCH = 2000
_SLICE = 200_000
_INTEGERS = ("int", "bigint", "mediumint", "smallint", "tinyint")


class MySQLSource:
    def __init__(self, address: Address) -> None:
        self.dialect: Dialect = MySQL()
        self._database = address.database
        try:
            self._connection = _connected(address)
            for statement in (
                "set session time_zone = '+00:00'",
                "set session sql_mode = ''",
                "set session transaction isolation level repeatable read",
                NO_SUBQUERY_CACHE,
                "start transaction with consistent snapshot, read only",
            ):
                with self._connection.cursor() as cursor:
                    cursor.execute(statement)
        except (pymysql.Error, OSError, RuntimeError) as error:
            raise UnusableSource(_reason(error)) from None
        version = self.ask("select version()")[0][0]
        self.description = f"{'MariaDB' if 'MariaDB' in version else 'MySQL'} {version.partition('-')[0]}, consistent snapshot"
        self._catalog: Catalog | None = None

    def namespace(self, table: ExportTable) -> str:
        return table.namespace or self._database

    def catalog(self) -> Catalog:
        if self._catalog is None:
            self._catalog = self._read_catalog()
            self._refuse_other_engines()
        return self._catalog

    def _read_catalog(self) -> Catalog:
        columns: dict[tuple[str, str], dict[str, CatalogColumn]] = {}
        for namespace, table, column, type_, nullable, collation in self.ask(_COLUMNS):
            folds = bool(collation) and not collation.endswith("_bin")
            found = columns.setdefault((namespace, table), {})
            found[column] = CatalogColumn(type_, nullable == "YES", folds)
        enforced: dict[tuple[str, str], set[tuple[str, str, str]]] = {}
        for namespace, table, column, target, referred in self.ask(_FOREIGN_KEYS):
            enforced.setdefault((namespace, table), set()).add((column, target, referred))
        self._engines = {(one[0], one[1]): one[4] for one in self.ask(_TABLES)}
        rows = {(one[0], one[1]): (one[2], one[3]) for one in self.ask(_TABLES)}
        return {
            key: CatalogTable(
                columns=found,
                enforced=frozenset(enforced.get(key, ())),
                rows=int(rows[key][0] or 0),
                is_view=rows[key][1] == "VIEW",
            )
            for key, found in columns.items()
            if key in rows
        }

    def _refuse_other_engines(self) -> None:
        other = [
            name for (_, name), engine in self._engines.items() if engine and engine != "InnoDB"
        ]
        if other:
            self.description += (
                f"; not of the snapshot, as they are no InnoDB tables: {', '.join(sorted(other))}"
            )

    def slices(self, table: ExportTable) -> list[str]:
        """By ranges of the key, where that is one whole number."""
        if len(table.key) != 1:
            return [""]
        column = self.catalog()[self.namespace(table), table.source].columns[table.key[0].column]
        if not column.type.startswith(_INTEGERS):
            return [""]
        key = self.dialect.quoted(table.key[0].column)
        relation = self.dialect.relation(table.namespace, table.source)
        first, last = self.ask(f"select min({key}), max({key}) from {relation}")[0]
        if first is None or not 2 <= (int(last) - int(first)) // _SLICE + 1 <= 10_000:
            return [""]
        starts = range(int(first), int(last) + 1, _SLICE)
        return [f" where t.{key} >= {at} and t.{key} < {at + _SLICE}" for at in starts]

    def rows(self, sql: str, at_once: int = 0) -> Iterator[Columns]:
        try:
            with self._connection.cursor(SSCursor) as cursor:
                cursor.execute(sql)
                for batch in batches(cursor.fetchmany, size_of_rows, at_once or _BATCH):
                    yield list(zip(*batch, strict=True))
        except pymysql.Error as error:
            raise UnusableSource(_reason(error)) from None

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql)
                return [tuple(map(_text, row)) for row in cursor.fetchall()]
        except pymysql.Error as error:
            raise UnusableSource(_reason(error)) from None

    def limit(self, seconds: int) -> None:
        is_mariadb = self.description.startswith("MariaDB")
        setting = (
            f"max_statement_time = {seconds}"
            if is_mariadb
            else f"max_execution_time = {seconds * 1000}"
        )
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(f"set session {setting}")
        except pymysql.Error as error:
            raise UnusableSource(_reason(error)) from None

    def unread(self) -> tuple[str, ...]:
        return ()

    def share(self) -> str:
        return ""

    def close(self) -> None:
        self._connection.close()


def _text(value: Any) -> Any:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _connected(address: Address) -> Any:
    socket = address.option("socket")
    where = {"unix_socket": socket} if socket else {"host": address.host, "port": address.port}
    tls_options = of_mysql(address)
    connection = pymysql.connect(
        **where,
        user=address.user,
        password=address.password,
        database=address.database,
        charset="utf8mb4",
        use_unicode=False,
        conv=_ENCODERS,  # no decoder: every value stays as the server sent it
        connect_timeout=int(address.option("connect_timeout", "15") or 15),
        ssl=tls_options.context,
        ssl_disabled=tls_options.is_disabled,
    )
    if tls_options.context is not None and not _is_encrypted(connection):
        connection.close()
        raise UnusableSource("MySQL: TLS is required, but the server does not support it")
    return connection


def _is_encrypted(connection: Any) -> bool:
    """Drivers before PyMySQL 1.2 go on without TLS where the server has none."""
    with connection.cursor() as cursor:
        cursor.execute("show session status like 'Ssl_cipher'")
        return bool(cursor.fetchone()[1])


def _reason(error: Exception) -> str:
    """What the server says, without the SQL."""
    found = error.args[1] if len(error.args) > 1 else str(error)
    return f"MySQL: {_text(found)}"


_OWN = "('mysql', 'information_schema', 'performance_schema', 'sys')"
_COLUMNS = f"""\
select table_schema, table_name, column_name, column_type, is_nullable, collation_name
from information_schema.columns where table_schema not in {_OWN} order by 1, 2, ordinal_position"""
_FOREIGN_KEYS = f"""\
select table_schema, table_name, max(column_name), max(referenced_table_name), max(referenced_column_name)
from information_schema.key_column_usage where referenced_table_name is not null and table_schema not in {_OWN}
group by constraint_schema, constraint_name, table_schema, table_name having count(*) = 1"""
_TABLES = f"""\
select table_schema, table_name, table_rows, table_type, engine from information_schema.tables
where table_schema not in {_OWN}"""
