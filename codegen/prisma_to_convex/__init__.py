"""Prisma schema -> Convex schema, and a report of every guarantee that is lost.

from prisma_to_convex import convert

convert(text).schema_ts
"""

from __future__ import annotations

from .kit.version import VERSION as __version__

__all__ = [
    "Conversion",
    "GuaranteeOutcome",
    "InvalidConfiguration",
    "InvalidSchema",
    "SchemaFinding",
    "__version__",
    "convert",
]

TYPE_CHECKING = False  # typing takes longer to import than all that stands here
if TYPE_CHECKING:
    from typing import Any

    from .api.conversion import (
        Conversion,
        GuaranteeOutcome,
        InvalidConfiguration,
        InvalidSchema,
        SchemaFinding,
        convert,
    )


def __getattr__(name: str) -> Any:
    """Imported when asked for: the command line starts without it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .api import conversion

    return getattr(conversion, name)
