"""not-null, and the one place where it is given up: a cycle of required keys."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, is_replaced_id, kept, lost, lowered_field, replaced, rule, subject

RULE = rule(
    "PC215",
    "required-key-made-nullable",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return replaced("every document has an `_id`")
    field = lowered_field(guarantee, lowered)
    if field is None or not field.is_freed:
        return kept("the validator refuses a document without it")
    message = f"{subject(guarantee)} may be null: required keys formed a cycle"
    help_ = f"insert with `{field.name}: null`, patch it in the same mutation, refuse null elsewhere"
    return lost(RULE, guarantee, message, help_)
