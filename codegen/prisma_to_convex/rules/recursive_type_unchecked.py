"""A composite type that holds itself: Convex has no recursive validators."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, kept, lost, lowered_field, rule, subject

RULE = rule(
    "PC217",
    "recursive-type-unchecked",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    export = lowered.composites[guarantee.text].export
    if export:
        return kept(f"`{export}`")
    field = lowered_field(guarantee, lowered)
    name = field.name if field else guarantee.fields[0]
    message = f"{subject(guarantee)}: {guarantee.text} holds itself, so v.any() accepts anything"
    help_ = f"check `{name}` in code, or keep the inner ones as documents of a table of their own"
    return lost(RULE, guarantee, message, help_)
