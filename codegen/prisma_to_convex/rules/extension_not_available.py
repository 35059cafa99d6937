"""A PostgreSQL extension: nothing of it is there in Convex."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, lost, rule

RULE = rule(
    "PC219",
    "extension-not-available",
    Severity.NOTE,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"the PostgreSQL extension `{guarantee.text}` is not available"
    return lost(RULE, guarantee, message, "find the queries that call its functions or operators")
