"""The words and code that unique constraints, natural keys and 1-1 relations share."""

from __future__ import annotations

from prisma_schema_parser.guarantees import Guarantee

from ..lowering.lowered import Lowered
from ..verdict import convex_names, lookup


def key_check(guarantee: Guarantee, lowered: Lowered) -> str:
    """How to check a unique constraint before a write."""
    model = lowered.models[guarantee.owner]
    path = lowered.path(guarantee.subject)
    if path is None or not path.index:
        return "query the documents with these values before each write, and refuse a second one"
    names = path.fields or convex_names(guarantee.owner, guarantee.fields, lowered)
    found = lookup(model.table, path.index, names)
    text = f"before each insert and patch, refuse if `await {found}.first()` finds another document"
    nullable = [
        field.name
        for name in guarantee.fields
        if (field := model.fields.get(name.split(".")[0])) and field.field.arity == "optional"
    ]
    if nullable:
        text += f"; don't check where `{nullable[0]}` is null, as SQL does not"
    return text
