"""Fields: their types, and what their attributes say."""

from __future__ import annotations

from difflib import get_close_matches

from .. import rules
from ..diagnostic import Diagnostic
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


def unknown_type(decl: FieldDecl, names: Names) -> Diagnostic:
    known = (*SCALARS, *names.models, *names.types, *names.enums)
    return Diagnostic(
        rules.UNKNOWN_TYPE,
        f"the type `{decl.type_name}` is not defined",
        decl.type_span,
        help=_did_you_mean(decl.type_name, known),
    )


def _did_you_mean(name: str, known: tuple[str, ...]) -> str:
    folded = {other.lower(): other for other in reversed(known)}
    if close := get_close_matches(name.lower(), folded, 1, 0.6):
        return f"did you mean `{folded[close[0]]}`?"
    return "define it as a model, enum or type, or write one of Prisma's scalar types"


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
