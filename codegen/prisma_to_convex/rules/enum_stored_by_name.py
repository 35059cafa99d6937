"""Mapped names. An enum value is stored under its Prisma name, not under the mapped one."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, changed, replaced, rule

RULE = rule(
    "PC308",
    "enum-stored-by-name",
    Severity.NOTE,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if guarantee.owner in lowered.enums and guarantee.fields:
        name = guarantee.fields[0]
        help_ = "translate the stored values when the data is moved"
        return changed(RULE, guarantee, f'`"{name}"`', help_)
    return replaced("Convex needs no database names: see the name table")
