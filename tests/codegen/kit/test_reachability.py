"""Plain graph work on names."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.kit.reachability import (
    closure,
    components,
    cyclic,
    levels,
    longer,
    spread,
)

NAMES = "abcdefgh"

graphs = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4))


def test_what_is_led_to_comes_first() -> None:
    following = {"a": ["b"], "b": ["c"], "c": ["b", "d"]}
    assert components("a", following) == [("d",), ("b", "c"), ("a",)]


def test_cyclic_components_lead_to_themselves() -> None:
    assert cyclic({"a": ["b"], "b": ["a", "c"], "c": ["c"], "d": ["a"]}) == [("c",), ("a", "b")]


def test_levels_count_the_steps_of_the_longest_way() -> None:
    assert levels("abcd", {"a": ["b", "c"], "b": ["c"]}) == {"c": 0, "b": 1, "a": 2, "d": 0}


def test_levels_refuse_a_cycle() -> None:
    with pytest.raises(ValueError, match="cycle through"):
        levels("a", {"a": ["b"], "b": ["a"]})


def test_a_way_of_twenty_is_reported_whole_and_of_one_more_without_its_middle() -> None:
    names = [f"m{number}" for number in range(30)]
    start: tuple[str, ...] = ("m0",)
    ways = list(accumulate(names[1:], longer, initial=start))
    assert ways[19] == tuple(names[:20])
    assert ways[20] == (*names[:10], "…", *names[12:21])
    assert ways[29] == (*names[:10], "…", *names[21:30])


@given(graphs, st.dictionaries(st.sampled_from(NAMES), st.integers(0, 255)))
def test_each_has_the_sets_of_all_that_it_leads_to(
    following: dict[str, list[str]], sets: dict[str, int]
) -> None:
    found = spread(NAMES, following, sets)
    for name in NAMES:
        union = 0
        for other in closure([name], following):
            union |= sets.get(other, 0)
        assert found[name] == union


def test_a_ring_shares_its_sets() -> None:
    following = {"a": ["b"], "b": ["a", "c"], "d": ["a"]}
    found = spread("abcd", following, {"a": 1, "b": 2, "c": 4})
    assert found == {"a": 7, "b": 7, "c": 4, "d": 7}
