"""The order of a merged list."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def merged_order(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], alive: Collection[str]
) -> list[str]:
    """The keys in `alive`, each in `mine` or `theirs`, in the order of the side that moved some.

    Both moved some: mine. What only the other side has goes before what follows it there, or, as
    the last, behind what precedes it.
    """
    shared = set(base) & set(mine) & set(theirs) & set(alive)
    before, ours, new = ([key for key in side if key in shared] for side in (base, mine, theirs))
    first, second = (theirs, mine) if ours == before != new else (mine, theirs)
    order = [key for key in first if key in alive]
    _insert(order, [key for key in second if key in alive])
    return order


def _insert(order: list[str], others: Sequence[str]) -> None:
    placed = set(order)
    for number in range(len(others) - 1, -1, -1):
        key = others[number]
        if key not in placed:
            order.insert(_place(order, placed, others, number), key)
            placed.add(key)


def _place(order: list[str], placed: set[str], others: Sequence[str], number: int) -> int:
    if number + 1 < len(others):
        return order.index(others[number + 1])
    previous = next((key for key in reversed(others[:number]) if key in placed), None)
    return len(order) if previous is None else order.index(previous) + 1
