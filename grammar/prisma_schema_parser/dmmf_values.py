"""Default values as the DMMF writes them (facts: Prisma 6.19 query-structure/default_value)."""

from __future__ import annotations

import re
from typing import TypeAlias, TypedDict

from .schema import Default
from .syntax import Array, Call, Constant, Expression, NumberLiteral, Object, StringLiteral

Value: TypeAlias = "str | bool | int | float | list[Value] | None"


class Function(TypedDict):
    name: str
    args: list[Value]


_BOOLEANS = {"true": True, "false": False}
# uuid() and cuid() without an argument mean a version, and the DMMF names it.
_VERSIONS = {"uuid": 4, "cuid": 1}
_TIMESTAMP = re.compile(r"(.{10})[Tt ](.{8})(?:\.([0-9]+))?([Zz]|[+\-\u2212].{5})", re.DOTALL)


def default_value(default: Default, type_name: str) -> Value | Function:
    """The JSON of a `@default` on a field of that scalar or enum."""
    match default.value:
        case Call(name, arguments):
            written = [found.value for found in arguments if found.value is not None]
            return {"name": name, "args": _arguments(name, written)}
        case literal:
            return _literal(literal, type_name)


def _arguments(name: str, written: list[Expression]) -> list[Value]:
    match name, written:
        case ("uuid" | "cuid" | "nanoid"), [NumberLiteral(text=text), *_]:
            return [int(text)]
        case ("uuid" | "cuid"), _:
            return [_VERSIONS[name]]
        case "dbgenerated", [StringLiteral(value=sql), *_] if sql.strip("\0"):
            return [sql]
        case _:
            return []


def _literal(node: Expression, type_name: str) -> Value:
    match node:
        case Array(items=items):
            return [_single(item, type_name) for item in items]
        case _:
            return _single(node, type_name)


def _single(node: Expression, type_name: str) -> Value:
    match node:
        case NumberLiteral(text=text):
            return _number(text, type_name)
        case StringLiteral(value=text):
            return _string(text, type_name)
        case Constant(name=name):
            return _BOOLEANS.get(name, name) if type_name == "Boolean" else name
        case Array() | Call() | Object():
            return None


def _number(text: str, type_name: str) -> Value:
    if type_name in ("Float", "Decimal"):
        return decimal(text)
    value = int(text) if "." not in text else decimal(text)
    return str(value) if type_name == "BigInt" else value


def _string(text: str, type_name: str) -> Value:
    match type_name:
        case "Decimal":
            return decimal(text)
        case "DateTime":
            return timestamp(text)
        case _:
            return text


def decimal(text: str) -> float:
    """A decimal literal as the engine converts it: digits times a power of ten, rounded twice.

    So 0.7 becomes 0.7000000000000001 (the crate bigdecimal 0.3, `to_f64`).
    """
    mantissa, _, exponent = text.replace("E", "e").partition("e")
    whole, _, fraction = mantissa.partition(".")
    try:
        digits, scale = int(whole + fraction), len(fraction) - int(exponent or "0")
        return float(digits) * _power_of_ten(-scale)
    except (ValueError, OverflowError):
        return 0.0


def _power_of_ten(exponent: int) -> float:
    """By repeated squaring in floating point, as LLVM's powi does it."""
    power, base, left = 1.0, 10.0, abs(exponent)
    while left:
        if left & 1:
            power *= base
        left >>= 1
        base *= base
    return 1.0 / power if exponent < 0 else power


def timestamp(text: str) -> str:
    """An RFC 3339 time as the crate chrono prints it: offset in digits, fraction of 0, 3, 6 or 9."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return text
    date, time, fraction, offset = match.groups()
    nanoseconds = (fraction or "")[:9].ljust(9, "0")
    while nanoseconds.endswith("000"):
        nanoseconds = nanoseconds[:-3]
    zone = "+00:00" if offset in ("Z", "z", "-00:00") else offset.replace("\u2212", "-")
    return f"{date}T{time}{'.' if nanoseconds else ''}{nanoseconds}{zone}"
