"""Groups of nodes that hold together more than with the rest: communities of a graph.

Pairs of groups are joined by what most raises the modularity (Clauset, Newman, Moore 2004): a tie counts
for more between groups that have few. Each join is a group to choose from, with the ties that it cuts; joining
goes on where it lowers the modularity, since a larger group may cut less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

from prisma_schema_parser.records import NamedTuple

Ties = Mapping[tuple[str, str], int]
"""How many ties there are between two nodes, each pair once and in one order."""


class Community(NamedTuple):
    """`cut`: the ties that lead out of it."""

    members: frozenset[str]
    cut: int


def communities(nodes: Sequence[str], ties: Ties, most: int) -> list[Community]:
    """Those of 2 to `most` nodes, each as it was joined; the same for the same input."""
    joining, found = _Joining(nodes, ties), []
    while (group := joining.join()) is not None:
        if len(joining.members[group]) <= most:
            found.append(Community(frozenset(joining.members[group]), joining.cut(group)))
    return found


class _Joining:
    """Groups by number; of each its members, its ties to others, and its degree."""

    def __init__(self, nodes: Sequence[str], ties: Ties) -> None:
        number = {name: at for at, name in enumerate(nodes)}
        self.members = {at: {name} for name, at in number.items()}
        self._ties: dict[int, dict[int, int]] = {at: {} for at in self.members}
        for (one, other), times in ties.items():
            a, b = number[one], number[other]
            if a != b:
                self._ties[a][b] = self._ties[a].get(b, 0) + times
                self._ties[b][a] = self._ties[b].get(a, 0) + times
        self._degree = {at: sum(near.values()) for at, near in self._ties.items()}
        self._total = sum(self._degree.values())
        self._next = len(nodes)
        self._heap = [
            (-self._gain(a, b), a, b) for a, near in self._ties.items() for b in near if a < b
        ]
        heapify(self._heap)

    def _gain(self, a: int, b: int) -> float:
        """By how much joining the two raises the modularity; halved."""
        expected = self._degree[a] * self._degree[b] / self._total
        return (self._ties[a][b] - expected) / self._total

    def cut(self, group: int) -> int:
        return sum(self._ties[group].values())

    def join(self) -> int | None:
        """The next group's number; None once nothing ties two of them."""
        while self._heap:
            _, a, b = heappop(self._heap)
            if a in self.members and b in self.members:
                return self._joined(a, b)
        return None

    def _joined(self, a: int, b: int) -> int:
        new, self._next = self._next, self._next + 1
        near = self._ties.pop(a)
        for other, times in self._ties.pop(b).items():
            near[other] = near.get(other, 0) + times
        near.pop(a, None)
        near.pop(b, None)
        self._ties[new] = near
        self.members[new] = self.members.pop(a) | self.members.pop(b)
        self._degree[new] = self._degree.pop(a) + self._degree.pop(b)
        for other, times in near.items():
            of_other = self._ties[other]
            of_other.pop(a, None)
            of_other.pop(b, None)
            of_other[new] = times
            heappush(self._heap, (-self._gain(other, new), other, new))
        return new
