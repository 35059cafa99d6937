"""Small words that messages and reports share."""

from __future__ import annotations

import math
from collections.abc import Sequence


def counted(number: int, one: str, many: str = "") -> str:
    """`1 table`, `2 tables`, `0 indexes`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str], *, quoted: bool = True, most: int = 5) -> str:
    """`A`, `B` and 3 more; in backticks, as names of a schema are.

    >>> listed(["A", "B"]), listed(["one"], quoted=False), listed(list("abcdef"), most=2)
    ('`A` and `B`', 'one', '`a`, `b` and 4 more')
    """
    shown = [f"`{name}`" if quoted else name for name in names]
    if len(shown) > most:
        shown = [*shown[:most], f"{len(shown) - most} more"]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def hours(ends: tuple[float, float]) -> str:
    """A range of hours; small ones have decimals.

    >>> hours((0.25, 1)), hours((8, 24.4)), hours((2, 2))
    ('0.25 to 1 h', '8 to 24 h', '2 h')
    """
    low, high = map(_hours, ends)
    return f"{low} h" if low == high else f"{low} to {high} h"


def _hours(end: float) -> str:
    near = round(end, 2)
    return f"{near:g}" if near < 10 else f"{round(near):,}"


def weeks(ends: tuple[float, float]) -> str:
    """`4 to 13 weeks`; rounded outwards, since it is a guess, but for what no one would notice.

    >>> weeks((4.2, 13.1)), weeks((0.2, 0.9)), weeks((1, 1)), weeks((3.9999, 4.0001))
    ('4 to 14 weeks', '0 to 1 week', '1 week', '4 weeks')
    """
    low, high = math.floor(round(ends[0], 2)), math.ceil(round(ends[1], 2))
    return counted(high, "week") if low == high else f"{low} to {counted(high, 'week')}"
