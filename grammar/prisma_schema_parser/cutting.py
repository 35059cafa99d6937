"""What a message quotes is cut: a name of a million letters is the reader's own."""

from __future__ import annotations

import re

from .diagnostic import Diagnostic

_LONGEST_NAME, _LONGEST = 80, 400
# Something longer between backticks or quotes, up to the first sign that it may end at.
_NAMES = re.compile(rf"`([^`]{{{_LONGEST_NAME + 1},}})`|\"([^\"]{{{_LONGEST_NAME + 1},}})\"")


def cut(diagnostic: Diagnostic) -> Diagnostic:
    """With the names in its message and help cut, and both to a length that can be read."""
    if len(diagnostic.message) <= _LONGEST_NAME and len(diagnostic.help) <= _LONGEST_NAME:
        return diagnostic
    return diagnostic._replace(message=_cut(diagnostic.message), help=_cut(diagnostic.help))


def _cut(text: str) -> str:
    if len(text) <= _LONGEST_NAME:
        return text
    shown = _NAMES.sub(_name, text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3]}..."


def _name(match: re.Match[str]) -> str:
    sign = match[0][0]
    return f"{sign}{match[0][1 : _LONGEST_NAME - 2]}...{sign}"
