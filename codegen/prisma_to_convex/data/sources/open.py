"""An address -> an open source. Drivers are imported here alone, and named where they are missing."""

from __future__ import annotations

from ..planning.export_plan import Plan
from .address import FROM_A_DUMP, Address
from .row_source import RowSource, UnusableSource


def opened(address: Address, plan: Plan, share: str = "") -> RowSource:
    """Raises `UnusableSource`. `share`: what `RowSource.share` gave in another process. A dump is read for a plan."""
    try:
        return _opened(address, plan, share)
    except ImportError as error:
        raise UnusableSource(missing_driver(error, address.provider)) from None


def missing_driver(error: ImportError, provider: str) -> str:
    extra = _EXTRAS.get(provider, provider)
    return f"the driver `{error.name}` is not installed: pip install 'prisma-to-convex[{extra}]'"


_EXTRAS = {"cockroachdb": "postgresql"}


def _opened(address: Address, plan: Plan, share: str) -> RowSource:
    if share and address.provider not in ("postgresql", "cockroachdb"):
        raise UnusableSource(
            f"{address.provider} has no snapshots that connections share: read a copy that stands still"
        )
    match address.provider:
        case "sqlite":
            from .sqlite import SQLiteSource

            assert address.path is not None
            return SQLiteSource(address.path)
        case "postgresql":
            from .postgresql import PostgreSQLSource

            return PostgreSQLSource(address, share)
        case "cockroachdb":
            from .cockroachdb import CockroachDBSource

            return CockroachDBSource(address, share)
        case "mysql":
            from .mysql import MySQLSource

            return MySQLSource(address)
        case "mongodb":
            from .mongodb import MongoDBSource

            if address.path is None:
                raise UnusableSource(FROM_A_DUMP)
            return MongoDBSource(address.path, plan)
        case "sqlserver":
            raise UnusableSource(
                "rows of SQL Server can't be read: `data probe --sql-only` prints the checks as T-SQL, to run by hand"
            )
        case other:
            raise UnusableSource(f"{other} can't be read")
