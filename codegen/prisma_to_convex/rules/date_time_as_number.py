"""DateTime: milliseconds since the epoch."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..verdict import rule

RULE = rule(
    "PC302",
    "date-time-as-number",
    Severity.NOTE,
    docs="""
DOCS
""",
)
HELP = "write `date.getTime()`, read `new Date(ms)`"
