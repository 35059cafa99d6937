"""Strings the stages together: sources -> schema -> lowered -> ledger. Pure: no files, no terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from prisma_schema_parser import Result, SourceFile, read_schema
from prisma_schema_parser.diagnostic import Diagnostic

from .ledger import Ledger, settle
from .lowering import Lowered, lower


class Compilation(NamedTuple):
    """`warnings` are the parser's; what is lost or changed is in the ledger."""

    lowered: Lowered
    ledger: Ledger
    warnings: tuple[Diagnostic, ...]


class Invalid(NamedTuple):
    """The schema is not valid: nothing can be said of its translation."""

    diagnostics: tuple[Diagnostic, ...]


def compile_schema(sources: Sequence[SourceFile]) -> Compilation | Invalid:
    """Compiles one schema, from one or more files."""
    return translate(read_schema(sources))


def translate(result: Result) -> Compilation | Invalid:
    if not result.is_valid:
        return Invalid(result.diagnostics)
    lowered = lower(result.schema)
    return Compilation(lowered, settle(lowered), result.diagnostics)
