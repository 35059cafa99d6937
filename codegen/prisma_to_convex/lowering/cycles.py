"""Cycles of required keys: no document of the cycle could be inserted first, so one key gives way.

Which one: that of the model that most models refer to (it is inserted first), ties in source order,
and a tenant's key only when there is no other (MAPPING.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edge(NamedTuple):
    """A required `v.id` field: a document of `model` needs one of `target` before it."""

    model: str
    field: str
    target: str


def freed(edges: Iterable[Edge], order: dict[str, int]) -> tuple[Edge, ...]:
    """The edges to make nullable so that no cycle is left; `order` is the models' source order."""
    left = list(edges)
    popularity = _popularity(left)
    found: list[Edge] = []
    while (group := _cyclic_group(left, order)) is not None:
        inside = [edge for edge in left if edge.model in group and edge.target in group]
        chosen = min(inside, key=lambda edge: _cost(edge, inside, popularity, order))
        found.append(chosen)
        left.remove(chosen)
    return tuple(found)


def _popularity(edges: list[Edge]) -> dict[str, int]:
    """How many other models refer to each model."""
    referrers: dict[str, set[str]] = {}
    for edge in edges:
        if edge.model != edge.target:
            referrers.setdefault(edge.target, set()).add(edge.model)
    return {model: len(found) for model, found in referrers.items()}


def _cost(
    edge: Edge, inside: list[Edge], popularity: dict[str, int], order: dict[str, int]
) -> tuple[bool, bool, int, int, int]:
    """The cheapest edge gives way. A self reference is the only cycle of its own."""
    tenant = max(popularity.values(), default=0)
    is_tenant_key = (
        popularity.get(edge.target, 0) == tenant and edge.target != edge.model and tenant > 1
    )
    return (
        edge.model != edge.target,
        is_tenant_key,
        -popularity.get(edge.model, 0),
        order[edge.model],
        inside.index(edge),
    )


def _cyclic_group(edges: list[Edge], order: dict[str, int]) -> set[str] | None:
    """The models of one cycle: the first strongly connected group, in source order, that has one."""
    following: dict[str, list[str]] = {}
    for edge in edges:
        following.setdefault(edge.model, []).append(edge.target)
    for group in sorted(_components(following), key=lambda found: min(order[name] for name in found)):
        if len(group) > 1 or any(name in following.get(name, ()) for name in group):
            return group
    return None


def _components(following: dict[str, list[str]]) -> list[set[str]]:
    """Tarjan's strongly connected components, without recursion: chains may be long."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[set[str]] = []
    for root in following:
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
                    found.append(_pop_component(node, stack, on_stack))
            elif target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                on_stack.add(target)
                work.append((target, iter(following.get(target, ()))))
            elif target in on_stack:
                low[node] = min(low[node], index[target])
    return found


def _pop_component(node: str, stack: list[str], on_stack: set[str]) -> set[str]:
    group: set[str] = set()
    while True:
        member = stack.pop()
        on_stack.discard(member)
        group.add(member)
        if member == node:
            return group
