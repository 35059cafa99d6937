"""`closing_steps` against a search for each edge."""

from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.kit.closing import Edge, closing_steps

_NAMES = st.sampled_from("abcdef")
_STEPS = st.lists(st.lists(st.tuples(_NAMES, _NAMES), min_size=1, max_size=3), max_size=14)


def _leads(start: str, goal: str, edges: list[Edge]) -> bool:
    seen, left = {start}, [start]
    for node in left:
        for one, other in edges:
            if one == node and other not in seen:
                seen.add(other)
                left.append(other)
    return goal in seen


@given(_STEPS)
def test_it_finds_what_a_search_for_each_edge_finds(steps: list[list[Edge]]) -> None:
    added: list[Edge] = []
    expected = []
    for step in steps:
        added += step
        expected.append(any(_leads(end, start, added) for start, end in step))
    assert closing_steps(steps) == expected


def test_the_last_edge_of_a_ring_closes_it() -> None:
    assert closing_steps([[("a", "b")], [("b", "c")], [("c", "a")], [("a", "d")]]) == [
        False,
        False,
        True,
        False,
    ]


def test_a_node_that_leads_to_itself_is_a_ring() -> None:
    assert closing_steps([[("a", "b")], [("b", "b")]]) == [False, True]


def test_no_steps() -> None:
    assert closing_steps([]) == []
