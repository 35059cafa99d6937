"""Small words that messages and reports share."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """`1 table`, `2 tables`, `0 indexes`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
