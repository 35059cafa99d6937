"""@shardKey: Convex distributes documents itself."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, lost, rule, subject

RULE = rule(
    "PC218",
    "shard-key-dropped",
    Severity.NOTE,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)}: Convex has no shard keys"
    return lost(RULE, guarantee, message, "nothing to do: Convex distributes documents itself")
