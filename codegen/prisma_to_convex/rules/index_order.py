"""Which indexes, and which of their fields, are read in order."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.schema import Index, Scalar

from ..lowering.lowered import LoweredField, LoweredModel

_ORDERED = frozenset(Scalar(name) for name in ("Int", "BigInt", "Float", "Decimal", "DateTime"))


def served(model: LoweredModel, *kinds: str) -> Iterator[Index]:
    """Those of the schema that an index of Convex serves."""
    for path in model.paths:
        if isinstance(path.origin, Index) and path.origin.kind in kinds and path.index_name:
            yield path.origin


def is_ordered(field: LoweredField) -> bool:
    """A number or a date of its own: what is asked for by `lt`, `gt` and in order. An id is not."""
    is_own = field.reference is None and field.override is None and field.name[-2:].lower() != "id"
    return is_own and field.field.type in _ORDERED and field.field.arity != "list"


def is_text(field: LoweredField) -> bool:
    is_own = field.reference is None and field.override is None
    return is_own and field.field.type == Scalar("String") and field.field.arity != "list"
