"""A partial index or unique constraint: Convex's index holds every document."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import Index

from ..layout import comment_text
from ..lowering.lowered import Lowered
from ..verdict import Outcome, lost, rule, subject

RULE = rule(
    "PC213",
    "partial-index-widened",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    index = guarantee.subject
    assert isinstance(index, Index)
    text = comment_text(guarantee.text, 80)
    message = f"{subject(guarantee)}: the index holds every document, not only `{text}`"
    help_ = "filter what the index finds"
    if index.kind == "unique":
        help_ = "check uniqueness only among the documents of the condition"
    return lost(RULE, guarantee, message, help_)
