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
    """One line that is safe behind `//`: no control characters. Long text is cut, before a string and between
    words where it can be; what is open in it is closed.

    >>> comment_text('["one", "two", "three"]', 20), comment_text("one, two, three", 13)
    ('["one", "two", ...]', 'one, two...')
    """
    start = text[: 10 * limit]
    flat = plain_line(start)
    if len(flat) <= limit and len(start) < len(text):  # white space, of which one blank stays
        flat = plain_line(text)
    if len(flat) <= limit:
        return flat
    left = flat[: _cut(flat, limit - 3)]
    closing = "".join(reversed([_CLOSERS[one] for one in _open(left)]))
    space = " " if left.endswith(", ") else ""
    return f"{left.rstrip()}{space}...{closing}"


_CLOSERS = {"(": ")", "[": "]", "{": "}"}


def _open(line: str) -> list[str]:
    """The brackets that nothing closes, but for those in strings."""
    found: list[str] = []
    for char in _STRING.sub("", line):
        if char in _CLOSERS:
            found.append(char)
        elif found and char == _CLOSERS[found[-1]]:
            found.pop()
    return found


_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*+\"?")


def _cut(line: str, end: int) -> int:
    """Where to cut a line at `end` or before it: not in a string, not in a word."""
    for string in _STRING.finditer(line[: end + 1]):
        if string.start() < end < string.end():
            return string.start()
    if line[end - 1].isalnum() and line[end].isalnum():
        start = end
        while start and line[start - 1].isalnum():
            start -= 1
        return start or end
    return end


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
