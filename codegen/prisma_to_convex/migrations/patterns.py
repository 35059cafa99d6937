"""Patterns of SQL as regular expressions of JavaScript: those that mean the same in both, or None."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SYNTAX = frozenset("^$\\.*+?()[]{}|/")


def like(pattern: str, escape: str, *, has_classes: bool) -> str | None:
    """The source of a regular expression for LIKE, anchored at both ends.

    `has_classes`: SQL Server's `[0-9]`.
    """
    found, at = "", 0
    while at < len(pattern):
        char = pattern[at]
        if escape and char == escape:
            if at + 1 >= len(pattern):
                return None
            found, at = found + literal(pattern[at + 1]), at + 2
            continue
        if has_classes and char == "[":
            end = pattern.find("]", at + 2)
            if end < 0:
                return None
            inside = _class_of(pattern[at + 1 : end])
            if inside is None:
                return None
            found, at = found + inside, end + 1
            continue
        found += {"%": ".*", "_": "."}.get(char) or literal(char)
        at += 1
    return f"^{found}$"


def _class_of(inside: str) -> str | None:
    negated = inside.startswith("^")
    body = inside[negated:]
    if not re.fullmatch(r"(?:[^\W_]-[^\W_]|[^\\\]\[^-])+", body):
        return None
    return f"[{'^' if negated else ''}{body.replace('/', chr(92) + '/')}]"


def literal(char: str) -> str:
    """A character that stands for itself."""
    if char in _SYNTAX:
        return f"\\{char}"
    if char.isprintable() and char != "\u2028":
        return char
    return f"\\u{{{ord(char):x}}}"


_NAMED = {
    "digit": "0-9",
    "alpha": r"\p{L}",
    "alnum": r"\p{L}\p{N}",
    "upper": r"\p{Lu}",
    "lower": r"\p{Ll}",
    "space": r"\s",
    "xdigit": "0-9A-Fa-f",
}
_SHORT = {
    "d": "[0-9]",
    "D": "[^0-9]",
    "s": r"\s",
    "S": r"\S",
    "w": r"[\p{L}\p{N}_]",
    "W": r"[^\p{L}\p{N}_]",
}
_IN_CLASS = {"d": "0-9", "s": r"\s", "w": r"\p{L}\p{N}_"}
_CONTROL = {"n": r"\n", "r": r"\r", "t": r"\t"}
_BOUND = re.compile(r"\{\d+(?:,\d*)?\}")


class _Different(Exception):
    """It means something else in JavaScript, or may."""


def regex(pattern: str) -> str | None:
    """The source for a POSIX or ICU pattern, under the flag `u`."""
    if pattern.startswith(("***", "(?")) and not pattern.startswith("(?:"):
        return None
    try:
        found = "".join(_parts(pattern))
    except _Different:
        return None
    return found if _is_sound(found) else None


def _is_sound(found: str) -> bool:
    """Brackets in pairs, nothing repeated twice: what Python's own reader takes as well."""
    try:
        re.compile(re.sub(r"\\p\{\w+\}", "a", re.sub(r"\\u\{[0-9a-f]+\}", "a", found)))
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _parts(pattern: str) -> Iterator[str]:
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            if at + 1 >= len(pattern):
                raise _Different
            yield _escaped(pattern[at + 1], _SHORT)
            at += 2
        elif char == "[":
            text, at = _class(pattern, at)
            yield text
        elif char == "{":
            bound = _BOUND.match(pattern, at)
            if bound is None:
                raise _Different
            yield bound[0]
            at = bound.end()
        elif pattern.startswith("(?", at):
            if not pattern.startswith("(?:", at):
                raise _Different
            yield "(?:"
            at += 3
        else:
            yield char if char in "^$.*+?()|" else literal(char)
            at += 1


def _escaped(char: str, known: dict[str, str]) -> str:
    if char in known:
        return known[char]
    if char in _CONTROL:
        return _CONTROL[char]
    if char.isalnum():  # \m, \y, \1: constraints and references
        raise _Different
    return literal(char)


def _class(pattern: str, start: int) -> tuple[str, int]:
    """`[...]` and where it ends."""
    at = start + 1
    found = "["
    if pattern.startswith("^", at):
        found, at = "[^", at + 1
    first = True
    while at < len(pattern):
        char = pattern[at]
        if char == "]" and not first:
            return f"{found}]", at + 1
        first = False
        if char == "[":
            end = pattern.find(":]", at)
            if not pattern.startswith("[:", at) or end < 0 or pattern[at + 2 : end] not in _NAMED:
                raise _Different
            found, at = found + _NAMED[pattern[at + 2 : end]], end + 2
        elif char == "\\":
            if at + 1 >= len(pattern):
                raise _Different
            after = pattern[at + 1]
            found, at = found + (r"\-" if after == "-" else _escaped(after, _IN_CLASS)), at + 2
        elif char == "-":
            is_edge = found in ("[", "[^") or pattern[at + 1 : at + 2] == "]"
            found, at = found + (r"\-" if is_edge else "-"), at + 1
        else:
            found, at = found + literal(char), at + 1
    raise _Different
