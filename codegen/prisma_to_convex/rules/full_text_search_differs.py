"""@@fulltext: a search index for each field."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, changed, rule
from .index_not_created import judge as judge_index

RULE = rule(
    "PC307",
    "full-text-search-differs",
    Severity.NOTE,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    path = lowered.path(guarantee.subject)
    if path is None or path.status == "dropped":
        return judge_index(guarantee, lowered)
    help_ = 'search one field at a time: `.withSearchIndex(name, (q) => q.search(field, text))`'
    return changed(RULE, guarantee, f"`{path.index}`", help_)
