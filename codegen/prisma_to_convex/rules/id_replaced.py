"""A generated id: Convex's `_id` takes its place."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, rule, subject

RULE = rule(
    "PC306",
    "id-replaced",
    Severity.NOTE,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)} gives way to `_id`: the old values are gone after the move"
    help_ = "keep the old id in a field of its own if URLs, emails or other systems hold it"
    diagnostic = Diagnostic(RULE, message, guarantee.span, help=help_)
    return Outcome("replaced", "`_id`, unique and always there", diagnostic)
