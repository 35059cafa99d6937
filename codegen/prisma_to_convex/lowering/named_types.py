"""The TypeScript type that a comment gives a Json field, as prisma-json-types-generator reads it.

/// [Settings]
/// ![Record<string, number>]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PAIRS = {"[": "]", "(": ")", "{": "}"}
_QUOTES = "\"'`"
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})").fullmatch


def named_type(documentation: str | None) -> str:
    """`Settings` of `[Settings]`; nothing where no line starts with one. A link of Markdown is none."""
    return next((name for name, _ in _types(documentation)), "")


def without_named_type(documentation: str | None) -> str | None:
    """The documentation without the line of its named type, if that says nothing else."""
    found = next(_types(documentation), None)
    if documentation is None or found is None or found[1] is None:
        return documentation
    lines = documentation.split("\n")
    del lines[found[1]]
    return "\n".join(lines).strip("\n") or None


def literals(documentation: str | None) -> tuple[str, ...]:
    """The members of a union of literals, `!["low" | "high"]` or `![1 | 2]`: texts in double quotes as JSON
    has them, numbers as they are written; nothing where there is none or anything else is among them.
    """
    members = _members(named_type(documentation))
    found = [_literal(member) for member in members]
    return tuple(dict.fromkeys(one for one in found if one)) if all(found) else ()


def _members(text: str) -> list[str]:
    """Split at `|` outside of quotes."""
    parts, quote = [""], ""
    for char in text:
        if char == "|" and not quote:
            parts.append("")
            continue
        quote = "" if char == quote else quote or (char if char in _QUOTES else "")
        parts[-1] += char
    members = [part.strip() for part in parts]
    return members[1:] if members and not members[0] else members


def _literal(text: str) -> str:
    if _NUMBER(text):
        return text
    is_text = len(text) > 1 and text[0] == text[-1] and text[0] in _QUOTES
    inner = text[1:-1]
    if not is_text or text[0] in inner or "\\" in inner or "${" in inner:
        return ""
    return f'"{inner}"' if '"' not in inner else ""


def _types(documentation: str | None) -> Iterator[tuple[str, int | None]]:
    """The types and the number of the line, where it holds nothing else."""
    if documentation is None or "[" not in documentation:
        return
    for number, line in enumerate(documentation.split("\n")):
        text = line.strip().removeprefix("!")
        end = _closing(text) if text.startswith("[") else None
        if end is not None and text[1:end].strip() and not text.startswith("(", end + 1):
            yield text[1:end].strip(), number if end + 1 == len(text) else None


def _closing(text: str) -> int | None:
    """Where the bracket that opens the text is closed."""
    wanted: list[str] = []
    quote = ""
    for at, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in _QUOTES:
            quote = char
        elif char in _PAIRS:
            wanted.append(_PAIRS[char])
        elif wanted and char == wanted[-1]:
            wanted.pop()
            if not wanted:
                return at
    return None
