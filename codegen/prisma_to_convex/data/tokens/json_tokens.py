"""Values -> the JSON tokens of an import. A value that has none is `Bad`, with the rule that says so.

5.0     a number        5      an int64        {"$bytes":"AAEC"}   bytes
"""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Callable
from decimal import Decimal
from json.encoder import encode_basestring
from struct import pack
from typing import Any, TypeAlias

from prisma_schema_parser.records import NamedTuple

from .json_printing import quick_printer


class Bad(NamedTuple):
    """`why` ends a sentence that starts with the field's name. `mended`: the field without what leads nowhere, where it
    can be without."""

    rule: str
    why: str
    mended: bytes = b""


Token: TypeAlias = bytes | Bad

NOT_FINITE = Bad("PC707", "is not a finite number")
NOT_UTF8 = Bad("PC711", "is not valid UTF-8")
NOT_A_NUMBER = Bad("PC719", "is no number")
INEXACT = Bad("PC720", "has more digits after the point than the schema keeps")
MARKED = re.compile(rb"!(PC\d{3})!")
"""How SQL marks a value that has no token: no JSON, so that the document can't pass."""

_INT64 = 1 << 63
_JS_SAFE = 1 << 53
_DIGITS = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?")


def text(value: bytes) -> Token:
    try:
        return encode_basestring(value.decode()).encode()
    except UnicodeDecodeError:
        return NOT_UTF8


def string(value: str) -> Token:
    try:
        return encode_basestring(value).encode()
    except UnicodeEncodeError:
        return Bad("PC711", "has half of a surrogate pair")


def blob(value: bytes) -> bytes:
    return b'{"$bytes":"' + base64.b64encode(value) + b'"}'


def number(value: float) -> bytes:
    """A double, to the last bit."""
    if math.isfinite(value):
        return repr(value).encode()
    return b'{"$float":"' + base64.b64encode(pack("<d", value)) + b'"}'


def integer(value: str) -> Token:
    """A whole number as v.number()."""
    if not _DIGITS.fullmatch(value):
        return Bad("PC719", "is no whole number")
    found = int(value)
    if abs(found) > _JS_SAFE:
        return Bad("PC706", "is beyond 2^53, where v.number() is no longer exact")
    return b"%d.0" % found


def int64(value: str) -> Token:
    if not _DIGITS.fullmatch(value):
        return Bad("PC719", "is no whole number")
    found = int(value)
    if not -_INT64 <= found < _INT64:
        return Bad("PC706", "is beyond the 64 bits of v.int64()")
    return b"%d" % found


def decimal_text(value: str) -> Token:
    """All its digits, as Prisma's client writes them: no exponent, no zeros at the end of a fraction."""
    if not _DECIMAL.fullmatch(value):
        return NOT_A_NUMBER
    if "e" in value or "E" in value or not value[-1:].isdigit() or value[0] in "+.":
        value = format(Decimal(value), "f")
    if "." in value:
        value = value.rstrip("0").rstrip(".")
    return b'"' + value.encode() + b'"'


def decimal_number(value: str) -> Token:
    if not _DECIMAL.fullmatch(value):
        return NOT_A_NUMBER
    found = float(value)
    return number(found) if math.isfinite(found) else NOT_FINITE


def decimal_scaled(value: str, scale: int) -> Token:
    if not _DECIMAL.fullmatch(value):
        return NOT_A_NUMBER
    found = Decimal(value).scaleb(scale)
    if found != found.to_integral_value():
        return INEXACT
    return int64(format(found.to_integral_value(), "f"))


# ---- Json ---------------------------------------------------------------------------------------


def _refused(name: str) -> Any:
    raise ValueError(name)


_parse: Callable[[str], Any] = json.JSONDecoder(parse_int=float, parse_constant=_refused).decode
_print = quick_printer(sort_keys=False, allow_nan=False)
_NOT_JSON = Bad("PC712", "is not JSON")
_TOO_DEEP = Bad("PC712", "is nested too deep")
_DOLLAR = Bad("PC712", "has a key that starts with `$`")
_BEYOND = Bad("PC712", "has a number that is beyond what a double can hold")


def json_value(value: bytes) -> Token:
    """JSON with every number as a double, as JavaScript reads it, and no key that Convex takes for its own."""
    try:
        found = _parse(value.decode())
    except UnicodeDecodeError:
        return NOT_UTF8
    except RecursionError:
        return _TOO_DEEP
    except ValueError:
        return _NOT_JSON
    if (b"$" in value or b"\\u" in value) and _has_dollar(found):
        return _DOLLAR
    try:
        return _print(found).encode()
    except UnicodeEncodeError:
        return Bad("PC711", "has half of a surrogate pair")
    except RecursionError:
        return _TOO_DEEP
    except ValueError:
        return _BEYOND


def _has_dollar(value: Any) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if any(key.startswith("$") for key in one):
                return True
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return False


def json_text(value: bytes) -> Token:
    """JSON as text, to the letter."""
    try:
        _parse(value.decode())
    except UnicodeDecodeError:
        return NOT_UTF8
    except RecursionError:
        return _TOO_DEEP
    except ValueError:
        return _NOT_JSON
    return text(value)
