"""Json: v.any(), with Convex's limits on keys and nesting."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..verdict import rule

RULE = rule(
    "PC304",
    "json-unchecked",
    Severity.NOTE,
    docs="""
DOCS
""",
)
HELP = "keys may not start with `$` or leave ASCII: else store JSON text in a v.string()"
