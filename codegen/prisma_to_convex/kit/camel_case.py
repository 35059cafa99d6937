"""The words of a name, however it joins them: `passwordHash`, `password_hash`, `PasswordHash` -> password, hash."""

from __future__ import annotations

import re
from functools import cache

# `URLMapping` is url, mapping: a capital before a small letter begins a word.
_CAPITALS = "[A-Z]+(?![a-z])"
_APART = re.compile(rf"{_CAPITALS}|[A-Z]?[a-z]+|[0-9]+")
_WITHIN = re.compile(rf"{_CAPITALS}|[A-Z]?[a-z0-9]+")


@cache
def split_name(name: str, *, keep_digits: bool = False) -> tuple[str, ...]:
    """In lower case. Letters beyond ASCII end a word.

    Digits are words of their own (`line2Text` -> line, 2, text), or stay with what precedes them
    (`keep_digits`: line2, text).
    """
    pattern = _WITHIN if keep_digits else _APART
    return tuple(word.lower() for word in pattern.findall(name))
