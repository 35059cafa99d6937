"""A model with more fields than a Convex document may have."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ..convex import MAX_FIELDS
from ..lowering.lowered import Lowered
from ..verdict import rule

RULE = rule(
    "PC403",
    "too-many-fields",
    Severity.ERROR,
    docs="""
DOCS
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for group in (*lowered.models.values(), *lowered.composites.values()):
        count = len(group.fields)
        if count > MAX_FIELDS:
            owner = group.model if hasattr(group, "model") else group.composite
            message = f"`{owner.name}` has {count} fields; a document holds at most {MAX_FIELDS}"
            yield Diagnostic(RULE, message, owner.span, help="split it into two tables")
