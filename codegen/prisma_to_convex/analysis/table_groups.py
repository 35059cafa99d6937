"""Groups of tables that could move without the rest, by what they cost: the references that they cut.

Communities of the graph of references are where the search starts; a neighbour joins as long as that makes
each table that moves cheaper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prisma_schema_parser.records import NamedTuple

from ..kit.communities import communities

TWO_DATABASES = 1
"""What a part costs whatever its size, as one reference more: two databases to deploy, to sign in to, to watch."""
_MOST_GROWN = 12


class TableGroup(NamedTuple):
    """`cut`: all references that lead into it or out of it."""

    members: frozenset[str]
    cut: int

    @property
    def price(self) -> tuple[float, int, tuple[str, ...]]:
        """For each table that moves; of equals, the one that cuts less."""
        size = len(self.members)
        return (self.cut + TWO_DATABASES) / size, self.cut, tuple(sorted(self.members))


def table_groups(
    nodes: Sequence[str], references: Mapping[tuple[str, str], int], most: int
) -> list[TableGroup]:
    """Of 2 to `most` of the nodes, the cheapest first. `references` counts those between two tables, the
    ones that are in no group included.
    """
    near: dict[str, dict[str, int]] = {}
    for (one, other), times in references.items():
        near.setdefault(one, {})[other] = times
        near.setdefault(other, {})[one] = times
    free = frozenset(nodes)
    inside = {pair: times for pair, times in references.items() if free.issuperset(pair)}
    leaving = {name: sum(near.get(name, {}).values()) for name in nodes}
    tied = {name: {to: n for to, n in near.get(name, {}).items() if to in free} for name in nodes}
    fixed = {name: leaving[name] - sum(tied[name].values()) for name in nodes}
    found = [
        TableGroup(one.members, one.cut + sum(fixed[name] for name in one.members))
        for one in communities(nodes, inside, most)
    ]
    found.sort(key=lambda one: one.price)
    grown = [_grown(one, tied, leaving, most) for one in found[:_MOST_GROWN]]
    return sorted({*found, *grown}, key=lambda one: one.price)


def _grown(
    group: TableGroup,
    tied: Mapping[str, Mapping[str, int]],
    leaving: Mapping[str, int],
    most: int,
) -> TableGroup:
    """With the neighbours that make it cheaper, the best one at a time."""
    while len(group.members) < most:
        ties: dict[str, int] = {}
        for name in group.members:
            for other, times in tied[name].items():
                if other not in group.members:
                    ties[other] = ties.get(other, 0) + times
        larger = [
            TableGroup(group.members | {name}, group.cut + leaving[name] - 2 * times)
            for name, times in ties.items()
        ]
        best = min(larger, key=lambda one: one.price, default=group)
        if best.price >= group.price:
            break
        group = best
    return group
