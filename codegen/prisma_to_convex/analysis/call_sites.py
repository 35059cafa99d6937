"""The calls of the code, each place once."""

from __future__ import annotations

from ..calls.classified import CallClass, ClassifiedCall
from ..calls.examined import ExaminedCode

# What a place costs where several wrappers make different calls of it: the dearest.
_COSTS: tuple[CallClass, ...] = ("A", "B", "C", "D", "E", "U", "H", "G", "F")


def call_sites(code: ExaminedCode) -> tuple[ClassifiedCall, ...]:
    """In order of file and place."""
    found: dict[tuple[str, int], ClassifiedCall] = {}
    for one in code.calls:
        place = (one.call.span.source.name, one.call.span.start)
        known = found.get(place)
        if known is None or _COSTS.index(one.kind) > _COSTS.index(known.kind):
            found[place] = one
    return tuple(found.values())
