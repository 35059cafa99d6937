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
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)


def unescape(raw: str) -> tuple[str, list[tuple[int, int]]]:
    """The value of the text between the quotes, and the ranges of escapes that are not JSON's.

    A surrogate counts as wrong unless it is half of a pair; wrong escapes stay in the value as written.
    """
    if "\\" not in raw:
        return raw, []
    parts: list[str] = []
    wrong: list[tuple[int, int]] = []
    position = 0
    while (at := raw.find("\\", position)) >= 0:
        parts.append(raw[position:at])
        text, position, ok = _one(raw, at)
        parts.append(text)
        if not ok:
            wrong.append((at, position))
    parts.append(raw[position:])
    return "".join(parts), wrong


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
