"""Which edges of a graph close a cycle when they are added one after the other. Deterministic, and fast for
graphs in which everything leads to everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from .reachability import components

Edge: TypeAlias = tuple[str, str]
_Numbered: TypeAlias = tuple[int, str, str]
"""An edge with the number of its step."""


def closing_steps(steps: Sequence[Sequence[Edge]]) -> list[bool]:
    """For each step, edges that are added at once: whether one of them is part of a cycle then. All stay
    in the graph, those that close a cycle, too.

    The steps are halved again and again; what the first half connects is one node for the second, so an
    edge is looked at as often as the number of steps can be halved, and not once for each other edge.
    """
    closes = [False] * len(steps)
    joined = _Joined()
    edges = [(number, *edge) for number, step in enumerate(steps) for edge in step]
    work: list[tuple[int, int, list[_Numbered]]] = [(0, len(steps), edges)]
    while work:
        low, high, inside = work.pop()
        if low < high:
            middle = (low + high) // 2
            now, later = _halves(inside, middle, joined)
            work += [half for half in ((middle + 1, high, later), (low, middle, now)) if half[2]]
        elif low < len(steps):  # the ends of these are part of a cycle from this step on
            for number, start, end in inside:
                closes[number] = closes[number] or number == low
                joined.join(start, end)
    return closes


def _halves(
    edges: Iterable[_Numbered], middle: int, joined: _Joined
) -> tuple[list[_Numbered], list[_Numbered]]:
    """The edges that are part of a cycle after the step `middle`, and all others."""
    following: dict[str, list[str]] = {}
    known = [(edge, joined.find(edge[1]), joined.find(edge[2])) for edge in edges]
    for edge, start, end in known:
        if edge[0] <= middle:
            following.setdefault(start, []).append(end)
    groups = components(following, following)
    group = {node: number for number, nodes in enumerate(groups) for node in nodes}
    now: list[_Numbered] = []
    later: list[_Numbered] = []
    for edge, start, end in known:
        is_now = edge[0] <= middle and group[start] == group[end]
        (now if is_now else later).append(edge)
    return now, later


class _Joined:
    """Names that are one node; each group is found by one of its names."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, name: str) -> str:
        way = [name]
        while (above := self._above.get(way[-1], way[-1])) != way[-1]:
            way.append(above)
        for one in way:
            self._above[one] = way[-1]
        return way[-1]

    def join(self, first: str, second: str) -> None:
        self._above[self.find(first)] = self.find(second)
