"""scalar-type and enum-membership: what the validator keeps, and how a scalar is held."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Rule
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import Unsupported

from ..convex.layout import flat
from ..lowering.field_lowering import vector_dimensions
from ..lowering.lowered import Lowered, LoweredField
from ..lowering.scalars import How
from .changes import (
    bytes_in_storage,
    date_as_string,
    date_time_as_number,
    date_time_as_string,
    decimal_as_string,
    decimal_scaled,
    decimal_without_scale,
    json_as_text,
    json_unchecked,
    type_chosen,
    vector_as_array,
)
from .losses import digits_not_kept, integer_not_checked, unsupported_type
from .outcome import Outcome, changed, is_replaced_id, kept, lowered_field, replaced

# What becomes of the values in a way that the reader must know of.
_CHANGED: dict[How, tuple[Rule, str]] = {
    "decimal-as-string": (decimal_as_string.RULE, decimal_as_string.HELP),
    "decimal-scaled": (decimal_scaled.RULE, decimal_scaled.HELP),
    "decimal-without-scale": (decimal_without_scale.RULE, decimal_without_scale.HELP),
    "date-time-as-number": (date_time_as_number.RULE, date_time_as_number.HELP),
    "date-time-as-string": (date_time_as_string.RULE, date_time_as_string.HELP),
    "date-as-string": (date_as_string.RULE, date_as_string.HELP),
    "json-as-text": (json_as_text.RULE, json_as_text.HELP),
    "bytes-in-storage": (bytes_in_storage.RULE, bytes_in_storage.HELP),
}


def judge_scalar(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return replaced("an `_id`")
    field = lowered_field(guarantee, lowered)
    assert field is not None
    if field.reference is not None:
        return _reference(field.reference, lowered)
    if field.override is not None:
        return type_chosen.judge(guarantee, field.override)
    match field.field.type:
        case Unsupported(text):
            if vector_dimensions(text) is None:
                return unsupported_type.judge(guarantee, lowered)
            return vector_as_array.judge(guarantee, lowered)
        case _:
            return _judge_representation(guarantee, lowered, field)


def _reference(model: str, lowered: Lowered) -> Outcome:
    return replaced(f'`v.id("{lowered.models[model].table}")`')


def _judge_representation(guarantee: Guarantee, lowered: Lowered, field: LoweredField) -> Outcome:
    representation = field.representation
    assert representation is not None
    match representation.how:
        case "exact":
            return kept(f"`{flat(representation.validator)}`")
        case "integer" if field.field.native_type is not None:
            return kept("`v.number()`; its bounds are its native type's")
        case "integer":
            return integer_not_checked.judge(guarantee, lowered, field)
        case "bigint-as-number" | "decimal-as-number" | "decimal-cut":
            return digits_not_kept.judge(guarantee, field, representation)
        case "json":
            return changed(
                json_unchecked.RULE, guarantee, "`v.any()`", json_unchecked.help_of(field.field)
            )
        case how:
            rule, help_ = _CHANGED[how]
            scaled = (
                f" of the value times 10^{representation.scale}"
                if representation.scale is not None
                else ""
            )
            return changed(rule, guarantee, f"`{flat(representation.validator)}`{scaled}", help_)


def judge_enum(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return replaced("an `_id`")
    field = lowered_field(guarantee, lowered)
    if field is not None and field.reference is not None:
        return _reference(field.reference, lowered)
    if field is not None and field.override is not None:
        return type_chosen.judge(guarantee, field.override)
    return kept(f"`{lowered.enums[guarantee.text]}`")


def judge_list(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    return kept("`v.array()`")


def judge_relation_mode(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    return kept("Convex has no foreign keys either: what Prisma's client emulated is listed apart")
