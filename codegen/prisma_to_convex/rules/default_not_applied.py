"""@default: Convex fills nothing in; an insert without the field is refused."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import Default

from ..layout import comment_text
from ..lowering.lowered import Lowered
from ..verdict import Outcome, is_replaced_id, lost, lowered_field, replaced, rule, subject

RULE = rule(
    "PC208",
    "default-not-applied",
    Severity.WARNING,
    docs="""
DOCS
""",
)

# What to write in the mutation, by the default's function.
_INSTEAD = {
    "now": "Date.now()",
    "uuid": "crypto.randomUUID()",
    "cuid": "createId() of @paralleldrive/cuid2",
    "ulid": "ulid() of the ulid package",
    "nanoid": "nanoid() of the nanoid package",
    "autoincrement": "the next number of a counter document, read and patched in the same mutation",
    "sequence": "the next number of a counter document, read and patched in the same mutation",
    "auto": "an id of your own making",
    "dbgenerated": "the value of the SQL expression, computed in TypeScript",
}


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return replaced("Convex makes every `_id`")
    default = guarantee.subject
    assert isinstance(default, Default)
    field = lowered_field(guarantee, lowered)
    name = field.name if field else guarantee.fields[0]
    value = _INSTEAD.get(default.kind)
    if value is None:
        text = comment_text(default.text, 60)
        value = f"[{text}]" if default.kind == "list" and not text.startswith("[") else text
    message = f"{subject(guarantee)}: {comment_text(guarantee.text, 80)} is not applied"
    return lost(RULE, guarantee, message, f"give `{name}` in each insert: {value}")
