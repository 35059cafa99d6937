"""JSON that a person can read, a diff can show and a terminal can bear: one form for every command."""

from __future__ import annotations

import json
import re
from unicodedata import category

_SUSPECT = re.compile(r"[^\n -~]")
_ESCAPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def json_text(value: object) -> str:
    """Two spaces a level, keys as they come, text as it is but for what can't be seen.

    Control characters, bidirectional and other invisible formatting, line separators and lone
    surrogates are escaped, so the text is always UTF-8 and nothing in it acts on a terminal.

    >>> json_text({"a": "é\\u202e\\x1b日"})
    '{\\n  "a": "é\\\\u202e\\\\u001b日"\\n}\\n'
    """
    written = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    return _SUSPECT.sub(_escaped, written) + "\n"


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    return json.dumps(char)[1:-1] if category(char) in _ESCAPED else char
