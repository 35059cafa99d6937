"""The texts of defaults that are dates: the last day of each month, and the one after it."""

from __future__ import annotations

import pytest

from prisma_schema_parser.validate.default_literals import is_datetime


@pytest.mark.parametrize(
    "last",
    [
        *("2023-01-31", "2023-02-28", "2024-02-29", "2000-02-29", "1900-02-28", "2023-03-31"),
        *("2023-04-30", "2023-05-31", "2023-06-30", "2023-07-31", "2023-08-31", "2023-09-30"),
        *("2023-10-31", "2023-11-30", "2023-12-31"),
    ],
)
def test_the_last_day_of_a_month_and_one_beyond(last: str) -> None:
    beyond = f"{last[:8]}{int(last[8:]) + 1}"
    assert is_datetime(f"{last}T00:00:00Z")
    assert not is_datetime(f"{beyond}T00:00:00Z")


@pytest.mark.parametrize("day", ["2023-00-01", "2023-13-01", "2023-01-00"])
def test_there_is_no_month_and_no_day_of_that_number(day: str) -> None:
    assert not is_datetime(f"{day}T00:00:00Z")
