"""An index over more fields than Convex allows."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.schema import ForeignKey, Index

from ..convex import MAX_INDEX_FIELDS
from ..lowering.lowered import Lowered
from ..verdict import rule

RULE = rule(
    "PC402",
    "index-fields-cut",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for model in lowered.models.values():
        for path in model.paths:
            origin = path.origin
            if not isinstance(origin, Index | ForeignKey) or not path.index:
                continue
            if len(origin.fields) > MAX_INDEX_FIELDS and len(path.fields) == MAX_INDEX_FIELDS:
                message = f"`{path.index}` holds the first {MAX_INDEX_FIELDS} of {len(origin.fields)} fields"
                help_ = "compare the remaining fields in code"
                yield Diagnostic(RULE, message, origin.span, help=help_)
