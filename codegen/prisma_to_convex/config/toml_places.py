"""Where the keys and values of a TOML text stand: tomllib reads them without their places.

For texts that tomllib accepts; of another one, what can be told before it stops making sense.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple

KeyPath: TypeAlias = tuple[str, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}\n#]*")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")


class TomlPlaces(NamedTuple):
    """Offsets by the path of the key; an array's elements are keyed by their number."""

    keys: Mapping[KeyPath, int]
    values: Mapping[KeyPath, int]


DEEPEST = 64
"""Parts of a key: no setting has more than six, and tomllib takes the square of the time for more."""

_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_DEEP = re.compile(
    rf"(?P<key>{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{DEEPEST},}}+)"
    r"""|"{3}(?:\\.|(?!"{3}).)*+(?:"{3}|\Z)|'{3}(?:(?!'{3}).)*+(?:'{3}|\Z)"""
    r"""|"(?:[^"\\\n]|\\.)*+|'[^'\n]*+'?|\#[^\n]*+|[A-Za-z0-9_-]++""",
    re.DOTALL,
)


def too_deep(text: str) -> int | None:
    """Where a key stands that has more than DEEPEST parts; of any text, TOML or not."""
    return next((match.start() for match in _DEEP.finditer(text) if match["key"]), None)


def places(text: str) -> TomlPlaces:
    found = _Places()
    table: KeyPath = ()
    at = _blank(text, 0)
    while at < len(text):
        start = at
        if text[at] == "[":
            brackets = 2 if text.startswith("[[", at) else 1
            table, at = _key(text, at + brackets, (), found)
            at = _SPACE.match(text, at).end() + brackets  # type: ignore[union-attr]  # matches nothing, too
        else:
            path, at = _key(text, at, table, found)
            at = _blank(text, at)
            if text[at : at + 1] == "=":
                at = _value(text, at + 1, path, found)
        at = _blank(text, at)
        if at <= start:
            break
    return TomlPlaces(found.keys, found.values)


class _Places:
    """What has been met so far."""

    def __init__(self) -> None:
        self.keys: dict[KeyPath, int] = {}
        self.values: dict[KeyPath, int] = {}


def _blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _key(text: str, at: int, table: KeyPath, found: _Places) -> tuple[KeyPath, int]:
    """A key with dots, and the places of its parts."""
    path = table
    while True:
        at = _blank(text, at)
        match = _STRING.match(text, at) or _BARE.match(text, at)
        if match is None:
            return path, at
        path = (*path, _word(match[0]))
        found.keys.setdefault(path, at)
        at = _blank_in_line(text, match.end())
        if text[at : at + 1] != ".":
            return path, at
        at += 1


def _blank_in_line(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _word(written: str) -> str:
    if written[0] == "'":
        return written[1:-1]
    if written[0] != '"':
        return written
    return _ESCAPE.sub(
        lambda found: chr(int(found[1] or found[2], 16)) if not found[3] else found[3],
        written[1:-1],
    )


def _value(text: str, at: int, path: KeyPath, found: _Places) -> int:
    """Behind a value; what is in it has been noted."""
    at = _blank(text, at)
    found.values.setdefault(path, at)
    string = _STRING.match(text, at)
    if string is not None:
        return string.end()
    if text[at : at + 1] == "[":
        return _items(text, at + 1, path, found)
    if text[at : at + 1] == "{":
        return _members(text, at + 1, path, found)
    match = _PLAIN.match(text, at)
    return match.end() if match else at


def _items(text: str, at: int, path: KeyPath, found: _Places) -> int:
    number = 0
    at = _blank(text, at)
    while at < len(text) and text[at] != "]":
        start = at
        at = _blank(text, _value(text, at, (*path, str(number)), found))
        number += 1
        at = _blank(text, at + (text[at : at + 1] == ","))
        if at <= start:
            break
    return at + 1


def _members(text: str, at: int, path: KeyPath, found: _Places) -> int:
    at = _blank(text, at)
    while at < len(text) and text[at] != "}":
        start = at
        inner, at = _key(text, at, path, found)
        at = _blank(text, at)
        if text[at : at + 1] == "=":
            at = _blank(text, _value(text, at + 1, inner, found))
        at = _blank(text, at + (text[at : at + 1] == ","))
        if at <= start:
            break
    return at + 1
