"""A name that Convex does not accept, or that is taken."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ..lowering.lowered import Lowered
from ..verdict import rule

RULE = rule(
    "PC401",
    "name-changed",
    Severity.NOTE,
    docs="""
DOCS
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for rename in lowered.renames:
        message = f"the {rename.what} of `{rename.prisma}` is called `{rename.convex}`: {rename.reason}"
        yield Diagnostic(RULE, message, rename.span, help=f"use `{rename.convex}` in queries")
