"""Plain graph work on names: groups that refer to one another, orders, longest ways. Deterministic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Following = Mapping[str, Sequence[str]]
"""Where each name leads; names that lead nowhere may be missing."""


def components(nodes: Iterable[str], following: Following) -> list[tuple[str, ...]]:
    """Tarjan's strongly connected components, without recursion; what is led to comes first."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in nodes:
        if root in index:
            continue
        work = [(root, iter(following.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = [stack.pop()]
                    while group[-1] != node:
                        group.append(stack.pop())
                    on_stack.difference_update(group)
                    found.append(tuple(reversed(group)))
            elif target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                on_stack.add(target)
                work.append((target, iter(following.get(target, ()))))
            elif target in on_stack:
                low[node] = min(low[node], index[target])
    return found


def cyclic(following: Following) -> list[tuple[str, ...]]:
    """The components that have a cycle: all but single nodes that do not lead to themselves."""
    groups = components(following, following)
    return [group for group in groups if len(group) > 1 or group[0] in following.get(group[0], ())]


def levels(nodes: Iterable[str], following: Following) -> dict[str, int]:
    """How many steps the longest way from each node has. ValueError where the graph has a cycle."""
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


def reached(start: str, following: Following) -> dict[str, tuple[str, ...]]:
    """What can be reached, each with the first of the shortest ways there; the start is left out."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    left = [start]
    for node in left:
        for target in following.get(node, ()):
            if target not in ways:
                ways[target] = (*ways[node], target)
                left.append(target)
    del ways[start]
    return ways
