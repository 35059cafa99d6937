"""Communities of a graph: what holds together more than with the rest."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.kit.communities import Community, communities


def clique(*names: str) -> dict[tuple[str, str], int]:
    return dict.fromkeys(combinations(sorted(names), 2), 1)


def test_two_cliques_with_one_tie() -> None:
    ties = {**clique("a", "b", "c"), **clique("x", "y", "z"), ("c", "x"): 1}
    found = communities("abcxyz", ties, 3)
    largest = [one for one in found if len(one.members) == 3]
    assert sorted(largest, key=lambda one: sorted(one.members)) == [
        Community(frozenset("abc"), 1),
        Community(frozenset("xyz"), 1),
    ]


def test_a_hub_is_joined_to_the_nodes_that_have_nothing_else() -> None:
    """What belongs together is not what happens to refer to the same."""
    ties = {**{("h", name): 1 for name in "pqrs"}, ("a", "h"): 1, ("a", "b"): 3}
    assert communities("habpqrs", ties, 4)[0] == Community(frozenset("ab"), 1)


def test_nothing_is_tied() -> None:
    assert communities("abc", {}, 3) == []


NODES = "abcdefgh"
graphs = st.dictionaries(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(
        lambda pair: pair[0] < pair[1]
    ),
    st.integers(1, 3),
)


@given(graphs, st.integers(0, 8))
def test_each_is_reported_with_the_ties_that_lead_out_of_it(
    ties: dict[tuple[str, str], int], most: int
) -> None:
    found = communities(NODES, ties, most)
    for one in found:
        assert 2 <= len(one.members) <= most
        leading_out = [
            times for (a, b), times in ties.items() if (a in one.members) != (b in one.members)
        ]
        assert one.cut == sum(leading_out)
    assert found == communities(NODES, dict(reversed(ties.items())), most) or len(
        set(found)
    ) == len(found)
    for one, other in combinations(found, 2):
        shared = one.members & other.members
        assert not shared or shared in (one.members, other.members)
