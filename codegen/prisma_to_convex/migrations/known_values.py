"""What a comparison comes to where the values that a column can hold are known: those of a union of literals.

Values are written as in TypeScript: `"open"`, `3`, `true`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from operator import ge, gt, le, lt

Values = frozenset[str]

UNKNOWN_VALUES: Values = frozenset()

_ORDERS: dict[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def compared(values: Values, operator: str, constant: str, *, ignores_case: bool) -> bool | None:
    """What `x operator constant` is for each of the values; None where they differ, or nobody can tell."""
    return _one([_compared(value, operator, constant, ignores_case) for value in values])


def among(values: Values, constants: Sequence[str], *, ignores_case: bool) -> bool | None:
    """What `x IN (constants)` is for each of the values."""
    return _one([_is_among(value, constants, ignores_case) for value in values])


def lengths(values: Values) -> Values:
    """Of texts; nothing where a letter counts differently here and there."""
    texts = [_plain(value) for value in values]
    return (
        frozenset(str(len(text)) for text in texts if text is not None)
        if None not in texts
        else UNKNOWN_VALUES
    )


def _plain(value: str) -> str | None:
    """A text of ASCII without escapes."""
    inside = value[1:-1]
    return inside if value.startswith('"') and inside.isascii() and "\\" not in inside else None


def _is_among(value: str, constants: Sequence[str], ignores_case: bool) -> bool | None:
    found = [_compared(value, "===", one, ignores_case) for one in constants]
    return True if True in found else None if None in found else False


def _compared(value: str, operator: str, constant: str, ignores_case: bool) -> bool | None:
    numbers = _number(value), _number(constant)
    if operator in _ORDERS:
        one, other = numbers
        return None if one is None or other is None else _ORDERS[operator](one, other)
    is_same = value == constant or (numbers[0] is not None and numbers[0] == numbers[1])
    if ignores_case and not is_same and value.casefold() == constant.casefold():
        return None  # the same or not, as the column's collation has it
    return is_same == (operator == "===")


def _number(code: str) -> float | None:
    try:
        return None if code.startswith('"') else float(code)
    except ValueError:
        return None


def _one(answers: Collection[bool | None]) -> bool | None:
    found = set(answers)
    return found.pop() if len(found) == 1 else None
