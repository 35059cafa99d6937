"""`Acyclic` against a search for each edge."""

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.kit.acyclic import Acyclic
from support.work import growth

_NAMES = st.sampled_from("abcdef")


@given(st.permutations("abcdef"), st.lists(st.tuples(_NAMES, _NAMES), max_size=20))
def test_an_edge_is_refused_if_its_end_leads_to_its_start(
    nodes: list[str], edges: list[tuple[str, str]]
) -> None:
    graph = Acyclic(nodes)
    taken: list[tuple[str, str]] = []
    for start, end in edges:
        seen = [end]
        for node in seen:
            seen += {other for one, other in taken if one == node} - set(seen)
        is_taken = start not in seen
        assert graph.add(start, end) == is_taken
        if is_taken:
            taken.append((start, end))


def test_what_follows_the_order_costs_no_search() -> None:
    def chain(count: int) -> Callable[[], object]:
        names = [f"n{number}" for number in range(count)]
        graph = Acyclic(names)
        edges = [*pairwise(names), *pairwise(reversed(names))]
        return lambda: [graph.add(*edge) for edge in edges]

    assert growth(chain, 500) < 2.3
