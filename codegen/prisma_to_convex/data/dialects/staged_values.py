"""Values of BSON as SQLite keeps them while a dump is read: nothing is rounded, and equal keys are equal there.

text, numbers      as SQLite's own; -0, NaN and infinities, which it does not keep, as below
everything else    a BLOB: one octet for the type, as BSON numbers it, then the value
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from struct import pack, unpack
from typing import Any, TypeAlias

import bson
from bson.binary import Binary
from bson.codec_options import CodecOptions, DatetimeConversion
from bson.datetime_ms import DatetimeMS
from bson.int64 import Int64
from bson.objectid import ObjectId
from bson.raw_bson import RawBSONDocument

from .dialect import NULL

Staged: TypeAlias = str | int | float | bytes

OPTIONS: CodecOptions[RawBSONDocument] = CodecOptions(
    document_class=RawBSONDocument,
    datetime_conversion=DatetimeConversion.DATETIME_MS,
    unicode_decode_error_handler="surrogateescape",
)
"""Objects stay as they are until somebody looks into them, dates are milliseconds, bad UTF-8 is kept to be reported."""

DOUBLE, TEXT, OBJECT, ARRAY, BYTES, OBJECT_ID, BOOLEAN, DATE = 1, 2, 3, 4, 5, 7, 8, 9
OTHER = 255


def staged(value: Any) -> Staged:
    """Of a value that is not None. What can't be written again is text that is no UTF-8."""
    try:
        return _STAGED.get(type(value), _other)(value)
    except UnicodeEncodeError:
        return bytes((TEXT,)) + repr(value)[:40].encode("ascii", "backslashreplace")


def _text(value: str) -> Staged:
    value.encode()
    return value


def _double(value: float) -> Staged:
    if math.isfinite(value) and (value or math.copysign(1, value) > 0):
        return value
    return bytes((DOUBLE,)) + pack("<d", value)


def _array(value: list[Any]) -> Staged:
    return bytes((ARRAY,)) + bson.encode({"v": value}, codec_options=OPTIONS)


def _other(value: Any) -> Staged:
    return bytes((OTHER,)) + bson.encode({"v": value}, codec_options=OPTIONS)


_STAGED: Mapping[type, Callable[[Any], Staged]] = {
    str: _text,
    int: lambda value: value,
    Int64: int,
    float: _double,
    bool: lambda value: bytes((BOOLEAN, value)),
    ObjectId: lambda value: bytes((OBJECT_ID,)) + value.binary,
    DatetimeMS: lambda value: bytes((DATE,)) + pack(">q", int(value)),
    bytes: lambda value: bytes((BYTES, 0)) + value,
    Binary: lambda value: bytes((BYTES, value.subtype)) + value,
    RawBSONDocument: lambda value: bytes((OBJECT,)) + value.raw,
    list: _array,
}


DEEPEST = 200
"""Levels of a document; MongoDB itself takes 100."""


def check(document: RawBSONDocument) -> None:
    """Looks at all that is in it. Raises `InvalidBSON`, and `RecursionError` where it is nested too deep."""
    waiting: list[tuple[Any, int]] = [(document.values(), 1)]
    while waiting:
        values, level = waiting.pop()
        if level > DEEPEST:
            raise RecursionError
        for value in values:
            if type(value) is RawBSONDocument:
                waiting.append((value.values(), level + 1))
            elif type(value) is list:
                waiting.append((value, level + 1))


class BadText:
    """Stands for a text that is no UTF-8, or for what holds one."""


BAD_TEXT = BadText()


def unstaged(value: Staged | None) -> Any:
    """The value again."""
    return _UNSTAGED[value[0]](value) if isinstance(value, bytes) else value


def _inner(value: bytes) -> Any:
    return bson.decode(value[1:], OPTIONS)["v"]


_UNSTAGED: Mapping[int, Callable[[bytes], Any]] = {
    NULL[0]: lambda _: None,
    DOUBLE: lambda value: unpack("<d", value[1:])[0],
    TEXT: lambda _: BAD_TEXT,
    BOOLEAN: lambda value: value[1] == 1,
    OBJECT_ID: lambda value: ObjectId(value[1:]),
    DATE: lambda value: DatetimeMS(unpack(">q", value[1:])[0]),
    BYTES: lambda value: Binary(value[2:], value[1]),
    OBJECT: lambda value: RawBSONDocument(value[1:], OPTIONS),
    ARRAY: _inner,
    OTHER: _inner,
}

NAMES: Mapping[str, str] = {
    "str": "text",
    "int": "an Int32",
    "Int64": "an Int64",
    "float": "a Double",
    "bool": "a Boolean",
    "bytes": "Binary",
    "Binary": "Binary",
    "ObjectId": "an ObjectId",
    "DatetimeMS": "a Date",
    "RawBSONDocument": "an object",
    "list": "an array",
    "NoneType": "null",
    "Decimal128": "a Decimal128",
    "Regex": "a regular expression",
    "Code": "JavaScript code",
    "DBRef": "a DBPointer",
    "MinKey": "a MinKey",
    "MaxKey": "a MaxKey",
    "Timestamp": "a Timestamp",
}


def named(value: Any) -> str:
    """What a value is stored as. A number tells no more than that it is whole."""
    return "a whole number" if type(value) is int else NAMES.get(type(value).__name__, "that")
