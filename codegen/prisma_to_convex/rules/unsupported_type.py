"""Unsupported("..."): a type that Prisma does not know, and Convex even less."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..layout import comment_text
from ..lowering.lowered import Lowered
from ..verdict import Outcome, lost, rule, subject

RULE = rule(
    "PC216",
    "unsupported-type",
    Severity.ERROR,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    text = comment_text(guarantee.text, 80)
    message = f"{subject(guarantee)}: {text} has no counterpart and accepts anything"
    help_ = "choose a validator for its values, and convert them when the data is moved"
    return lost(RULE, guarantee, message, help_)
