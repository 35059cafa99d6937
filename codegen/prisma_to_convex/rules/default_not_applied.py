"""@default: Convex fills nothing in; an insert without the field is refused."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import Default

from ..layout import comment_text
from ..lowering.lowered import Lowered
from ..values import default_code
from ..verdict import Outcome, is_replaced_id, lost, lowered_field, replaced, rule, subject

RULE = rule(
    "PC208",
    "default-not-applied",
    Severity.WARNING,
    docs="""
DOCS
""",
)

def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return replaced("Convex makes every `_id`")
    default = guarantee.subject
    assert isinstance(default, Default)
    field = lowered_field(guarantee, lowered)
    assert field is not None
    value = default_code(field.field, default)
    message = f"{subject(guarantee)}: {comment_text(guarantee.text, 80)} is not applied"
    return lost(RULE, guarantee, message, f"give `{field.name}` in each insert: {value}")
