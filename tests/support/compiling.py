"""The compiler on texts: what most tests of codegen start with."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.convex.convex_schema import Table
from prisma_to_convex.convex.render import schema_ts

POSTGRESQL = 'datasource db {\n  provider = "postgresql"\n}\n'


def datasource(provider: str, **more: str) -> str:
    """A datasource block; `more` are keys with their written values."""
    extra = "".join(f"  {key} = {value}\n" for key, value in more.items())
    return f'datasource db {{\n  provider = "{provider}"\n{extra}}}\n'


def compiled(text: str, *, head: str = POSTGRESQL) -> Compilation:
    """Compiles a schema that must be valid; `head` goes before it."""
    return compiled_files({"schema.prisma": head + dedent(text)})


def compiled_files(files: Mapping[str, str]) -> Compilation:
    found = compile_schema([SourceFile(name, text) for name, text in files.items()])
    if isinstance(found, Invalid):
        errors = "\n".join(f"{one.position}: {one.message}" for one in found.diagnostics)
        raise AssertionError(f"the schema is not valid:\n{errors}")
    return found


def emitted(text: str, *, head: str = POSTGRESQL) -> str:
    """schema.ts from the first export on: without header and imports."""
    full = schema_ts(compiled(text, head=head).lowered.convex, "schema.prisma", "report.md")
    return full[full.index("\nexport ") + 1 :]


def table(compilation: Compilation, name: str) -> Table:
    return next(table for table in compilation.lowered.convex.tables if table.name == name)


def indexes(compilation: Compilation, name: str) -> dict[str, tuple[str, ...]]:
    """A table's database indexes: name -> fields."""
    return {index.name: index.fields for index in table(compilation, name).indexes}


def messages(compilation: Compilation, code: str) -> list[str]:
    """The messages of one rule, in order of place."""
    return [one.message for one in compilation.ledger.diagnostics if one.rule.code == code]
