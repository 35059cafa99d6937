"""Documents that need not be parsed to be judged: a pattern of the forms in which most values are written.

What it matches, `Judge` accepts, as the tests hold. What it does not match may be as good: it is judged in full.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cached_property

from ..planning.exported import Json
from ..snapshots.stored_files import STORAGE

LONGEST = 16_384
"""Octets of a document that is plain: too few for more items or more bytes than Convex takes, whatever they are."""

_DEPTH = 2
"""How far values of `v.any()` are looked into."""

_TEXT = r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u00[0-9a-fA-F]{2}))*+"'
_NUMBER = r"-?(?:0|[1-9][0-9]*+)\.[0-9]++(?:[eE][-+]?[0-9]{1,3})?"
_QUARTETS = r"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
_KEY = r'"(?:[ !#%-\[\]-~][ -!#-\[\]-~]{0,1023}+)?":'


def _any(depth: int) -> str:
    """Any value, with so many objects and lists in one another. 1,024 fields at most, as Convex has it."""
    plain = f"{_TEXT}|{_NUMBER}|true|false|null"
    if not depth:
        return f"(?:{plain})"
    inner = _any(depth - 1)
    field = f"{_KEY}{inner}"
    listed = rf"\[(?:{inner}(?:,{inner})*+)?\]"
    return rf"(?:{plain}|\{{(?:{field}(?:,{field}){{0,1023}}+)?\}}|{listed})"


_SCALARS = {
    "any": _any(_DEPTH),
    "string": _TEXT,
    "number": _NUMBER,
    "bigint": r"(?:0|-?[1-9][0-9]{0,17})",
    "boolean": "(?:true|false)",
    "null": "null",
    "bytes": rf'\{{"\$bytes":"{_QUARTETS}"\}}',
    "id": '"[0-9a-z]{32}"',
}


class PlainDocuments:
    """Whether documents are plain; their fields stand in `order`, those that are optional may be missing.

    `document` is a table's exported validator.
    """

    def __init__(self, document: Json, order: Sequence[str]) -> None:
        self._pattern = _document(document, order)

    @cached_property
    def _one(self) -> re.Pattern[bytes]:
        return re.compile(self._pattern)

    @cached_property
    def _all(self) -> re.Pattern[bytes]:
        return re.compile(b"(?:" + self._pattern + rb"\n)*+")

    def __call__(self, line: bytes) -> bool:
        """Of one document."""
        return self._knows(len(line)) and self._one.fullmatch(line) is not None and is_utf8(line)

    def all(self, lines: bytes, longest: int) -> bool:
        """Of all lines at once, each with its newline; the longest has so many octets."""
        return self._knows(longest) and self._all.fullmatch(lines) is not None and is_utf8(lines)

    def _knows(self, longest: int) -> bool:
        return bool(self._pattern) and longest <= LONGEST


def _document(document: Json, order: Sequence[str]) -> bytes:
    """The pattern of a table's documents; empty where values have to be looked into."""
    fields = fields_pattern(document, order)
    if fields is None or not has_all(document, order):
        return b""
    return f'{{"_id":{_SCALARS["id"]}{fields}}}'.encode()


def has_all(document: Json, order: Sequence[str]) -> bool:
    """Whether all fields that may not be missing are there."""
    fields = document["value"]
    return {name for name, one in fields.items() if not one["optional"]} <= set(order)


def fields_pattern(document: Json, order: Sequence[str]) -> str | None:
    """Of some fields in a row; None where their values have to be looked into."""
    fields = document["value"]
    parts = []
    for name in order:
        if name == "_creationTime":
            parts.append(r'(?:,"_creationTime":[1-9][0-9]{0,14}\.0)?')
            continue
        pattern = value_pattern(fields[name]["fieldType"])
        if pattern is None:
            return None
        field = f',"{re.escape(name)}":{pattern}'
        parts.append(f"(?:{field})?" if fields[name]["optional"] else field)
    return "".join(parts)


def is_utf8(line: bytes) -> bool:
    if line.isascii():
        return True
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def value_pattern(validator: Json) -> str | None:
    """None where a value has to be looked into."""
    match validator["type"]:
        case "array":
            item = value_pattern(validator["value"])
            return None if item is None else rf"\[(?:{item}(?:,{item})*+)?\]"
        case "union":
            members = [value_pattern(one) for one in validator["value"]]
            known = [one for one in members if one is not None]
            return f"(?:{'|'.join(known)})" if known else None
        case "literal":
            value = validator["value"]
            if type(value) is not str:
                return None
            return re.escape(json.dumps(value, ensure_ascii=False))
        case "object" | "record":
            return None
        case "id" if validator["tableName"] == STORAGE:
            return '"[0-9a-z]{31}"'
        case kind:
            return _SCALARS[kind]
