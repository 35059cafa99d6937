"""More tables than a Convex deployment may have."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ..convex import MAX_TABLES
from ..lowering.lowered import Lowered
from ..verdict import rule

RULE = rule(
    "PC404",
    "too-many-tables",
    Severity.ERROR,
    docs="""
DOCS
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    count = len(lowered.convex.tables)
    if count > MAX_TABLES:
        last = list(lowered.models.values())[MAX_TABLES - 1].model
        message = f"the schema has {count} tables; a deployment holds at most {MAX_TABLES}"
        yield Diagnostic(RULE, message, last.span, help="move a part of it only")
