"""What the forms of the report show alike."""

from __future__ import annotations

from typing import get_args

import pytest

from prisma_to_convex.analysis.facts import Ownership
from prisma_to_convex.report.view_models import (
    OWNERSHIP_WORDS,
    Shown,
    first,
    grouped,
    short,
    tenths,
)


@pytest.mark.parametrize(
    ("count", "most", "shown", "more"),
    [(0, 2, 0, 0), (1, 2, 1, 0), (2, 2, 2, 0), (3, 2, 2, 1), (9, 2, 2, 7)],
)
def test_the_first_of_a_list_and_how_many_follow(
    count: int, most: int, shown: int, more: int
) -> None:
    assert first(iter(range(count)), most) == Shown(tuple(range(shown)), more)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (999, "999"), (1000, "1,000"), (12345678, "12,345,678"), (None, "-")],
)
def test_large_numbers_have_commas(number: int | None, text: str) -> None:
    assert grouped(number, "-") == text


@pytest.mark.parametrize(
    ("number", "text"), [(30.0, "30"), (37.5, "37.5"), (0.25, "0.25"), (0, "0")]
)
def test_hours_have_no_more_digits_than_they_need(number: float, text: str) -> None:
    assert short(number) == text


def test_each_way_of_belonging_has_its_words() -> None:
    assert {key: OWNERSHIP_WORDS[key] for key in get_args(Ownership) if key in OWNERSHIP_WORDS} == {
        "tenant": "the tenants themselves",
        "direct": "a required key",
        "optional": "a key that may be null",
        "parents": "through what they refer to",
        "above": "of a level above",
        "shared": "no key leads there: shared, or of single users",
    }
    assert set(OWNERSHIP_WORDS) <= set(get_args(Ownership))


@pytest.mark.parametrize(
    ("number", "text"), [(0.25, "0.2"), (0.26, "0.3"), (2.0, "2.0"), (0, "0.0")]
)
def test_what_comes_to_each_table_has_one_digit(number: float, text: str) -> None:
    assert tenths(number) == text
