"""Prisma schema -> Convex schema, and a report of every guarantee that is lost.

from prisma_to_convex import convert

convert(text).schema_ts
"""

__all__ = [
    "Conversion",
    "GuaranteeOutcome",
    "InvalidConfiguration",
    "InvalidSchema",
    "SchemaFinding",
    "__version__",
    "convert",
]

# Nothing is imported here, not even __future__: until `__main__` runs, an interrupt is Python's and prints a traceback.
TYPE_CHECKING = False
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
    from .kit.version import VERSION as __version__


def __getattr__(name: str) -> "Any":
    """Imported when asked for: the command line starts without it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "__version__":
        from .kit.version import VERSION

        return VERSION
    from .api import conversion

    return getattr(conversion, name)
