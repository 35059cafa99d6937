"""Real databases under one face: what a statement did, or the code by which Prisma tells that it was refused."""

from __future__ import annotations

import datetime
import decimal
import re
import sqlite3
from collections.abc import Sequence
from typing import Any, Protocol

import psycopg
import pymysql

from support.databases import Database

_STATES = {
    "23505": "P2002", "23503": "P2003", "23001": "P2003", "23502": "P2011",
    "22001": "P2000", "22003": "P2020", "22P02": "P2020", "22008": "P2020",
}  # fmt: skip  # a table
_NUMBERS = {
    1062: "P2002",
    1451: "P2003",
    1452: "P2003",
    1048: "P2011",
    1406: "P2000",
    1264: "P2020",
}


class Refused(Exception):
    """`code` is Prisma's, `constraint` the name that the database told, if it did."""

    def __init__(self, code: str, constraint: str = "") -> None:
        super().__init__(code, constraint)
        self.code, self.constraint = code, constraint


class Sql(Protocol):
    def create(self, script: str) -> None:
        """Throws all away and makes an empty database."""

    def execute(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Names in double quotes, `%s` for values; how many rows it found."""

    def rows(self, table: str) -> list[dict[str, Any]]: ...

    def close(self) -> None: ...


class PostgreSql:
    def __init__(self, database: Database) -> None:
        self._connection: psycopg.Connection[Any] = database.connect()

    def close(self) -> None:
        self._connection.close()

    def create(self, script: str) -> None:
        made = script.replace('CREATE SCHEMA IF NOT EXISTS "public";', "")
        self._connection.execute("drop schema public cascade; create schema public")
        self._connection.execute("create extension if not exists citext")
        self._connection.execute(made)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> int:
        try:
            return self._connection.execute(statement, values).rowcount
        except psycopg.Error as error:
            state = error.sqlstate or ""
            raise Refused(_STATES.get(state, state), error.diag.constraint_name or "") from error

    def texts(self, query: str) -> list[str]:
        """The first column of what it finds."""
        return [row[0] for row in self._connection.execute(query).fetchall()]

    def rows(self, table: str) -> list[dict[str, Any]]:
        found = self._connection.execute(f'SELECT * FROM "{table}"')
        names = [column.name for column in found.description or ()]
        return [dict(zip(names, map(plain, row), strict=True)) for row in found.fetchall()]


class MariaDb:
    def __init__(self, database: Database) -> None:
        self._connection = database.connect()
        self._name = database.name
        self._run("set sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES'")

    def _run(self, statement: str, values: Sequence[Any] | None = None) -> Any:
        cursor = self._connection.cursor()
        cursor.execute(statement, values)
        return cursor

    def close(self) -> None:
        self._connection.close()

    def create(self, script: str) -> None:
        self._run(f"drop database {self._name}")
        self._run(f"create database {self._name} character set utf8mb4 collate utf8mb4_unicode_ci")
        self._run(f"use {self._name}")
        for statement in script.split(";\n"):
            if statement.strip():
                self._run(statement)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> int:
        # What an update finds, not what it changes.
        where = re.fullmatch(
            r'(?:UPDATE ("\w+") SET .*?|DELETE FROM ("\w+")) (WHERE .*)', statement
        )
        if where is not None:
            count = where[3].count("%s")
            select = f"SELECT 1 FROM {where[1] or where[2]} {where[3]}"
            if not self._run(select, values[len(values) - count :]).fetchall():
                return 0
        try:
            self._run(statement, values)
        except pymysql.MySQLError as error:
            number, message = error.args[0], str(error.args[1])
            named = re.search(r"CONSTRAINT [`\"](\w+)[`\"]|for key '(\w+)'", message)
            name = next(filter(None, named.groups()), "") if named else ""
            raise Refused(_NUMBERS.get(number, f"{number} {message}"), name) from error
        return 1

    def rows(self, table: str) -> list[dict[str, Any]]:
        found = self._run(f'SELECT * FROM "{table}"')
        names = [column[0] for column in found.description]
        return [dict(zip(names, map(plain, row), strict=True)) for row in found.fetchall()]


class Sqlite:
    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)

    def close(self) -> None:
        self._connection.close()

    def create(self, script: str) -> None:
        self._connection.close()
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        self._connection.execute("pragma foreign_keys = on")
        self._connection.executescript(script)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> int:
        try:
            return self._connection.execute(statement.replace("%s", "?"), values).rowcount
        except sqlite3.IntegrityError as error:
            kinds = {"UNIQUE": "P2002", "PRIMARY": "P2002", "FOREIGN": "P2003", "NOT NULL": "P2011"}
            found = [code for word, code in kinds.items() if str(error).startswith(word)]
            raise Refused(found[0] if found else str(error)) from error

    def rows(self, table: str) -> list[dict[str, Any]]:
        found = self._connection.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in found.description]
        return [dict(zip(names, map(plain, row), strict=True)) for row in found.fetchall()]


def plain(value: Any) -> Any:
    """As an emitted document holds it."""
    if isinstance(value, decimal.Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=datetime.UTC).timestamp() * 1000
    if isinstance(value, float | int | str) or value is None:
        return value
    return str(value)
