"""An index that Convex can't have, or that there is no room for."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, kept, lost, replaced, rule, subject

RULE = rule(
    "PC214",
    "index-not-created",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    path = lowered.path(guarantee.subject)
    if path is None:
        return lost(RULE, guarantee, f"{subject(guarantee)} has no index", "find it by a scan")
    match path.status:
        case "own" | "merged":
            return kept(f"`{path.index}`")
        case "prefix":
            return replaced(f"`{path.index}`, which starts with it")
        case "id":
            return replaced("a document is found by its `_id`")
        case _:
            message = f"{subject(guarantee)}: there is no such index: {path.reason}"
            help_ = "put what you search by into fields, or into a table, of its own"
            return lost(RULE, guarantee, message, help_)
