"""@db.Date and @db.Time: text, since they are no instants."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..verdict import rule

RULE = rule(
    "PC303",
    "date-as-string",
    Severity.NOTE,
    docs="""
DOCS
""",
)
HELP = "write ISO text (YYYY-MM-DD, HH:MM:SS), which sorts as dates and times do"
