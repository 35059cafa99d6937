"""The dialect of a provider, without a connection."""

from __future__ import annotations

from .dialect import Dialect


def dialect_of(provider: str | None) -> Dialect | None:
    """None for a provider that is read in another way, or not at all."""
    match provider:
        case "sqlite":
            from .sqlite_forms import SQLite

            return SQLite()
        case "postgresql" | "cockroachdb":
            from .postgresql_forms import PostgreSQL

            return PostgreSQL()
        case "mysql":
            from .mysql_forms import MySQL

            return MySQL()
        case "mongodb":
            from .mongodb_forms import MongoDB

            return MongoDB({})
        case _:
            return None
