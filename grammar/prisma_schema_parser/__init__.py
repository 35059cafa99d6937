"""Prisma's schema language in Python: text -> Document -> Schema, with diagnostics.

    from prisma_schema_parser import load, read_schema

    loaded = load(Path("prisma/schema.prisma"))      # a file or a folder of *.prisma
    result = read_schema(loaded.sources)
    for model in result.schema.models: ...

Depends on Lark and the standard library; knows nothing of what the schema is translated to.
"""

from typing import TYPE_CHECKING

from .diagnostic import Diagnostic, Label, Rule, Severity
from .files import Loaded, load
from .reading import Result, read_schema
from .schema import Schema
from .source import Position, SourceFile, Span

__all__ = [
    "Diagnostic",
    "Label",
    "Loaded",
    "Position",
    "Result",
    "Rule",
    "Schema",
    "Severity",
    "SourceFile",
    "Span",
    "load",
    "read_schema",
]

if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name: str) -> str:
        """`__version__`, of the distribution that both packages come in: it is written in that one's other package."""
        if name != "__version__":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib.metadata import version

        return version("prisma-to-convex")
