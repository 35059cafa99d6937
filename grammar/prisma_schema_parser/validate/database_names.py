"""Two tables, enums or columns under one name in the database."""

from __future__ import annotations

from .. import rules
from ..connectors import ENUMS
from ..diagnostic import Diagnostic, Label
from ..schema import Model
from ..source import Span
from ..syntax import FieldDecl, ModelDecl
from .context import Context, Found, field_attribute


def check_tables(context: Context) -> Found:
    """Models and views share their names, by database schema."""
    seen: dict[tuple[str | None, str], Model] = {}
    for _, model in context.models:
        first = seen.setdefault((model.namespace, model.database_name), model)
        if first is not model:
            one, other = (model, first) if "map" in model.attribute_spans else (first, model)
            span = one.attribute_spans.get("map", one.span)
            yield _clash(f"the table `{model.database_name}` is declared twice", span, other.span)


def check_enums(context: Context) -> Found:
    if not context.has(ENUMS):
        return
    seen: dict[tuple[str | None, str], Span] = {}
    for enum in context.schema.enums:
        name = enum.name if enum.mapped_name is None else enum.mapped_name
        first = seen.setdefault((enum.namespace, name), enum.span)
        if first is not enum.span:
            yield _clash(f"the enum `{name}` is declared twice in the database", enum.span, first)


def check_columns(context: Context) -> Found:
    """Columns, in Prisma's own way: order decides (facts section 5).

    `a @map("b")` above `b @map("c")` clashes, because `b` is not mapped yet when `a` is looked at.
    """
    for decl, model in context.models:
        mapped = [
            field for field in model.scalar_fields if field.mapped_name is not None
        ]  # no cost for the many without
        if mapped:
            yield from _columns(
                context,
                decl,
                {field.name: field.mapped_name or "" for field in mapped},
                model.scalar,
            )
    for decl, composite in context.composites:
        known = {field.name: field for field in composite.fields}
        mapped_names = {
            field.name: field.mapped_name
            for field in composite.fields
            if field.mapped_name is not None
        }
        yield from _columns(context, decl, mapped_names, known.get)


def _columns(context: Context, decl: ModelDecl, mapped: dict[str, str], scalar: object) -> Found:
    decls = context.decls(decl.name)
    is_type = decl.keyword == "type"
    seen: dict[str, str] = {}
    done: dict[str, str] = {}
    for name, column in mapped.items():
        first = seen.setdefault(column, name)
        done[name] = column
        other = decls.get(column)
        if first != name:
            yield _column_clash(decls[name], decls[first], column)
        elif other is not None and other.name != name and callable(scalar) and scalar(column):
            moved = done.get(column)
            if moved is None or (moved == column and not is_type):
                yield _column_clash(decls[name], other, column)


def _column_clash(field: FieldDecl, other: FieldDecl, column: str) -> Diagnostic:
    attribute = field_attribute(field, "map")
    span = field.span(attribute) if attribute else field.name_span
    return _clash(f"the column `{column}` is declared twice", span, other.name_span)


def _clash(message: str, span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        rules.DUPLICATE_DATABASE_NAME,
        message,
        span,
        labels=(Label(first, "the other one"),),
        help="map one of them to another name",
    )
