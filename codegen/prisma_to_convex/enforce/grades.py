"""What `generate --enforce` gives back of each lost guarantee, whether or not its files stand."""

from __future__ import annotations

from ..analysis.verdict.measures import GradedLoss
from ..compiler import Compilation
from ..lowering.folded_fields import with_folded_fields
from .constraint_building import enforcement, place_of

_EXACT, _CANNOT = GradedLoss("exact"), GradedLoss("cannot")


def grades(compilation: Compilation) -> tuple[GradedLoss | None, ...]:
    """One for each entry of the ledger; None for what is neither lost nor enforced."""
    lowered = compilation.lowered
    folded = lowered if lowered.options.enforce else with_folded_fields(lowered)
    by_place = enforcement(folded).given_back
    found: list[GradedLoss | None] = []
    for guarantee, outcome in compilation.ledger.entries:
        if outcome.state not in ("lost", "enforced"):
            found.append(None)
            continue
        given = by_place.get(place_of(guarantee))
        if given is None:
            found.append(_CANNOT)
        else:
            found.append(GradedLoss("partly", given.partly) if given.partly else _EXACT)
    return tuple(found)
