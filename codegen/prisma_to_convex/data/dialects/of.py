"""The dialect of a provider, without a connection."""

from __future__ import annotations

from .dialect import CheckDialect, Dialect


def dialect_of(provider: str | None) -> Dialect | None:
    """None for a provider that is read in another way, or not at all."""
    match provider:
        case "sqlite":
            from .sqlite_forms import SQLite

            return SQLite()
        case "postgresql":
            from .postgresql_forms import PostgreSQL

            return PostgreSQL()
        case "cockroachdb":
            from .cockroachdb_forms import CockroachDB

            return CockroachDB()
        case "mysql":
            from .mysql_forms import MySQL

            return MySQL()
        case "mongodb":
            from .mongodb_forms import MongoDB

            return MongoDB({})
        case _:
            return None


def check_dialect_of(provider: str | None) -> CheckDialect | None:
    """What the checks of a provider are written with, also where its rows can't be read."""
    match provider:
        case "sqlserver":
            from .sqlserver_forms import SQLServer

            return SQLServer()
        case "mongodb":
            return None
        case _:
            return dialect_of(provider)
