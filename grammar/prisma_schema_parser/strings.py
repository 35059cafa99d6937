"""String literals: JSON's escapes and nothing else (facts/prisma.md section 1)."""

from __future__ import annotations

import re

_SIMPLE = {
    '"': '"',
    "\\": "\\",
    "/": "/",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
}
_LONG, _ENOUGH = 10_000, 100
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)


def unescape(raw: str) -> tuple[str, list[tuple[int, int]]]:
    """The value of the text between the quotes, and the ranges of escapes that are not JSON's.

    A surrogate counts as wrong unless it is half of a pair; wrong escapes stay in the value as written,
    and so does what follows the first hundred of them.
    """
    if "\\" not in raw:
        return raw, []
    if len(raw) > _LONG and (value := _by_json(raw)) is not None:
        return value, []
    parts: list[str] = []
    wrong: list[tuple[int, int]] = []
    position = 0
    while (at := raw.find("\\", position)) >= 0:
        parts.append(raw[position:at])
        text, position, ok = _one(raw, at)
        parts.append(text)
        if not ok:
            wrong.append((at, position))
            if len(wrong) == _ENOUGH:
                break
    parts.append(raw[position:])
    return "".join(parts), wrong


def _by_json(raw: str) -> str | None:
    """The value of a long text, in a tenth of the time; None if something is wrong with it."""
    from json import JSONDecodeError, loads

    try:
        value: str = loads(f'"{raw}"', strict=False)
    except JSONDecodeError:
        return None
    return None if "\\u" in raw and _SURROGATE.search(value) else value


def _one(raw: str, at: int) -> tuple[str, int, bool]:
    match = _ESCAPE.match(raw, at)
    if match is None:
        return raw[at], at + 1, False
    hex4, char = match.groups()
    if hex4 is None:
        value = _SIMPLE.get(char)
        return (value, match.end(), True) if value is not None else (match[0], match.end(), False)
    code = int(hex4, 16)
    if not 0xD800 <= code <= 0xDFFF:
        return chr(code), match.end(), True
    low = _ESCAPE.match(raw, match.end())
    if code < 0xDC00 and low is not None and low[1] is not None:
        second = int(low[1], 16)
        if 0xDC00 <= second <= 0xDFFF:
            pair = 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00)
            return chr(pair), low.end(), True
    return match[0], match.end(), False
