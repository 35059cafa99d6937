from itertools import pairwise

import pytest

from prisma_to_convex.kit.reachability import components, cyclic, levels, reached


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


def test_the_way_to_what_is_reached_is_the_shortest() -> None:
    assert reached("a", {"a": ["b", "c"], "b": ["c", "d"]}) == {
        "b": ("a", "b"),
        "c": ("a", "c"),
        "d": ("a", "b", "d"),
    }


def test_a_way_of_twenty_is_told_whole_and_of_one_more_without_its_middle() -> None:
    names = [f"m{number}" for number in range(30)]
    ways = reached("m0", {one: [other] for one, other in pairwise(names)})
    assert ways["m19"] == tuple(names[:20])
    assert ways["m20"] == (*names[:10], "…", *names[12:21])
    assert ways["m29"] == (*names[:10], "…", *names[21:30])
