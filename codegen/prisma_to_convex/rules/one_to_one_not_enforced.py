"""The unique foreign key of a 1-1 relation: several documents may now refer to one."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, lost, rule, subject
from ._keys import key_check

RULE = rule(
    "PC203",
    "one-to-one-not-enforced",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)} may refer to the same document twice: the 1-1 relation is 1-n"
    return lost(RULE, guarantee, message, key_check(guarantee, lowered))
