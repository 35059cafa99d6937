"""The words and code that unique constraints, natural keys and 1-1 relations share."""

from __future__ import annotations

from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import Index

from ..lowering.index_plan import STORED
from ..lowering.lowered import Lowered
from .outcome import convex_names, lookup

# Whose unique constraints take two nulls for the same value; SQL's standard does not.
_ONE_NULL = frozenset({"mongodb", "sqlserver"})


def key_check(guarantee: Guarantee, lowered: Lowered) -> str:
    """How to check a unique constraint before a write."""
    model = lowered.models[guarantee.owner]
    path = lowered.path(guarantee.subject)
    if path is not None and path.reason == STORED:
        return "keep a hash of the bytes in a field of its own, and look for that before each write"
    if path is None or not path.index_name:
        return "query the documents with these values before each write, and refuse a second one"
    names = path.fields or convex_names(guarantee.owner, guarantee.fields, lowered)
    found = lookup(model.table, path.index_name, names)
    if isinstance(guarantee.subject, Index) and guarantee.subject.where is not None:
        return (
            f"before each insert and patch, look for another document of the condition: `{found}`"
        )
    text = f"before each insert and patch, refuse if `await {found}.first()` finds another document"
    nullable = [
        field
        for name in guarantee.fields
        if (field := model.fields.get(name.split(".")[0])) and field.field.arity == "optional"
    ]
    if nullable and lowered.schema.provider not in _ONE_NULL:
        named = " or ".join(f"`{field.name}`" for field in nullable)
        missing = "null" if all(field.takes_null for field in nullable) else "missing"
        text += f"; don't check where {named} is {missing}, as the database did not"
    return text
