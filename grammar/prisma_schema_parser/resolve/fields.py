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
from ..syntax import Array, Attribute, Call, FieldDecl
from . import arguments as read
from .names import Names

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
    default = native = mapped = None
    is_updated_at = is_ignored = False
    spans: dict[str, Span] = {}
    for attribute in decl.attributes:
        spans[attribute.name] = decl.span(attribute)
        match attribute.name:
            case "default":
                default = _default(decl, attribute)
            case "map":
                mapped = read.string(attribute, "name", is_default=True)
            case "updatedAt":
                is_updated_at = True
            case "ignore":
                is_ignored = True
            case name if "." in name:
                native = _native_type(decl, attribute)
    return ScalarField(
        decl.name,
        type_,
        arity(decl),
        mapped,
        default,
        native,
        is_updated_at,
        is_ignored,
        decl.documentation,
        decl.name_span,
        decl.type_span,
        spans,
    )


def arity(decl: FieldDecl) -> Arity:
    match decl.arity:
        case "optional":
            return "optional"
        case "list":
            return "list"
        case _:
            return "required"


def _default(decl: FieldDecl, attribute: Attribute) -> Default | None:
    found = read.argument(attribute, "value", is_default=True)
    if found is None or found.value is None:
        return None
    kind = "literal"
    if isinstance(found.value, Call):
        kind = found.value.name
    elif isinstance(found.value, Array):
        kind = "list"
    return Default(
        kind,
        found.value,
        decl.span(found.value).text,
        read.string(attribute, "map"),
        decl.span(attribute),
    )


def _native_type(decl: FieldDecl, attribute: Attribute) -> NativeType:
    written = tuple(
        decl.span(argument.value).text.strip('"')
        for argument in attribute.arguments
        if argument.value is not None
    )
    return NativeType(attribute.name.partition(".")[2], written, decl.span(attribute))
