"""JSON that a person can read, a diff can show and a terminal can bear: one form for every command."""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring
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
    return _SUSPECT.sub(_escaped, _written(value, "\n")) + "\n"


def _written(value: object, lead: str) -> str:
    """As json.dumps with an indent, which is not done in C; `lead` begins a line at the value's depth."""
    if isinstance(value, str):
        return encode_basestring(value)
    inner = f"{lead}  "
    if isinstance(value, dict):
        items = [f"{encode_basestring(key)}: {_written(one, inner)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(items)}{lead}}}" if items else "{}"
    if isinstance(value, list | tuple):
        joined = f",{inner}".join([_written(one, inner) for one in value])
        return f"[{inner}{joined}{lead}]" if value else "[]"
    if type(value) is int:
        return str(value)
    return "null" if value is None else _PLAIN(value)


_PLAIN = json.JSONEncoder(allow_nan=False).encode


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    return json.dumps(char)[1:-1] if category(char) in _ESCAPED else char
