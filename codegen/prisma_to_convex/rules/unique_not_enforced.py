"""@unique and @@unique: the index is there, but two documents may hold the same values."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, lost, replaced, rule, subject
from ._keys import key_check

RULE = rule(
    "PC201",
    "unique-not-enforced",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    path = lowered.path(guarantee.subject)
    if path is not None and path.status == "id":
        return replaced("`_id` is part of it, and is unique by itself")
    message = f"{subject(guarantee)} is no longer unique"
    return lost(RULE, guarantee, message, key_check(guarantee, lowered))
