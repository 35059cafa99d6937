"""An index's physical options: sort order, length, type, operator class, clustering."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..layout import comment_text
from ..lowering.lowered import Lowered
from ..verdict import Outcome, lost, replaced, rule, subject
from .partial_index_widened import judge as judge_partial

RULE = rule(
    "PC212",
    "index-option-dropped",
    Severity.NOTE,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if guarantee.text.startswith("where: "):
        return judge_partial(guarantee, lowered)
    if guarantee.text.endswith("(sort: Asc)") or guarantee.text == "type: BTree":
        return replaced("Convex indexes are ordered, ascending")
    text = comment_text(guarantee.text, 80)
    message = f"{subject(guarantee)}: the index has no `{text}`"
    help_ = "nothing to do, unless a query relied on it"
    if "sort: Desc" in text:
        help_ = 'read it backwards with `.order("desc")`, which turns all its fields around'
    return lost(RULE, guarantee, message, help_)
