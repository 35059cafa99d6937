"""Groups of names that lead to one another. Deterministic, without recursion, in linear time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Following: TypeAlias = Mapping[str, Sequence[str]]
"""Where each name leads; names that lead nowhere may be missing."""


def components(nodes: Iterable[str], following: Following) -> list[tuple[str, ...]]:
    """Tarjan's strongly connected components; what is led to comes first."""
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
                    found.append(_closed(node, stack, on_stack))
            elif target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                on_stack.add(target)
                work.append((target, iter(following.get(target, ()))))
            elif target in on_stack:
                low[node] = min(low[node], index[target])
    return found


def _closed(node: str, stack: list[str], on_stack: set[str]) -> tuple[str, ...]:
    """The component that `node` was the first of, off the stack; in the order in which it was found."""
    group: list[str] = []
    while not group or group[-1] != node:
        group.append(stack.pop())
    on_stack.difference_update(group)
    return tuple(reversed(group))


def component_numbers(nodes: Iterable[str], following: Following) -> dict[str, int]:
    """Each name with the number of its component."""
    found = components(nodes, following)
    return {name: number for number, group in enumerate(found) for name in group}
