"""A graph that stays without a cycle: each edge is taken, or refused because it would close one."""

from __future__ import annotations

from collections.abc import Collection, Iterable


class Acyclic:
    """The nodes stand in an order that all edges follow. An edge that follows it costs nothing; for another
    one, only the nodes between its ends are looked at, and moved (Pearce and Kelly, 2006).
    """

    def __init__(self, nodes: Iterable[str]) -> None:
        """The better the nodes' order is to begin with, the less is to be moved; any one will do."""
        self._place = {node: number for number, node in enumerate(nodes)}
        self._after: dict[str, list[str]] = {}
        self._before: dict[str, list[str]] = {}

    def add(self, start: str, end: str) -> bool:
        """Whether the edge was taken: no way led from its end to its start."""
        first, last = self._place[end], self._place[start]
        if first <= last:
            ahead = self._met(end, self._after, range(first, last + 1))
            if start in ahead:
                return False
            self._move(self._met(start, self._before, range(first, last + 1)), ahead)
        self._after.setdefault(start, []).append(end)
        self._before.setdefault(end, []).append(start)
        return True

    def _met(self, node: str, following: dict[str, list[str]], places: range) -> dict[str, None]:
        """The node and what it leads to, within these places."""
        found, left = {node: None}, [node]
        while left:
            for other in following.get(left.pop(), ()):
                if other not in found and self._place[other] in places:
                    found[other] = None
                    left.append(other)
        return found

    def _move(self, before: Collection[str], after: Collection[str]) -> None:
        """Both groups to the places they had together, the first in front, each in its order."""
        order = [*sorted(before, key=self._at), *sorted(after, key=self._at)]
        places = sorted(map(self._at, order))
        self._place.update(zip(order, places, strict=True))

    def _at(self, node: str) -> int:
        return self._place[node]
