"""Small words that messages and reports share."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, one: str, many: str = "") -> str:
    """`1 table`, `2,000 tables`, `0 indexes`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def upper_first(text: str) -> str:
    """`All but User`, of `all but User`."""
    return text[:1].upper() + text[1:]


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


def duration(ends: tuple[float, float], hours_per_week: float) -> str:
    """How long so many hours take one person: in hours, days or weeks, to the nearest half where they are few.

    >>> duration((0.2, 0.7), 30), duration((6.2, 9.9), 30), duration((20, 50), 30)
    ('0.2 to 0.7 hours', '6 to 10 hours', '3.5 to 8.5 days')
    >>> duration((250, 460), 30), duration((450, 460), 30), duration((30000, 60000), 30)
    ('8.5 to 15 weeks', '15 weeks', '1,000 to 2,000 weeks')
    """
    low, high = ends
    a_day = hours_per_week / 5
    if high <= 2 * a_day:
        return _about(low, high, 1, "hour")
    if high <= 2 * hours_per_week:
        return _about(low, high, a_day, "day")
    return _about(low, high, hours_per_week, "week")


def _about(low: float, high: float, unit: float, word: str) -> str:
    first, last = _near(low / unit), _near(high / unit)
    if first == last:
        return f"{last} {word if last == '1' else word + 's'}"
    return f"{first} to {last} {word}s"


def _near(number: float) -> str:
    if number < 1:
        return f"{round(number, 1):g}"
    return f"{round(number * 2) / 2:g}" if number < 10 else f"{round(number):,}"
