"""A view: Convex has no stored queries that act as tables."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, lost, rule

RULE = rule(
    "PC220",
    "view-not-emitted",
    Severity.ERROR,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"the view `{guarantee.owner}` has no counterpart and is not emitted"
    help_ = "write a query function that returns its rows, or keep a table up to date by mutations"
    return lost(RULE, guarantee, message, help_)
