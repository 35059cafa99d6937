"""Dates as databases write them -> microseconds since 1970."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.data.tokens.instants import FARTHEST, NoInstant, iso, microseconds

SECOND, MINUTE, DAY = 1_000_000, 60_000_000, 86_400_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01", 0),
        ("1970-01-01 00:01", MINUTE),
        ("1970-01-01 00:00:01", SECOND),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1970-01-01T00:00:00.0000019Z", 1),
        ("1970-01-01T00:00:00.5Z", SECOND // 2),
        ("1970-01-01 00:00:00 UTC", 0),
        ("1970-01-01 01:00:00+01", 0),
        ("1970-01-01 00:00:00+01:30", -90 * MINUTE),
        ("1970-01-01 00:00:00-0130", 90 * MINUTE),
        ("1970-01-01 00:00:00+00:00:30", -30 * SECOND),
        ("1970-01-02 00:00:00+24", 0),
        ("1969-12-31 23:59:59", -SECOND),
        ("2000-02-29", 11_016 * DAY),
        ("0001-01-01 BC", -719_528 * DAY),
        ("0000-01-01", -719_528 * DAY),
        ("275760-09-13", FARTHEST),
        ("1577836860000", 1_577_836_860_000_000),
        ("-1", -1000),
        (" 1 ", 1000),
        ("Wed, 01 Jan 2020 00:01:00 GMT", 1_577_836_860_000_000),
        ("Wed, 01 Jan 2020 00:01:00 +0100", 1_577_833_260_000_000),
    ],
)
def test_an_instant(text: str, expected: int) -> None:
    assert microseconds(text) == expected


CALENDAR, CLOCK = "is no date of the calendar", "is no time of day"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1900-02-29", CALENDAR),
        ("2001-04-31", CALENDAR),
        ("2001-13-01", CALENDAR),
        ("2001-00-01", CALENDAR),
        ("Wed, 31 Jun 2020 00:01:00 GMT", CALENDAR),
        ("2001-01-01 24:00:00", CLOCK),
        ("2001-01-01 23:60:00", CLOCK),
        ("2001-01-01 23:59:60", CLOCK),
        ("275760-09-13 00:00:00.000001", "is beyond what a JavaScript Date can hold"),
        ("8640000000000001", "is beyond what a JavaScript Date can hold"),
        ("yesterday", "is no date"),
        ("01 Jan 2020 00:01:00 GMT", "is no date"),
        ("", "is no date"),
        ("12345678901234567", "is no date"),
    ],
)
def test_no_instant(text: str, why: str) -> None:
    assert microseconds(text) == NoInstant(why)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@given(st.datetimes(timezones=st.timezones() | st.just(UTC)))
def test_as_python_counts(found: datetime) -> None:
    if not abs(found.utcoffset() or timedelta()) % timedelta(minutes=1):
        expected = (found - EPOCH) // timedelta(microseconds=1)
        assert microseconds(found.isoformat()) == expected
        assert microseconds(found.isoformat(" ")) == expected


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (253_402_300_800_000, "+010000-01-01T00:00:00.000Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        (-62_167_219_200_001, "-000001-12-31T23:59:59.999Z"),
        (8_640_000_000_000_000, "+275760-09-13T00:00:00.000Z"),
        (-8_640_000_000_000_000, "-271821-04-20T00:00:00.000Z"),
        (3_723_004, "1970-01-01T01:02:03.004Z"),
    ],
)
def test_as_javascript_writes_it(milliseconds: int, text: str) -> None:
    assert iso(milliseconds) == text
