"""PostgreSQL's columns that are handed over as they are, since that costs the server a third of forming tokens of them."""

from __future__ import annotations

import re
from functools import partial

from ..documents.plain_columns import BASE64, DAY, DECIMAL, FLOAT, INT64, STRING, TIME, WHOLE, named
from ..planning.forms import Form
from ..tokens import json_tokens
from ..tokens.json_tokens import Bad, Token
from . import text_readers
from .dialect import Read, Value
from .postgresql_texts import BYTES, milliseconds

_WHOLE_NUMBERS = frozenset(("smallint", "integer", "bigint"))
_FLOATS = frozenset(("real", "double precision"))
_TEXTS = frozenset(("text", "character varying", "character", "uuid", "citext"))
_BOOLEANS = {b"t": b"true", b"f": b"false"}
_BOOLEAN = named("boolean", _BOOLEANS)
_NO_BOOLEAN = Bad("PC716", "is no Boolean")
_NO_DATE = Bad("PC708", "is no date that a JavaScript Date can hold")
_DAY = re.compile(rb"\d{4,}-\d\d-\d\d")


def plain_value(c: str, form: Form, type_: str) -> Value | None:
    """None where `PostgreSQL.value` has to form it otherwise."""
    if form.is_list:
        return None
    match form.kind:
        case "integer" if type_ in _WHOLE_NUMBERS:
            return Value(c, partial(text_readers.number, json_tokens.integer), WHOLE)
        case "int64" if type_ in _WHOLE_NUMBERS:
            return Value(c, partial(text_readers.number, json_tokens.int64), INT64)
        case "string" if type_ in _TEXTS:
            return Value(c, json_tokens.text, STRING)
        case "float" if type_ in _FLOATS:
            return Value(c, text_readers.float_, FLOAT)
        case "boolean" if type_ == "boolean":
            return Value(c, _boolean, _BOOLEAN)
        case "enum":
            return _enum(c, form)
        case "decimal-text" if type_ == "numeric":
            return Value(f"trim_scale({c})", _decimal, DECIMAL)
        case "date" if type_ == "date":
            return Value(c, _day, DAY)
        case "instant" if type_.startswith("timestamp"):
            return Value(milliseconds(c, "'!'"), _instant, TIME)
        case "bytes" if type_ == "bytea":
            return Value(BYTES.format(c=c), _bytes, BASE64)
        case _:
            return None


def _enum(c: str, form: Form) -> Value:
    read: Read = partial(text_readers.enum, dict(form.values))
    return Value(f"{c}::text", read, text_readers.plain_enum(form.values))


def _boolean(value: bytes) -> Token:
    return _BOOLEANS.get(value, _NO_BOOLEAN)


def _decimal(value: bytes) -> Token:
    is_finite = value[-1:].isdigit()
    return json_tokens.decimal_text(value.decode()) if is_finite else json_tokens.NOT_FINITE


def _day(value: bytes) -> Token:
    return b'"' + value + b'"' if _DAY.fullmatch(value) else _NO_DATE


def _instant(value: bytes) -> Token:
    return _NO_DATE if value == b"!" else value + b".0"


def _bytes(value: bytes) -> Token:
    return b'{"$bytes":"' + value + b'"}'
