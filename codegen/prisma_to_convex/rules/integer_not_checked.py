"""Int: v.number() takes fractions, NaN and numbers beyond 32 bits."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered, LoweredField
from ..verdict import Outcome, lost, rule, subject

RULE = rule(
    "PC211",
    "integer-not-checked",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered, field: LoweredField) -> Outcome:
    message = f"{subject(guarantee)}: v.number() also takes fractions, NaN and more than 32 bits"
    check = f"Number.isInteger({field.name})"
    return lost(RULE, guarantee, message, f"check `{check}` before each write, where it matters")
