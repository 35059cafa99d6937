"""Types of fields: known, and supported by the provider."""

from __future__ import annotations

from .. import rules
from ..connectors import DECIMAL, ENUMS, JSON, JSON_LISTS, SCALAR_LISTS
from ..diagnostic import Diagnostic
from ..schema import RelationField, Scalar
from ..syntax import FieldDecl, ModelDecl
from .context import Context, Found

# What people write for a scalar type, from SQL and other languages.
_ALIASES = {
    "bool": "Boolean", "bit": "Boolean", "integer": "Int", "number": "Int", "smallint": "Int",
    "serial": "Int @default(autoincrement())", "long": "BigInt", "bigserial": "BigInt",
    "double": "Float", "real": "Float", "numeric": "Decimal", "money": "Decimal", "text": "String",
    "varchar": "String", "char": "String", "uuid": "String", "id": "String", "objectid": "String",
    "date": "DateTime", "time": "DateTime", "timestamp": "DateTime", "timestamptz": "DateTime",
    "jsonb": "Json", "object": "Json", "bytea": "Bytes", "blob": "Bytes", "buffer": "Bytes",
}  # fmt: skip  # one line a theme


def check_known(context: Context) -> Found:
    names = context.names
    for decl, model in context.models:
        if len(model.fields) != len(names.fields[decl.name]):
            yield from _unknown(context, decl, set(model.fields_by_name))
    for decl, composite in context.composites:
        if len(composite.fields) != len(names.fields[decl.name]):
            yield from _unknown(context, decl, {field.name for field in composite.fields})


def _unknown(context: Context, decl: ModelDecl, known: set[str]) -> Found:
    for name, field in context.decls(decl.name).items():
        if name in known:
            continue
        if field.type_name in context.names.models:
            yield _relation_in_type(field)
        elif field.type_name not in context.lost:
            yield _unknown_type(context, field)


def _relation_in_type(field: FieldDecl) -> Diagnostic:
    return Diagnostic(
        rules.INVALID_COMPOSITE_TYPE,
        f"`{field.type_name}` is a model: a composite type can't hold relations",
        field.type_span,
        help="store the id of the record, or make this a model",
    )


def _unknown_type(context: Context, field: FieldDecl) -> Diagnostic:
    help_ = context.types.help(field.type_name)
    if not help_:
        alias = _ALIASES.get(field.type_name.lower())
        help_ = (
            f"Prisma calls it `{alias}`"
            if alias
            else "define it as a model, enum or type, or write one of Prisma's scalar types"
        )
    message = f"the type `{field.type_name}` is not defined"
    return Diagnostic(rules.UNKNOWN_TYPE, message, field.type_span, help=help_)


_NEEDS = {"Json": JSON, "Decimal": DECIMAL}
_LIST_NEEDS = {"Json": JSON_LISTS}


def check_supported(context: Context) -> Found:
    """Scalars and lists by provider; fields of composite types are not looked at by Prisma."""
    has_lists = context.has(SCALAR_LISTS)
    missing = {name for name, needed in _NEEDS.items() if not context.has(needed)}
    for decl, model in context.models:
        for field in model.fields:
            if isinstance(field, RelationField):
                continue
            type_ = field.type
            if isinstance(type_, Scalar) and type_.name in missing:
                yield _unsupported(context, decl, field.name, f"the type {type_.name}")
            if field.arity == "list":
                needed = _LIST_NEEDS.get(type_.name) if isinstance(type_, Scalar) else None
                if not has_lists or (needed and not context.has(needed)):
                    what = f"lists of {needed}" if has_lists and needed else "lists of scalars"
                    yield _unsupported(context, decl, field.name, what)


def _unsupported(context: Context, decl: ModelDecl, name: str, what: str) -> Diagnostic:
    span = context.decls(decl.name)[name].type_span
    message = f"{context.connector.label} does not support {what}"
    return Diagnostic(rules.UNSUPPORTED_SCALAR, message, span)


def check_enums(context: Context) -> Found:
    supported = context.has(ENUMS)
    for decl in context.enums:
        if not decl.values and context.is_whole(decl.name):
            message = f"the enum `{decl.name}` has no values"
            yield Diagnostic(rules.INVALID_ENUM, message, decl.name_span)
        if not supported:
            message = f"{context.connector.label} does not support enums"
            help_ = "write String, and check the values in the application"
            yield Diagnostic(rules.UNSUPPORTED_SCALAR, message, decl.name_span, help=help_)
