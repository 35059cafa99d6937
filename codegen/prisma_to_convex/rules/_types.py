"""scalar-type and enum-membership: what the validator keeps, and how a scalar is held."""

from __future__ import annotations

from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import Scalar, Unsupported

from ..layout import flat
from ..lowering.fields import vector_dimensions
from ..lowering.lowered import Lowered
from ..scalars import representation
from ..verdict import Outcome, changed, is_replaced_id, kept, lowered_field, replaced
from . import (
    date_as_string,
    date_time_as_number,
    decimal_as_string,
    integer_not_checked,
    json_unchecked,
    unsupported_type,
    vector_as_array,
)

_CHANGED = {
    "Decimal": decimal_as_string,
    "DateTime": date_time_as_number,
    "Json": json_unchecked,
}


def judge_scalar(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return replaced("an `_id`")
    field = lowered_field(guarantee, lowered)
    assert field is not None
    if field.reference is not None:
        return replaced(f'`v.id("{lowered.models[field.reference].table}")`')
    match field.field.type:
        case Unsupported(text):
            if vector_dimensions(text) is None:
                return unsupported_type.judge(guarantee, lowered)
            return vector_as_array.judge(guarantee, lowered)
        case Scalar(name):
            found = representation(name, field.field.native_type, lowered.schema.provider)
        case _:
            raise AssertionError(field.field.type)
    if name == "Int":
        if field.field.native_type is not None:
            return kept("`v.number()`; its bounds are its native type's")
        return integer_not_checked.judge(guarantee, lowered, field)
    validator = f"`{flat(found.validator)}`"
    if found.is_exact:
        return kept(validator)
    how = date_as_string if name == "DateTime" and found.comment else _CHANGED[name]
    return changed(how.RULE, guarantee, validator, how.HELP)


def judge_enum(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return replaced("an `_id`")
    return kept(f"`{lowered.enums[guarantee.text]}`")


def judge_list(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    return kept("`v.array()`")


def judge_relation_mode(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    return kept("Convex has no foreign keys either: what Prisma's client emulated is listed apart")
