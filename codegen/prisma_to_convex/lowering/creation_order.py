"""Fields whose order is that of `_creationTime`, which ends every index of Convex."""

from __future__ import annotations

from prisma_schema_parser.schema import ScalarField
from prisma_schema_parser.syntax import Call, NumberLiteral

from .lowered import LoweredModel

CREATION_TIME = "_creationTime"

_COUNTED = frozenset({"autoincrement", "sequence", "ulid", "auto"})


def grows(field: ScalarField | None) -> bool:
    """Whether a later row has a greater value: one that is counted, or starts with the time."""
    default = field.default if field is not None else None
    if default is None:
        return False
    written = default.value.arguments if isinstance(default.value, Call) else ()
    version = next((one.value.text for one in written if isinstance(one.value, NumberLiteral)), "")
    is_timed = (default.kind, version) in (("uuid", "7"), ("cuid", ""), ("cuid", "1"))
    return default.kind in _COUNTED or is_timed


def is_in_order_of_creation(model: LoweredModel, name: str) -> bool:
    """Of a field by Prisma's name that is not emitted."""
    if name == model.created:
        return True
    return name == model.replaced_id and grows(model.model.scalar(name))
