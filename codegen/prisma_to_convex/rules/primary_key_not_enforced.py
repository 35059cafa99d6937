"""@id and @@id that stay as fields: indexed, but not unique."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import Outcome, is_replaced_id, lost, rule, subject
from ._keys import key_check
from .id_replaced import judge as judge_replaced

RULE = rule(
    "PC202",
    "primary-key-not-enforced",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return judge_replaced(guarantee, lowered)
    message = f"{subject(guarantee)} is a plain key: nothing keeps it unique or unchanged"
    return lost(RULE, guarantee, message, key_check(guarantee, lowered))
