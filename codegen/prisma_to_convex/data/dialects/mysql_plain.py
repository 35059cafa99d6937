"""MySQL's columns whose texts are made to tokens a column at a time."""

from __future__ import annotations

import re

from ..documents.plain_columns import (
    BLOB,
    BOOLEAN,
    FLOAT,
    INT64,
    STRING,
    TRIMMED_DECIMAL,
    WHOLE,
    Plain,
    PlainMake,
    matching,
)
from ..documents.plain_instants import instants
from ..planning.forms import Form
from .text_readers import plain_enum

_HAS_ZERO = re.compile(rb"(?:^|\n)(?:0000-|....-00-|....-..-00)").search
_days = matching("[0-9]{4}-[0-9]{2}-[0-9]{2}", 10, b'"', b'"')


def plain_of(form: Form) -> Plain | None:
    """Of the texts that `MySQL.value` asks for; None where they have to be read one by one."""
    if form.is_list:
        return None
    if form.kind == "enum":
        return plain_enum(form.values)
    return _PLAIN.get(form.kind)


def _without_zero(make: PlainMake) -> PlainMake:
    """Not of a date that has a zero for its year, its month or its day."""
    return lambda texts: None if _HAS_ZERO(b"\n".join(texts)) else make(texts)


INSTANT = Plain("number", _without_zero(instants))
_PLAIN = {
    "string": STRING,
    "text": STRING,
    "integer": WHOLE,
    "int64": INT64,
    "boolean": BOOLEAN,
    "float": FLOAT,
    "decimal-text": TRIMMED_DECIMAL,
    "instant": INSTANT,
    "date": Plain("string", _without_zero(_days)),
    "bytes": BLOB,
}
