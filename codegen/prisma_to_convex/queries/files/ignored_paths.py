"""What `.gitignore` leaves out. Texts in, answers out; git itself is the oracle of the tests.

The last pattern that fits decides, those of deeper folders come later, and what stands in a folder that is
left out can't come back.
"""

from __future__ import annotations

import re
from functools import lru_cache

from prisma_schema_parser.records import NamedTuple

_MOST_PATTERNS = 5000
_MOST_FOLDERS = 3
"""A pattern with more `**/` is not followed: to match it may take forever."""
_PLAIN = re.compile(r"^[^*?\[\\]*").findall
_FOLDERS = re.compile(r"\*\*(?=/)").findall


class IgnorePattern(NamedTuple):
    """`regex` is matched against the path below the file's folder."""

    regex: re.Pattern[str]
    is_negated: bool
    is_folder: bool


class IgnoreFile(NamedTuple):
    """`base` is the folder of the file, with a `/` at its end unless it is the root."""

    base: str
    patterns: tuple[IgnorePattern, ...]


def read_ignore_file(base: str, text: str) -> IgnoreFile:
    found = []
    for line in text.splitlines()[:_MOST_PATTERNS]:
        pattern = _pattern(line)
        if pattern is not None:
            found.append(pattern)
    return IgnoreFile(base, tuple(found))


def is_ignored(path: str, is_folder: bool, files: tuple[IgnoreFile, ...]) -> bool:
    """Of a path whose folders are none of them left out; `files` from the root down."""
    for base, patterns in reversed(files):
        below = path[len(base) :]
        for pattern in reversed(patterns):
            if pattern.is_folder and not is_folder:
                continue
            if pattern.regex.fullmatch(below):
                return not pattern.is_negated
    return False


def _pattern(line: str) -> IgnorePattern | None:
    text = _without_trailing_blanks(line)
    if not text or text.startswith("#"):
        return None
    is_negated = text.startswith("!")
    text = text[1:] if is_negated else text
    is_folder = text.endswith("/")
    text = text.removesuffix("/")
    if not text or len(_FOLDERS(text)) > _MOST_FOLDERS:
        return None
    is_anchored = "/" in text
    regex = _regex(text.removeprefix("/"), is_anchored=is_anchored)
    if regex is None:
        return None
    return IgnorePattern(
        _compiled(regex if is_anchored else f"(?:.*/)?{regex}"), is_negated, is_folder
    )


@lru_cache(maxsize=4096)
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.DOTALL)


def _without_trailing_blanks(line: str) -> str:
    text = line.rstrip("\r")
    while text.endswith(" ") and not text.endswith("\\ "):
        text = text[:-1]
    return text


def _regex(text: str, *, is_anchored: bool) -> str | None:
    """None where the pattern fits nothing: it ends in the middle of a class or an escape.

    Git compares what stands before the first sign by itself, so that `**` behind it stands at a start, as in `src**/a.ts`.
    """
    plain = len(_PLAIN(text)[0]) if is_anchored else 0
    out: list[str] = []
    pieces: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == "*":
            end = len(text) - len(text[at:].lstrip("*"))
            is_folders = end - at > 1 and (at in (0, plain) or text[at - 1] == "/")
            if is_folders and text.startswith("/", end):
                out += (_segment(pieces), "(?:.*/)?")
                pieces = []
                at = end + 1
                continue
            pieces.append(".*" if is_folders and is_anchored and end == len(text) else "*")
            at = end
        elif char == "/":
            out += (_segment(pieces), "/")
            pieces = []
            at += 1
        else:
            found = _one(text, at)
            if found is None:
                return None
            pieces.append(found[0])
            at = found[1]
    return "".join([*out, _segment(pieces)])


def _one(text: str, at: int) -> tuple[str, int] | None:
    """What stands for one character, and where it ends."""
    char = text[at]
    if char == "?":
        return "[^/]", at + 1
    if char == "[":
        return _class(text, at)
    if char == "\\":
        return (re.escape(text[at + 1]), at + 2) if at + 1 < len(text) else None
    return re.escape(char), at + 1


def _segment(pieces: list[str]) -> str:
    """Between two slashes. What follows a star is taken where it is found first, for good: so time grows
    with the length of the path, however many stars there are.
    """
    fixed = [""]
    for piece in pieces:
        if piece == "*":
            fixed.append("")
        else:
            fixed[-1] += piece
    if len(fixed) == 1:
        return fixed[0]
    middle = "".join(f"(?>[^/]*?{one})" for one in fixed[1:-1] if one)
    return f"{fixed[0]}{middle}[^/]*{fixed[-1]}"


_NAMED = {
    "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "blank": " \t", "digit": "0-9", "lower": "a-z",
    "space": r"\s", "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip  # one table


def _class(text: str, at: int) -> tuple[str, int] | None:
    """`[a-z]` as a regular expression, and where it ends."""
    at += 1
    is_negated = text[at : at + 1] in ("!", "^") and bool(text[at : at + 1])
    at += is_negated
    inside: list[str] = []
    first = True
    while at < len(text) and (first or text[at] != "]"):
        first = False
        named = re.compile(r"\[:([a-z]+):\]").match(text, at)
        if named is not None:
            if named[1] not in _NAMED:
                return None
            inside.append(_NAMED[named[1]])
            at = named.end()
            continue
        if text[at] == "\\":
            at += 1
            if at == len(text):
                return None
        low = text[at]
        at += 1
        if text[at : at + 1] == "-" and at + 1 < len(text) and text[at + 1] != "]":
            at += 1
            if text[at] == "\\":
                at += 1
                if at == len(text):
                    return None
            if text[at] >= low:
                inside.append(f"{re.escape(low)}-{re.escape(text[at])}")
            at += 1
        else:
            inside.append(re.escape(low))
    if at >= len(text):
        return None
    body = "".join(inside)
    if not body:
        return ("[^/]" if is_negated else "(?!)"), at + 1
    return (f"(?!/)[^{body}]" if is_negated else f"(?!/)[{body}]"), at + 1
