"""Which ways into a table one index can serve. Pure.

Fields that are looked up by equality stand in any order. So a way in is a chain of sets, each of which
must be the start of the index: `{a, b}`, then `{a, b, c}` for equality of a and b and a range of c. One
index serves several where all their sets are nested in one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

Chain: TypeAlias = tuple[frozenset[str], ...]


def chain_of(equal: Iterable[str], tail: Sequence[str]) -> Chain:
    """
    >>> [sorted(one) for one in chain_of(["b", "a"], ["c"])]
    [['a', 'b'], ['a', 'b', 'c']]
    """
    current = frozenset(equal)
    found = [current] if current else []
    for field in tail:
        current = current | {field}
        found.append(current)
    return tuple(dict.fromkeys(found))


def of_index(fields: Sequence[str]) -> Chain:
    """Of an index whose order is fixed."""
    return chain_of((), fields)


def together(one: Chain, other: Chain) -> Chain | None:
    """The chain that has all sets of both; None where two of them are not nested.

    >>> together(chain_of("ab", ""), chain_of("a", ""))
    (frozenset({'a'}), frozenset({'b', 'a'})) # doctest: +SKIP
    """
    sets = sorted(set(one) | set(other), key=lambda fields: (len(fields), sorted(fields)))
    for smaller, larger in pairwise(sets):
        if not smaller < larger:
            return None
    return tuple(sets)


def is_served(chain: Chain, fields: Sequence[str]) -> bool:
    """Whether an index of these fields, in this order, serves all of it."""
    return set(chain) <= set(of_index(fields))


def in_order(chain: Chain, order: Sequence[str]) -> tuple[str, ...]:
    """The fields of an index for it; what is free goes by `order`."""
    places = {name: place for place, name in enumerate(order)}
    found: list[str] = []
    for fields in chain:
        new = fields - set(found)
        found += sorted(new, key=lambda name: (places.get(name, len(places)), name))
    return tuple(found)
