"""Text that may stand in TypeScript: literals, comments, and how wide they are."""

from __future__ import annotations

import re

WIDTH = 80

_NEEDS_NO_ESCAPE = re.compile(r"[ !#-\[\]-~]*+").fullmatch


def ts_string(value: str) -> str:
    """A string literal, quoted as Prettier quotes; nothing in it can end the literal or the line."""
    if _NEEDS_NO_ESCAPE(value):
        return f'"{value}"'
    quote = "'" if value.count('"') > value.count("'") else '"'
    return quote + value.translate(_escapes_of(value, quote)) + quote


def _escapes_of(value: str, quote: str) -> dict[int, str]:
    """Of each character that the text has, once."""
    return {ord(char): _escape(char, quote) for char in set(value)}


_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _escape(char: str, quote: str) -> str:
    if char == quote:
        return "\\" + char
    if char in _ESCAPES:
        return _ESCAPES[char]
    if is_plain(char):
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\u{{{code:x}}}"


def is_plain(char: str) -> bool:
    """Whether a character may stand in emitted text as it is.

    Not so: control characters, line separators, bidirectional controls, lone surrogates.
    """
    if " " <= char <= "~":
        return True
    from unicodedata import category

    return category(char)[0] in "LMNPS"


def plain_line(text: str) -> str:
    """One line: runs of white space are one blank, and so is every character that is not plain."""
    return _plain(" ".join(text.split()))


def _plain(line: str) -> str:
    if line.isprintable():  # which says the same of all its characters at once
        return line
    return "".join(char if is_plain(char) or char == " " else " " for char in line)


def comment_text(text: str, limit: int = 60) -> str:
    """One line that is safe behind `//`: no control characters, long text shortened."""
    flat = plain_line(text)
    return flat if len(flat) <= limit else flat[: limit - 3].rstrip() + "..."


def doc_lines(text: str) -> list[str]:
    """The lines of a JSDoc block; nothing in them can end it."""
    lines = text.replace("*/", "*\\/").splitlines()
    return [_plain(line).rstrip() for line in lines]


def width(text: str) -> int:
    """Columns as Prettier counts them: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )
