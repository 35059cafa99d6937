"""Small words that messages and reports share."""

from __future__ import annotations

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
