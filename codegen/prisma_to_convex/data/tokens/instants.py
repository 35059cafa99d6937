"""Dates as databases write them -> microseconds since 1970, exactly.

    2020-01-01T00:01:00.000+00:00    Prisma's driver adapters in SQLite
    2020-01-01 00:01:00              CURRENT_TIMESTAMP of SQLite; MySQL; PostgreSQL with or without +00
    1577836860000                    milliseconds: Prisma's native engine in SQLite
    Wed, 01 Jan 2020 00:01:00 GMT    RFC 2822, which Prisma's readers of SQLite take too

A time without a zone is UTC, as Prisma takes it.
"""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_tz

from prisma_schema_parser.records import NamedTuple

FARTHEST = 8_640_000_000_000_000_000
"""Microseconds from 1970 to the end of what a JavaScript Date can hold, either way."""

_DAY, _SECOND = 86_400_000_000, 1_000_000
_EPOCH = date(1970, 1, 1).toordinal()
_ISO = re.compile(
    r"(\d{4,6})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|z|UTC|[+-]\d\d(?::?\d\d(?::\d\d)?)?)?)?( BC)?"
)
_MILLISECONDS = re.compile(r"-?\d{1,16}")


class NoInstant(NamedTuple):
    """`why` ends a sentence that starts with the value's name."""

    why: str


def microseconds(text: str) -> int | NoInstant:
    """What is finer than a microsecond is cut off."""
    text = text.strip()
    if _MILLISECONDS.fullmatch(text):
        return _within(int(text) * 1000)
    found = _ISO.fullmatch(text)
    if found is None:
        return _rfc_2822(text)
    year, month, day, hour, minute, second, fraction, zone, era = found.groups()
    days = _days(1 - int(year) if era else int(year), int(month), int(day))
    if days is None:
        return NoInstant("is no date of the calendar")
    if int(hour or 0) > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
        return NoInstant("is no time of day")
    clock = (int(hour or 0) * 60 + int(minute or 0)) * 60 + int(second or 0)
    micros = int((fraction or "").ljust(6, "0")[:6])
    return _within(days * _DAY + clock * _SECOND + micros - _offset(zone) * _SECOND)


def iso(milliseconds: int) -> str:
    """As JavaScript's `toISOString` writes it."""
    days, rest = divmod(milliseconds, 86_400_000)
    year, month, day = _civil(days)
    clock, fraction = divmod(rest, 1000)
    hour, minute, second = clock // 3600, clock // 60 % 60, clock % 60
    years = f"{year:04d}" if 0 <= year <= 9999 else f"{'-' if year < 0 else '+'}{abs(year):06d}"
    return f"{years}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}.{fraction:03d}Z"


def _within(micros: int) -> int | NoInstant:
    if abs(micros) > FARTHEST:
        return NoInstant("is beyond what a JavaScript Date can hold")
    return micros


def _days(year: int, month: int, day: int) -> int | None:
    """Days since 1970, in the Gregorian calendar also before it was in use; None for no date."""
    shifted = (year - 1) % 400 + 1  # `date` knows the years 1 to 9999 only; the calendar repeats
    try:
        ordinal = date(shifted, month, day).toordinal()
    except ValueError:
        return None
    return ordinal - _EPOCH + (year - shifted) // 400 * 146_097


def _civil(days: int) -> tuple[int, int, int]:
    cycles, rest = divmod(days + _EPOCH - 1, 146_097)
    found = date.fromordinal(rest + 1)
    return found.year + cycles * 400, found.month, found.day


def _offset(zone: str | None) -> int:
    """Seconds east of Greenwich."""
    if zone is None or zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:4] or 0) * 60 + int(digits[4:6] or 0)
    return -seconds if zone[0] == "-" else seconds


def _rfc_2822(text: str) -> int | NoInstant:
    try:
        found = parsedate_tz(text)
    except (ValueError, IndexError, TypeError):
        found = None
    if found is None or "," not in text or found[9] is None:
        return NoInstant("is no date")
    days = _days(found[0], found[1], found[2])
    if days is None or not 0 <= found[3] < 24:
        return NoInstant("is no date of the calendar")
    clock = (found[3] * 60 + found[4]) * 60 + found[5] - found[9]
    return _within(days * _DAY + clock * _SECOND)
