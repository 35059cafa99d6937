"""Reading an attribute's arguments. Lenient: what does not fit is None here, and `validate` says so."""

from __future__ import annotations

from collections.abc import Iterable

from ..syntax import (
    Argument,
    Array,
    Attribute,
    Call,
    Constant,
    Expression,
    NumberLiteral,
    StringLiteral,
)


def argument(
    attribute: Attribute | Call, name: str, *, is_default: bool = False
) -> Argument | None:
    """The argument called `name`, or, for an attribute's default argument, the unnamed one."""
    for found in attribute.arguments:
        if found.name == name or (is_default and found.name is None and found.value is not None):
            return found
    return None


def value(attribute: Attribute | Call, name: str, *, is_default: bool = False) -> Expression | None:
    found = argument(attribute, name, is_default=is_default)
    return found.value if found is not None else None


def string(attribute: Attribute | Call, name: str, *, is_default: bool = False) -> str | None:
    found = value(attribute, name, is_default=is_default)
    return found.value if isinstance(found, StringLiteral) else None


def constant(attribute: Attribute | Call, name: str) -> str | None:
    found = value(attribute, name)
    return found.name if isinstance(found, Constant) else None


def integer(attribute: Attribute | Call, name: str) -> int | None:
    """One of 64 bits."""
    found = value(attribute, name)
    return int64(found.text) if isinstance(found, NumberLiteral) else None


def int64(text: str) -> int | None:
    """The value of a number as written, if it is an integer of 64 bits."""
    digits = text.lstrip("-").lstrip("0") or "0"
    if "." in text or len(digits) > 19:
        return None
    found = -int(digits) if text[0] == "-" else int(digits)
    return found if -_I64 <= found < _I64 else None


_I64 = 1 << 63


def items(expression: Expression | None) -> tuple[Expression, ...]:
    """An array's items; a single value stands for a one-element array (facts section 1)."""
    if expression is None:
        return ()
    return expression.items if isinstance(expression, Array) else (expression,)


def names(expression: Expression | None) -> tuple[str, ...]:
    """The constants of an array of names."""
    return tuple(item.name for item in items(expression) if isinstance(item, Constant))


def strings(expression: Expression | None) -> tuple[str, ...]:
    return tuple(item.value for item in items(expression) if isinstance(item, StringLiteral))


def find(attributes: Iterable[Attribute], name: str) -> Attribute | None:
    for attribute in attributes:
        if attribute.name == name:
            return attribute
    return None
