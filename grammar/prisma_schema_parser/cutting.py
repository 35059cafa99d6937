"""What a message quotes is cut: a name of a million letters is the reader's own."""

from __future__ import annotations

import re
from functools import lru_cache

from .diagnostic import Diagnostic

_LONGEST_NAME, _LONGEST = 80, 400
LONGEST_TEXT = 2000
"""Of what is shown as it was written."""


def cut(
    diagnostic: Diagnostic, longest_name: int = _LONGEST_NAME, longest: int = _LONGEST
) -> Diagnostic:
    """With the names in its message, help and labels cut, and each to a length that can be read."""
    texts = (diagnostic.message, diagnostic.help, diagnostic.label)
    if max(map(len, texts)) > longest_name:
        message, help_, label = (cut_text(text, longest_name, longest) for text in texts)
        diagnostic = diagnostic._replace(message=message, help=help_, label=label)
    if any(len(label.text) > longest_name for label in diagnostic.labels):
        labels = [
            label._replace(text=cut_text(label.text, longest_name, longest))
            for label in diagnostic.labels
        ]
        diagnostic = diagnostic._replace(labels=tuple(labels))
    return diagnostic


def is_long(diagnostic: Diagnostic, longest_name: int = _LONGEST_NAME) -> bool:
    """Whether there may be something to cut."""
    texts = (diagnostic.message, diagnostic.help, diagnostic.label)
    labels = (label.text for label in diagnostic.labels)
    return max(map(len, (*texts, *labels))) > longest_name


def cut_name(name: str) -> str:
    """A name alone, as programs get it: whole, but for one that nobody has."""
    return name if len(name) <= LONGEST_TEXT else f"{name[: LONGEST_TEXT - 3]}..."


def cut_text(text: str, longest_name: int = _LONGEST_NAME, longest: int = _LONGEST) -> str:
    if len(text) <= longest_name:
        return text
    shown = _names(longest_name).sub(lambda match: _name(match, longest_name), text)
    return shown if len(shown) <= longest else f"{shown[: longest - 3]}..."


@lru_cache
def _names(longest: int) -> re.Pattern[str]:
    """Something longer between backticks or quotes, up to the first sign that it may end at."""
    return re.compile(rf"`([^`]{{{longest + 1},}})`|\"([^\"]{{{longest + 1},}})\"")


def _name(match: re.Match[str], longest: int) -> str:
    sign = match[0][0]
    return f"{sign}{match[0][1 : longest - 2]}...{sign}"
