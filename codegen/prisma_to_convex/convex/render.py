"""ConvexSchema -> text, through the templates. The only module that imports Jinja2."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..typescript.header import HEADER
from ..typescript.literals import WIDTH, comment_text, ts_string, width
from . import layout
from .convex_schema import ConvexSchema, Export, Table, VUnion


def environment(*, autoescape: bool = False) -> Environment:
    """Our templates; a new one each time, without filters. `autoescape` is for HTML."""
    return Environment(
        loader=PackageLoader("prisma_to_convex_templates", "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=autoescape,
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    loaded = environment()
    loaded.filters.update(
        ts_string=ts_string,
        documentation=layout.documentation,
        export=_export,
        table=_table,
    )
    return loaded


def schema_ts(schema: ConvexSchema, source: str, report: str) -> str:
    """The text of schema.ts. `source` and `report` are file names for the header comment."""
    return (
        _environment()
        .get_template("schema.ts.j2")
        .render(
            header=HEADER,
            source=comment_text(source, 100),
            report=comment_text(report, 100),
            schema=schema,
            uses_v=bool(schema.exports) or any(table.fields for table in schema.tables),
            uses_infer=bool(schema.exports),
        )
    )


def _export(export: Export) -> str:
    head = f"export const {export.name} ="
    if export.literals and isinstance(export.validator, VUnion):
        constant = layout.assigned_literals(head, export.validator, export.literals, 0)
    else:
        constant = layout.assigned(head, export.validator, 0)
    inferred = layout.type_alias(export.type_name, export.name)
    return f"{constant};\n{inferred}"


def _table(table: Table) -> str:
    """`name: defineTable({...})` with its calls. The braces hug the call unless the name is too long."""
    head = f"  {table.name}: defineTable("
    if not table.fields:
        chain = _chain(table)
        is_short = width(head) + len("{})") + (not chain) <= WIDTH
        return f"{head}{{}}){chain}" if is_short else f"{head}\n    {{}},\n  ){chain}"
    hugs = width(head) + 1 <= WIDTH
    fields = "".join(layout.field_text(field, 4 if hugs else 6) for field in table.fields)
    if hugs:
        return f"{head}{{\n{fields}  }}){_chain(table)}"
    return f"{head}\n    {{\n{fields}    }},\n  ){_chain(table)}"


def _chain(table: Table) -> str:
    """The calls behind `defineTable({...})`, as Prettier lays them out.

    One call without a comment stays on the line of the closing brace; else each gets its own.
    """
    calls = [
        *((index.comments, index.name, index.fields) for index in table.indexes),
    ]
    others = [*_searches(table), *_vectors(table)]
    is_inline = len(calls) + len(others) == 1 and not (calls and calls[0][0])
    indent = 2 if is_inline else 4
    after = 1
    parts: list[str] = []
    for number, (comments, name, fields) in enumerate(calls):
        last = number == len(calls) - 1 and not others
        used = indent + 2 if is_inline else indent
        call = layout.index_call(name, fields, indent, used, after if last else 0)
        notes = "".join(f"    // {comment}\n" for comment in comments)
        parts.append(call if is_inline else f"{notes}    {call}")
    for name, arguments in others:
        pad = " " * (indent + 2)
        body = "".join(f"{pad}{argument},\n" for argument in arguments)
        call = f"{name}, {{\n{body}{' ' * indent}}})"
        parts.append(call if is_inline else f"    {call}")
    return parts[0] if is_inline else "".join(f"\n{part}" for part in parts)


def _searches(table: Table) -> list[tuple[str, list[str]]]:
    return [
        (
            f".searchIndex({ts_string(index.name)}",
            [f"searchField: {ts_string(index.search_field)}"],
        )
        for index in table.search_indexes
    ]


def _vectors(table: Table) -> list[tuple[str, list[str]]]:
    return [
        (
            f".vectorIndex({ts_string(index.name)}",
            [
                f"vectorField: {ts_string(index.vector_field)}",
                f"dimensions: {index.dimensions}",
            ],
        )
        for index in table.vector_indexes
    ]
