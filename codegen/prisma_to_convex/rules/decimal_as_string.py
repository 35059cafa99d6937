"""Decimal: kept to the last digit as text, which sorts and adds differently."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..verdict import rule

RULE = rule(
    "PC301",
    "decimal-as-string",
    Severity.NOTE,
    docs="""
DOCS
""",
)
HELP = "compute with a decimal library; to sort or sum, store a scaled v.int64()"
