"""Prisma's schema language in Python: text -> Document -> Schema, with diagnostics.

    from prisma_schema_parser import load, read_schema

    loaded = load(Path("prisma/schema.prisma"))      # a file or a folder of *.prisma
    result = read_schema(loaded.sources)
    for model in result.schema.models: ...

Depends on Lark and the standard library; knows nothing of what the schema is translated to.
"""

from .diagnostic import Diagnostic, Label, Rule, Severity
from .files import Loaded, load
from .reading import Result, read_schema
from .schema import Schema
from .source import Position, SourceFile, Span

__version__ = "0.1.0"

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
