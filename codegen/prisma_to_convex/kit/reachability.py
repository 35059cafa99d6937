"""Plain graph work on names: groups that refer to one another, orders, longest ways. Deterministic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prisma_schema_parser.graph import Following, components

__all__ = ["Following", "components", "cyclic", "levels", "longer", "spread"]


def cyclic(following: Following) -> list[tuple[str, ...]]:
    """The components that have a cycle: all but single nodes that do not lead to themselves."""
    groups = components(following, following)
    return [group for group in groups if len(group) > 1 or group[0] in following.get(group[0], ())]


def closure(starts: Iterable[str], following: Following) -> frozenset[str]:
    """The starts and all that they lead to."""
    found = set(starts)
    left = list(found)
    while left:
        for target in following.get(left.pop(), ()):
            if target not in found:
                found.add(target)
                left.append(target)
    return frozenset(found)


def spread(nodes: Iterable[str], following: Following, sets: Mapping[str, int]) -> dict[str, int]:
    """For each node the union of its set and the sets of all that it leads to; a set is the bits of a number.

    A graph of n nodes may lead to n² pairs: they are as many bits here, and not as many steps.
    """
    found: dict[str, int] = {}
    for group in components(nodes, following):
        union = 0
        for node in group:
            union |= sets.get(node, 0)
            for target in following.get(node, ()):
                union |= found.get(target, 0)
        found.update(dict.fromkeys(group, union))
    return found


def levels(nodes: Iterable[str], following: Following) -> dict[str, int]:
    """How many steps the longest way from each node has. Raises `ValueError` where the graph has a cycle."""
    found: dict[str, int] = {}
    entered: set[str] = set()
    for root in nodes:
        left = [root]
        while left:
            node = left[-1]
            if node in found:
                left.pop()
                continue
            waiting = [target for target in following.get(node, ()) if target not in found]
            if not waiting:
                left.pop()
                targets = following.get(node, ())
                found[node] = max((found[target] + 1 for target in targets), default=0)
            elif node in entered:
                raise ValueError(f"a cycle through {node}")
            else:
                entered.add(node)
                left.extend(waiting)
    return found


_LONGEST_WAY, _FIRST, _LAST = 20, 10, 8


def longer(way: tuple[str, ...], node: str) -> tuple[str, ...]:
    """A way that goes on to the node. Of a long one the middle is one `…`, or all the ways of a long chain would grow
    with its third power.
    """
    if len(way) < _LONGEST_WAY:
        return (*way, node)
    return (*way[:_FIRST], "…", *way[-_LAST:], node)
