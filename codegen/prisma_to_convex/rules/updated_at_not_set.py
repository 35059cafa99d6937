"""@updatedAt: a patch leaves the field as it was."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, lost, lowered_field, rule, subject

RULE = rule(
    "PC209",
    "updated-at-not-set",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    field = lowered_field(guarantee, lowered)
    name = field.name if field else guarantee.fields[0]
    message = f"{subject(guarantee)} is not set by a write"
    return lost(RULE, guarantee, message, f"add `{name}: Date.now()` to every insert and patch")
