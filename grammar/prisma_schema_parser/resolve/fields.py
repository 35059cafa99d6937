"""Fields: their types, and what their attributes say."""

from __future__ import annotations

from ..schema import (
    SCALARS,
    Arity,
    CompositeRef,
    Default,
    EnumRef,
    FieldType,
    NativeType,
    Scalar,
    ScalarField,
    Unsupported,
)
from ..source import Span
from ..syntax import Array, Attribute, Call, Expression, FieldDecl
from . import arguments as read
from .declarations import Names

_SCALAR_TYPES: dict[str, FieldType] = {name: Scalar(name) for name in SCALARS}


def field_type(decl: FieldDecl, names: Names) -> FieldType | None:
    """The type of a stored field; None for a relation field or an unknown type."""
    if decl.is_unsupported:
        return Unsupported(decl.type_name)
    known = _SCALAR_TYPES.get(decl.type_name)
    if known is not None:
        return known
    if decl.type_name in names.enums:
        return EnumRef(decl.type_name)
    if decl.type_name in names.types:
        return CompositeRef(decl.type_name)
    return None


def scalar_field(decl: FieldDecl, type_: FieldType) -> ScalarField:
    source, name, start, _, type_start, type_end, _, _, tail, _, documentation = decl
    default = native = mapped = None
    is_updated_at = is_ignored = False
    spans: dict[str, Span] = {}
    for attribute in tail.attributes:
        word = attribute.name
        spans[word] = span = decl.span(attribute)
        if word == "default":
            default = _default(decl, attribute, span)
        elif word == "map":
            mapped = read.string(attribute, "name", is_default=True)
        elif word == "updatedAt":
            is_updated_at = True
        elif word == "ignore":
            is_ignored = True
        elif "." in word:
            native = _native_type(decl, attribute, span)
    return ScalarField(
        name=name,
        type=type_,
        arity=arity(decl),
        mapped_name=mapped,
        default=default,
        native_type=native,
        is_updated_at=is_updated_at,
        is_ignored=is_ignored,
        documentation=documentation,
        span=Span(source, start, start + len(name)),
        type_span=Span(source, type_start, type_end),
        attribute_spans=spans,
    )


_ARITIES: dict[str, Arity] = {"optional": "optional", "list": "list"}


def arity(decl: FieldDecl) -> Arity:
    return _ARITIES.get(decl.arity, "required")


def _default(decl: FieldDecl, attribute: Attribute, span: Span) -> Default | None:
    found = read.argument(attribute, "value", is_default=True)
    if found is None or found.value is None:
        return None
    kind = "literal"
    if isinstance(found.value, Call):
        kind = found.value.name
    elif isinstance(found.value, Array):
        kind = "list"
    return Default(
        kind=kind,
        value=found.value,
        text=_written(decl, found.value),
        constraint_name=read.string(attribute, "map"),
        span=span,
    )


def _native_type(decl: FieldDecl, attribute: Attribute, span: Span) -> NativeType:
    written = tuple(
        _written(decl, argument.value).strip('"')
        for argument in attribute.arguments
        if argument.value is not None
    )
    return NativeType(attribute.name.partition(".")[2], written, span)


def _written(decl: FieldDecl, node: Expression) -> str:
    return decl.source.text[decl.base + node.start : decl.base + node.end]
