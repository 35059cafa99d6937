"""SQLite's columns of values of one class, which are made to tokens a column at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..documents.plain_columns import (
    BLOB,
    BOOLEAN,
    FLOAT,
    INT64,
    STRING,
    TIME,
    TRIMMED_DECIMAL,
    WHOLE,
    Made,
    Plain,
    Texts,
)
from ..documents.plain_instants import instants
from ..planning.forms import Form
from .sqlite_values import Text
from .text_readers import plain_enum


def plain_of(form: Form) -> Plain | None:
    """None where values have to be read one by one."""
    if form.is_list:
        return None
    match form.kind:
        case "string" | "text":
            return _all(Text, STRING)
        case "enum":
            return _all(Text, plain_enum(form.values))
        case "integer":
            return _all(int, WHOLE, _digits)
        case "int64":
            return _all(int, INT64, _digits)
        case "boolean":
            return _all(int, BOOLEAN, _digits)
        case "float":
            return _numbers(FLOAT)
        case "decimal-text":
            return _numbers(TRIMMED_DECIMAL, _shortest)
        case "instant":
            return INSTANT
        case "bytes":
            return _all(bytes, BLOB)
        case _:
            return None


def _all(
    kind: type, plain: Plain, written: Callable[[Sequence[Any]], Texts] | None = None
) -> Plain:
    """Of values of one class, as they are `written`."""
    return _of({kind}.issuperset, plain, written)


def _numbers(plain: Plain, written: Callable[[Sequence[Any]], Texts] | None = None) -> Plain:
    return _of({int, float}.issuperset, plain, written)


def _of(
    has_all: Callable[[Any], bool],
    plain: Plain,
    written: Callable[[Sequence[Any]], Texts] | None,
) -> Plain:
    def make(values: Sequence[Any]) -> Made | None:
        if not has_all(map(type, values)):
            return None
        return plain.make(values if written is None else written(values))

    return plain._replace(make=make)


def _digits(values: Sequence[int]) -> Texts:
    return list(map(b"%d".__mod__, values))


def _shortest(values: Sequence[float]) -> Texts:
    """The shortest digits that give each double again."""
    return list(map(str.encode, map(repr, values)))


def _instants() -> Plain:
    """Milliseconds, or texts."""
    numbers = _all(int, TIME, _digits).make
    texts = _all(Text, Plain("number", instants)).make
    return Plain("number", lambda values: numbers(values) or texts(values))


INSTANT = _instants()
