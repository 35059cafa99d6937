"""One text for each document, whatever wrote it and in whatever order: equal texts, equal documents to Convex.

A field is its name and its value with a mark of its type: `5.0` is a number and `5` an int64. `_creationTime`, which
Convex sets where a snapshot says none, counts where no field holds what it says (`is_timed`).

Of a thousand documents at a time: one `%` writes all fields of a document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..tokens.json_printing import quick_printer
from .document_columns import ABSENT, Columns, Document, columns_of

MINUS_ZERO = "AAAAAAAAgA=="
_FIELD, _VALUE = "\x1e", "\x1f"
_TIME = "_creationTime"
_encode = quick_printer(sort_keys=True, allow_nan=True)
_BOOLEANS = {True: "t", False: "f"}
_FORMS: Mapping[type, str] = {str: "s%s", float: "n%r", int: "i%d"}
"""How `%` writes a value with the mark of its type, as `_TOKENS` does."""


def texts(columns: Columns, *, is_timed: bool) -> list[str]:
    """In the order of the documents, of which there is at least one with a field."""
    names = sorted(name for name in columns if is_timed or name != _TIME)
    forms, values = zip(*(_column(name, columns[name]) for name in names), strict=True)
    return list(map("".join(forms).__mod__, zip(*values, strict=True)))


def text(document: Document, *, is_timed: bool) -> str:
    fields = {name: one for name, one in document.items() if is_timed or name != _TIME}
    return texts(columns_of([fields]), is_timed=True)[0] if fields else ""


def _column(name: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """A piece of a format, and what it is given."""
    start = f"{_FIELD}{name}{_VALUE}"
    kinds = set(map(type, values))
    if type(ABSENT) in kinds:
        return "%s", ["" if one is ABSENT else start + _TOKENS[type(one)](one) for one in values]
    written = start.replace("%", "%%")
    if len(kinds) == 1 and (form := _FORMS.get(*kinds)):
        return written + form, values
    if kinds == {bool}:
        return written + "%s", list(map(_BOOLEANS.__getitem__, values))
    return written + "%s", [_TOKENS[type(one)](one) for one in values]


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
        return {"$float": MINUS_ZERO} if repr(value) == "-0.0" else value
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
    float: lambda value: f"n{value!r}",
    int: lambda value: f"i{value}",
    bool: _BOOLEANS.__getitem__,
    type(None): lambda _: "0",
    dict: _object,
    list: _nested,
}
