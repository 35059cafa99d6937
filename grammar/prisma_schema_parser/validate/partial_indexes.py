"""`where:` of partial indexes: since Prisma 7.4, behind a preview feature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import rules
from ..connectors import PARTIAL_INDEX
from ..diagnostic import Diagnostic
from ..schema import EnumRef, Model, RelationField, Scalar, Unsupported
from ..syntax import (
    Attribute,
    BlockAttribute,
    Constant,
    Entry,
    Expression,
    FieldDecl,
    ModelDecl,
    NumberLiteral,
    Object,
    StringLiteral,
)
from .context import Context, Found, argument_of, line_span
from .kinds import noun

_FEATURE = "partialIndexes"
_NUMBERS = ("Int", "BigInt", "Float", "Decimal")
_STRINGS = ("String", "DateTime")


def check(context: Context) -> Found:
    for decl, model in context.models:
        for line, attribute in conditions(decl):
            argument = argument_of(attribute, "where")
            if argument is None or argument.value is None:
                continue
            if not model.is_view:
                yield from _support(context, line, argument.value)
            if isinstance(argument.value, Object):
                yield from _entries(context, model, line, argument.value.entries)


def conditions(decl: ModelDecl) -> Iterator[tuple[FieldDecl | BlockAttribute, Attribute]]:
    """Every `@unique`, `@@unique` and `@@index`; most have no arguments, and cost little."""
    for field in decl.fields:
        for attribute in field.tail.attributes:
            if attribute.name == "unique" and attribute.arguments:
                yield field, attribute
    for line in decl.attributes:
        if line.attribute.name in ("unique", "index") and len(line.attribute.arguments) > 1:
            yield line, line.attribute


def _support(context: Context, line: FieldDecl | BlockAttribute, node: Expression) -> Found:
    if _FEATURE.lower() not in context.features:
        message = f"`where:` is a preview feature of Prisma 7: `{_FEATURE}`"
        help_ = f'add `previewFeatures = ["{_FEATURE}"]` to the generator'
        yield Diagnostic(rules.MISSING_PREVIEW_FEATURE, message, line.span(node), help=help_)
    if not context.has(PARTIAL_INDEX):
        message = f"{context.connector.label} has no partial indexes"
        yield Diagnostic(rules.UNSUPPORTED_INDEX, message, line.span(node))


def _entries(
    context: Context, model: Model, line: FieldDecl | BlockAttribute, entries: Iterable[Entry]
) -> Found:
    for entry in entries:
        field = model.fields_by_name.get(entry.key)
        span = line_span(line, entry.start, entry.start + len(entry.key))
        if field is None:
            if entry.key not in context.decls(model.name) and context.is_whole(model.name):
                message = f"the model `{model.name}` has no field `{entry.key}`"
                help_ = context.suggest_field(model.name, entry.key)
                yield Diagnostic(rules.UNKNOWN_FIELD, message, span, help=help_)
        elif isinstance(field, RelationField):
            message = f"`{entry.key}` is a relation field"
            yield Diagnostic(rules.INVALID_PARTIAL_INDEX, message, span)
        elif problem := _value_problem(entry.value, _wanted(field.type)):
            message = f"`{entry.key}` can't be compared: {problem}"
            yield Diagnostic(rules.INVALID_PARTIAL_INDEX, message, line.span(entry.value))


def _wanted(type_: object) -> str:
    """What a value must be: "true or false", "a number", "a string", or nothing at all."""
    match type_:
        case Scalar(name="Boolean"):
            return "true or false"
        case Scalar(name=name) if name in _NUMBERS:
            return "a number"
        case Scalar(name=name) if name in _STRINGS:
            return "a string"
        case EnumRef():
            return "a string"
        case Unsupported():
            return ""
        case _:
            return ""


def _value_problem(node: Expression, wanted: str, *, nested: bool = False) -> str:
    match node:
        case Constant(name="null"):
            return ""
        case Object(entries=entries) if not nested:
            if len(entries) != 1 or entries[0].key != "not":
                return "an object here holds `not` alone"
            return _value_problem(entries[0].value, wanted, nested=True)
        case Constant(name="true" | "false"):
            found = "true or false"
        case NumberLiteral():
            found = "a number"
        case StringLiteral():
            found = "a string"
        case _:
            return f"{noun(node)} is no value"
    if not wanted:
        return "its type takes `null` and `{ not: null }` alone"
    return "" if found == wanted else f"expected {wanted}, found {found}"
