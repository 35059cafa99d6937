"""Unsupported("vector(n)"): an array of floats with a vector index."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..verdict import rule

RULE = rule(
    "PC305",
    "vector-as-array",
    Severity.NOTE,
    docs="""
DOCS
""",
)
HELP = "search it in an action with `ctx.vectorSearch`; check the length before each write"
