"""A native type's bound (length, precision, range, format): any value of the validator is accepted."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import NativeType, Scalar

from ..lowering.lowered import Lowered
from ..scalars import bound
from ..verdict import Outcome, is_replaced_id, kept, lost, lowered_field, replaced, rule, subject

RULE = rule(
    "PC210",
    "value-bound-not-checked",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return replaced("`_id` has Convex's own form")
    field, native = lowered_field(guarantee, lowered), guarantee.subject
    assert isinstance(native, NativeType)
    if field is None or field.reference is not None:
        return replaced("an id of Convex's own form")
    assert isinstance(field.field.type, Scalar)
    words = bound(field.field.type.name, native, lowered.schema.provider)
    if not words:
        return kept(f"{guarantee.text} bounds nothing that the validator does not")
    message = f"{subject(guarantee)}: {guarantee.text} is not checked: {words}"
    return lost(RULE, guarantee, message, f"check `{field.name}` before each write: {words}")
