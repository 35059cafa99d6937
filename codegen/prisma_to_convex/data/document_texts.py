"""One text for each document, whatever wrote it and in whatever order: equal texts, equal documents to Convex.

A field is its name and its value with a mark of its type: `5.0` is a number and `5` an int64. `_creationTime`, which
Convex sets where a snapshot says none, counts where no field holds what it says (`is_timed`).

Of a thousand documents at a time, field by field: several times as fast as document by document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

Document: TypeAlias = Mapping[str, Any]

MINUS_ZERO = "AAAAAAAAgA=="
_FIELD, _VALUE = "\x1e", "\x1f"
_ABSENT: Any = object()
_TIME = frozenset({"_creationTime"})
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_number = float.__repr__


def texts(documents: Sequence[Document], *, is_timed: bool) -> list[str]:
    """In the order of the documents."""
    names = sorted(set().union(*documents) - (frozenset() if is_timed else _TIME))
    columns = [_column(name, documents) for name in names]
    return list(map("".join, zip(*columns, strict=True))) if columns else [""] * len(documents)


def text(document: Document, *, is_timed: bool) -> str:
    return texts([document], is_timed=is_timed)[0]


def tokens(values: Sequence[Any]) -> list[str]:
    """Each value with the mark of its type."""
    kinds = set(map(type, values))
    if len(kinds) == 1:
        kind = kinds.pop()
        if kind is str:
            return ["s" + value for value in values]
        if kind is float:
            return ["n" + value for value in map(_number, values)]
    return [_TOKENS[type(value)](value) for value in values]


def _column(name: str, documents: Sequence[Document]) -> list[str]:
    start = f"{_FIELD}{name}{_VALUE}"
    values = [one.get(name, _ABSENT) for one in documents]
    if _ABSENT not in values:
        return [start + token for token in tokens(values)]
    return ["" if value is _ABSENT else start + _TOKENS[type(value)](value) for value in values]


def _nested(value: Any) -> str:
    """Of an object or a list. Convex writes -0 as an object of its own."""
    found = _encode(value)
    if "-0.0" in found or '"$float"' in found:
        found = _encode(_with_zeros(value))
    return "j" + found


def _with_zeros(value: Any) -> Any:
    if isinstance(value, list):
        return list(map(_with_zeros, value))
    if isinstance(value, float) and value == 0:
        return {"$float": MINUS_ZERO} if _number(value) == "-0.0" else value
    if isinstance(value, dict):
        return {name: _with_zeros(one) for name, one in value.items()}
    return value


def _object(value: Any) -> str:
    if len(value) == 1:
        if type(value.get("$bytes")) is str:
            return "b" + str(value["$bytes"])
        if value.get("$float") == MINUS_ZERO:
            return "n-0.0"
    return _nested(value)


_TOKENS: Mapping[type, Callable[[Any], str]] = {
    str: lambda value: "s" + str(value),
    float: lambda value: "n" + _number(value),
    int: lambda value: f"i{value}",
    bool: lambda value: "t" if value else "f",
    type(None): lambda _: "0",
    dict: _object,
    list: _nested,
}
