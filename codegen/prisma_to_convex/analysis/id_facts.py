"""What references to each model hold: `_id`, or the value of a key that stayed, and why."""

from __future__ import annotations

from ..lowering.lowered import Lowered
from .facts import IdFact


def id_facts(lowered: Lowered) -> tuple[IdFact, ...]:
    """Of all emitted models that have an id, in source order."""
    return tuple(
        IdFact(name, choice.fields, choice.ids, choice.why) for name, choice in lowered.ids.items()
    )
