"""The columns of a model as conditions of SQL find them in the documents: by what schema.ts says of each now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from prisma_schema_parser.schema import EnumRef, NativeType, Scalar

from ..convex.acceptance import Exports, members, resolved
from ..convex.convex_schema import (
    Validator,
    VConstant,
    VLiteral,
    VSimple,
    accepts_anything,
    accepts_null,
)
from ..lowering.lowered import Lowered, LoweredField
from ..migrations.conditions import ConditionColumn, Holds
from ..migrations.known_values import UNKNOWN_VALUES, Values
from ..typescript.literals import ts_string

_HOLDS = {"string": "text", "number": "number", "int64": "bigint", "boolean": "boolean"}
_BOTH = frozenset({"true", "false"})


def condition_columns(model: str, lowered: Lowered) -> Mapping[str, ConditionColumn]:
    """By the database's name; the replaced id is not among them."""
    exports = {one.name: one.validator for one in lowered.convex.exports}
    fields = lowered.models[model].fields.values()
    return {
        column.field.mapped_name or column.field.name: _column(column, lowered, exports)
        for column in fields
    }


def _column(column: LoweredField, lowered: Lowered, exports: Exports) -> ConditionColumn:
    field = column.field
    whole = resolved(column.validator, exports)
    takes_null = accepts_null(whole) if not accepts_anything(whole) else field.arity == "optional"
    is_nullable = column.may_be_absent or takes_null
    other = ConditionColumn(f"doc.{column.name}", "other", is_nullable)
    present = [one for one in members(whole) if not accepts_null(one)]
    if column.reference is not None:
        return other
    if field.arity == "list":
        return other if column.is_chosen else other._replace(holds="list")
    allowed = _literals(present)
    if isinstance(field.type, EnumRef):
        if column.is_chosen or not allowed:
            return other
        values = _stored(field.type.name, lowered)
        return other._replace(holds="enum", values=values, allowed=allowed)
    if not isinstance(field.type, Scalar):
        return other
    if allowed:
        return _of_literals(other, field.type.name, allowed)
    kept = column.representation.validator if column.representation is not None else None
    if column.is_chosen or not isinstance(kept, VSimple) or present != [kept]:
        return other
    return _scalar(other, field.type.name, field.native_type, kept)


def _literals(found: list[Validator]) -> Values:
    if not all(isinstance(one, VLiteral | VConstant) for one in found):
        return UNKNOWN_VALUES
    return frozenset(
        ts_string(one.value) if isinstance(one, VLiteral) else cast(VConstant, one).text
        for one in found
    )


def _of_literals(other: ConditionColumn, scalar: str, allowed: Values) -> ConditionColumn:
    """Of a column of the type that the literals have; others stand for what the database held."""
    is_text = all(one.startswith('"') for one in allowed)
    is_number = not any(one.startswith('"') or one in _BOTH or one.endswith("n") for one in allowed)
    if scalar == "String" and is_text:
        return other._replace(holds="text", allowed=allowed)
    if scalar in ("Int", "Float") and is_number:
        return other._replace(holds="number", allowed=allowed)
    if scalar == "Boolean" and allowed <= _BOTH:
        return other._replace(holds="boolean", allowed=allowed)
    return other


def _scalar(
    other: ConditionColumn, scalar: str, native: NativeType | None, validator: VSimple
) -> ConditionColumn:
    kind = _HOLDS.get(validator.name, "other")
    if scalar == "Decimal":
        return other._replace(
            holds="decimal" if kind == "text" else "other", is_exact=_is_short(native)
        )
    if kind == "text" and (scalar != "String" or (native is not None and native.name == "Citext")):
        return other
    allowed = _BOTH if kind == "boolean" else UNKNOWN_VALUES
    return other._replace(holds=cast(Holds, kind), allowed=allowed)


def _is_short(native: NativeType | None) -> bool:
    """Whether a number of JavaScript holds every value exactly enough to compare: 15 digits."""
    if native is None or not native.arguments:
        return native is not None and native.name in ("Money", "SmallMoney")
    digits = native.arguments[0]
    return digits.isdigit() and int(digits) <= 15


def _stored(enum: str, lowered: Lowered) -> Mapping[str, str]:
    is_mapped = lowered.options.block(enum).enum_values == "database"
    values = lowered.schema.enums_by_name[enum].values
    return {
        value.database_name: value.database_name if is_mapped else value.name for value in values
    }
