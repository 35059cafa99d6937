"""In which form a document holds what a column holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import CompositeRef, EnumRef, Scalar, ScalarField, Unsupported

from ...lowering.lowered import Lowered, LoweredField
from .exported import Json, accepts_null, exported, item_of, kinds

Kind: TypeAlias = Literal[
    "reference",
    "string",
    "integer",  # a whole number as v.number()
    "int64",
    "float",
    "decimal-text",
    "decimal-number",
    "decimal-scaled",
    "instant",  # milliseconds since 1970
    "instant-text",
    "date",
    "time",
    "time-zone",
    "boolean",
    "bytes",
    "stored",  # a file in _storage
    "json",
    "json-text",
    "enum",
    "vector",
    "text",  # of a type that Prisma does not know
    "composite",
]
Null: TypeAlias = Literal["null", "absent", "either", "refused"]
"""What a missing value becomes. "either": null where the database holds null, absent where it holds nothing."""

_LACKING_FIELDS = frozenset({"mongodb"})
"""Databases that tell null from nothing."""


class Form(NamedTuple):
    """`values`: an enum's, from the database's to the document's. `null`: what a missing value becomes.

    `scale`: the power of ten that a decimal is multiplied by. `target`: the model that is referred to, or the
    composite type. `members`: its fields, where a validator names them.
    """

    kind: Kind
    null: Null = "refused"
    is_list: bool = False
    scale: int = 0
    values: tuple[tuple[str, str], ...] = ()
    target: str = ""
    members: tuple[Member, ...] = ()


_DATES: Mapping[str, Kind] = {"Date": "date", "Time": "time", "Timetz": "time-zone"}


class Member(NamedTuple):
    """A field of a composite type, by its names in documents and in the database."""

    name: str
    column: str
    field: ScalarField
    form: Form


def form_of(lowered: LoweredField, validator: Json, is_optional: bool, schema: Lowered) -> Form:
    """The form of a field whose validator in schema.ts is this one, written by us or by hand."""
    field = lowered.field
    null = _null(accepts_null(validator), is_optional, schema)
    is_list = field.arity == "list"
    inner = (item_of(validator) or validator) if is_list else validator
    accepted = kinds(inner)
    common = Form("string", null, is_list)
    if lowered.reference is not None and "id" in accepted:
        return common._replace(kind="reference", target=lowered.reference)
    match field.type:
        case EnumRef(name):
            return common._replace(kind="enum", values=_values(name, schema))
        case Scalar(name):
            return _scalar(name, field, lowered, accepted, common)
        case Unsupported():
            return common._replace(kind="vector" if "array" in kinds(validator) else "text")
        case CompositeRef(name):
            return common._replace(
                kind="composite", target=name, members=_members(name, inner, schema)
            )


def _null(takes_null: bool, is_optional: bool, schema: Lowered) -> Null:
    if takes_null and is_optional and schema.schema.provider in _LACKING_FIELDS:
        return "either"
    return "null" if takes_null else "absent" if is_optional else "refused"


def _values(enum: str, schema: Lowered) -> tuple[tuple[str, str], ...]:
    is_mapped = schema.options.block(enum).enum_values == "database"
    return tuple(
        (value.database_name, value.database_name if is_mapped else value.name)
        for value in schema.schema.enums_by_name[enum].values
    )


def _members(composite: str, validator: Json, schema: Lowered) -> tuple[Member, ...]:
    """Nothing where the validator names no fields: whatever the value holds is taken then."""
    exported_members = _object_of(validator)
    if exported_members is None:
        return ()
    return tuple(
        _member(
            one,
            exported_members[one.name]["fieldType"],
            exported_members[one.name]["optional"],
            schema,
        )
        for one in schema.composites[composite].fields.values()
        if one.name in exported_members
    )


def _object_of(validator: Json) -> Json | None:
    members = validator["value"] if validator["type"] == "union" else [validator]
    return next((dict(one["value"]) for one in members if one["type"] == "object"), None)


def _member(one: LoweredField, validator: Json, is_optional: bool, schema: Lowered) -> Member:
    form = form_of(one, validator, is_optional, schema)
    return Member(one.name, one.field.database_name, one.field, form)


def members_by_type(schema: Lowered) -> dict[str, tuple[Member, ...]]:
    """The fields of each composite type that stands where a validator names none: under `v.any()`."""
    exports: dict[str, Json] = {}
    for export in schema.convex.exports:
        exports[export.name] = exported(export.validator, exports)
    return {
        name: tuple(
            _member(field, exported(field.validator, exports), field.may_be_absent, schema)
            for field in one.fields.values()
        )
        for name, one in schema.composites.items()
    }


def _scalar(
    scalar: str, field: ScalarField, lowered: LoweredField, accepted: frozenset[str], common: Form
) -> Form:
    is_number, is_int64 = "number" in accepted, "bigint" in accepted
    match scalar:
        case "Int" | "BigInt":
            kind: Kind = "int64" if is_int64 and not is_number else "integer"
        case "Float":
            kind = "float"
        case "Boolean":
            kind = "boolean"
        case "Decimal" if is_int64:
            scale = (
                lowered.representation.scale
                if lowered.representation and lowered.representation.scale
                else 0
            )
            return common._replace(kind="decimal-scaled", scale=scale)
        case "Decimal":
            kind = "decimal-number" if is_number and "string" not in accepted else "decimal-text"
        case "DateTime":
            kind = _instant(field, lowered, accepted)
        case "Json":
            kind = (
                "json-text" if accepted - {"null"} == {"string"} and _is_text(lowered) else "json"
            )
        case "Bytes":
            kind = "stored" if "id" in accepted else "bytes"
        case _:
            kind = "string"
    return common._replace(kind=kind)


def _instant(field: ScalarField, lowered: LoweredField, accepted: frozenset[str]) -> Kind:
    is_date = lowered.representation is not None and lowered.representation.how == "date-as-string"
    if is_date and field.native_type is not None and "number" not in accepted:
        return _DATES[field.native_type.name]
    return "instant" if "number" in accepted else "instant-text"


def _is_text(lowered: LoweredField) -> bool:
    """Whether the string is the JSON's text; else somebody chose it, since the JSON is a string."""
    return lowered.settings.json == "string" or lowered.override is None
