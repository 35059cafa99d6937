"""@@schema: Convex has one flat set of tables."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, lost, rule, subject

RULE = rule(
    "PC222",
    "namespace-dropped",
    Severity.NOTE,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)}: Convex has no schemas within a database"
    help_ = "move what was kept apart by grants on the schema into the functions that read it"
    return lost(RULE, guarantee, message, help_)
