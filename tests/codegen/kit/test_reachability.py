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
