"""How much of what was found is shown: nobody reads the 201st mistake before the first is mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

MOST = 200
"""Of one schema, where nobody says otherwise."""
ALL = 0


def bounded(found: Sequence[T], most: int, rank: Callable[[T], tuple[int, ...]]) -> Sequence[T]:
    """Those of the lowest rank, the first of equals, in the order given. `most` may be `ALL`."""
    if most == ALL or len(found) <= most:
        return found
    ranked = sorted(range(len(found)), key=lambda at: rank(found[at]))
    return [found[at] for at in sorted(ranked[:most])]
