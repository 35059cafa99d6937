"""Whether the text of a default can be a value of its type, read as strictly as Prisma reads it."""

from __future__ import annotations

import re
from collections.abc import Callable

# Texts, not compiled: few schemas have such defaults.
_BASE64 = r"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
_DECIMAL = r"[+-]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?(?:[eE][+-]?[0-9]+)?"
_DATETIME = (
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?"
    r"(?:[Zz]|[+\u2212-]([0-9]{2}):([0-9]{2}))"
)
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TRAILING_BITS = {2: 0b1111, 1: 0b11}
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def is_datetime(text: str) -> bool:
    """RFC 3339 with an offset, as the chrono crate reads it."""
    match = re.fullmatch(_DATETIME, text)
    if match is None:
        return False
    year, month, day, hour, minute, second, off_hour, off_minute = (
        int(group or 0) for group in match.groups()
    )
    if not 1 <= month <= 12 or hour > 23 or minute > 59 or second > 60:
        return False
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = _MONTHS[month - 1] + (1 if month == 2 and is_leap else 0)
    return 1 <= day <= days and off_hour <= 23 and off_minute <= 59


def is_base64(text: str) -> bool:
    """Padded standard base64 whose unused bits are zero."""
    if re.fullmatch(_BASE64, text) is None:
        return False
    padding = len(text) - len(text.rstrip("="))
    if not padding:
        return True
    return _ALPHABET.index(text[-padding - 1]) & _TRAILING_BITS[padding] == 0


def is_decimal(text: str) -> bool:
    """What the bigdecimal crate reads: digits, a point, an exponent."""
    if re.fullmatch(_DECIMAL, text) is None:
        return False
    mantissa, _, exponent = text.lower().partition("e")
    digits = mantissa.lstrip("+-").replace(".", "", 1)
    return digits[:1].isdigit() and _is_exponent(exponent or "0")


def _is_exponent(text: str) -> bool:
    """Whether it is an integer of 64 bits."""
    digits = text.lstrip("+-").lstrip("0") or "0"
    return len(digits) <= 19 and int(digits) <= (1 << 63) - (not text.startswith("-"))


def is_json(text: str) -> bool:
    """JSON without what Python adds to it; nested at most as deep as serde_json goes."""
    if text in ("{}", "[]"):  # most defaults: json takes longer to import than all of them to check
        return True
    from json import dumps, loads

    def refuse(_: str) -> None:
        raise ValueError

    if _is_deep(text):
        return False
    try:
        value = loads(text, parse_constant=refuse, parse_int=str, parse_float=_float)
        if "\\u" in text:
            dumps(value, ensure_ascii=False).encode()  # refuses half of a surrogate pair
    except (ValueError, RecursionError):
        return False
    return True


_JSON_DEPTH = 128


def _float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError
    return number


def _is_deep(text: str) -> bool:
    """Whether brackets nest deeper than they may; those in strings do not count."""
    if text.count("[") + text.count("{") < _JSON_DEPTH:
        return False
    depth = 0
    for char in re.sub(r'"(?:[^"\\]++|\\.)*+"', "", text, flags=re.DOTALL):
        if char in "[{":
            depth += 1
            if depth >= _JSON_DEPTH:
                return True
        elif char in "]}":
            depth -= 1
    return False


LITERALS: dict[str, tuple[Callable[[str], bool], str]] = {
    "DateTime": (is_datetime, 'an RFC 3339 time with an offset, such as "2024-01-31T12:00:00Z"'),
    "Bytes": (is_base64, "base64 with its padding"),
    "Decimal": (is_decimal, "a decimal number"),
    "Json": (is_json, "JSON"),
}
