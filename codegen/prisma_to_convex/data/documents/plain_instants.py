"""Columns of dates in one layout: milliseconds since 1970, a column at a time.

`2020-01-01 00:01:00`, `2020-01-01 00:01:00.123456`, `2020-01-01T00:01:00.000+00:00` -> `1577836860000`

What a day and what a time of day come to is kept, since rows share them. A column of another layout, or of several, is
read value by value; so is one with a date that no calendar has.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from ..tokens.instants import NoInstant, microseconds
from .plain_columns import Made, Texts

_LAYOUT = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{3,9})?(Z|\+00:00)?")
_DAY, _CLOCK, _FRACTION = slice(10), slice(11, 19), slice(20, 23)
_LONGEST = 18
_MOST = 100_000
"""Days that are kept."""


def instants(texts: Texts) -> Made | None:
    """Of texts in UTC, as numbers: `plain_columns.PlainMake`."""
    layout = _LAYOUT.fullmatch(texts[0])
    if layout is None:
        return None
    fraction, zone = layout.groups(b"")
    if _column(len(fraction), zone)(b"\n".join(texts) + b"\n") is None:
        return None
    days, clocks = _DAYS, _CLOCKS
    try:
        if fraction:
            found = [days[one[_DAY]] + clocks[one[_CLOCK]] + int(one[_FRACTION]) for one in texts]
        else:
            found = [days[one[_DAY]] + clocks[one[_CLOCK]] for one in texts]
    except KeyError:
        return None
    return Made(b"", list(map(b"%d".__mod__, found)), b".0", _LONGEST)


@lru_cache(maxsize=64)
def _column(fraction: int, zone: bytes) -> Callable[[bytes], re.Match[bytes] | None]:
    """Of dates that have as many octets of a fraction, and this zone."""
    digits = rb"\.[0-9]{%d}" % (fraction - 1) if fraction else b""
    one = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}" + digits + re.escape(zone)
    return re.compile(b"(?:" + one + rb"\n)*+").fullmatch


class _Days(dict[bytes, int]):
    """`2020-01-01` -> its first millisecond. KeyError for no day of the calendar."""

    def __missing__(self, day: bytes) -> int:
        found = microseconds(day.decode())
        if isinstance(found, NoInstant):
            raise KeyError(day)
        if len(self) >= _MOST:
            self.clear()
        self[day] = found // 1000
        return self[day]


class _Clocks(dict[bytes, int]):
    """`23:59:59` -> milliseconds since midnight. KeyError for no time of day."""

    def __missing__(self, clock: bytes) -> int:
        hour, minute, second = int(clock[:2]), int(clock[3:5]), int(clock[6:])
        if hour > 23 or minute > 59 or second > 59:
            raise KeyError(clock)
        self[clock] = ((hour * 60 + minute) * 60 + second) * 1000
        return self[clock]


_DAYS, _CLOCKS = _Days(), _Clocks()
