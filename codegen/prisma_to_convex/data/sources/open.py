"""An address -> an open source. Drivers are imported here alone, and named where they are missing."""

from __future__ import annotations

from ..address import Address
from .row_source import RowSource, UnusableSource


def opened(address: Address, share: str = "") -> RowSource:
    """Raises `Unusable`. `share`: what `Source.share` gave in another process."""
    try:
        return _opened(address, share)
    except ImportError as error:
        extra = _EXTRAS.get(address.provider, address.provider)
        told = (
            f"the driver `{error.name}` is not installed: pip install 'prisma-to-convex[{extra}]'"
        )
        raise UnusableSource(told) from None


_EXTRAS = {"cockroachdb": "postgresql"}


def _opened(address: Address, share: str) -> RowSource:
    if share and address.provider != "postgresql":
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
        case "mysql":
            from .mysql import MySQLSource

            return MySQLSource(address)
        case other:
            raise UnusableSource(f"{other} can't be read yet")
