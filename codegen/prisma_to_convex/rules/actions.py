"""What the rules on referential actions share."""

from __future__ import annotations

from ..lowering.lowered import Lowered


def nothing_to_do(action: str, lowered: Lowered) -> bool:
    """Whether the action promised nothing: NoAction where no database checks foreign keys."""
    return action == "NoAction" and lowered.schema.is_relation_emulated


def is_written(explicit: bool) -> str:
    """The words that tell an action nobody wrote."""
    return "" if explicit else " (Prisma's default)"


def missing_value(model: str, field: str, lowered: Lowered) -> str:
    """What a patch writes into a key that refers to nothing: `undefined` takes the field away."""
    found = lowered.models[model].fields.get(field)
    return "null" if found is None or found.takes_null else "undefined"
