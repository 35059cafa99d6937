"""@ignore and @@ignore: what Prisma's client does not see is not emitted."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, lost, rule, subject

RULE = rule(
    "PC221",
    "ignored-not-emitted",
    Severity.NOTE,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)} is ignored by Prisma's client and is not emitted"
    return lost(RULE, guarantee, message, f"remove `{guarantee.text}` if its data is to move too")
