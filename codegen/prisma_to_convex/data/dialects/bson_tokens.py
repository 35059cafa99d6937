"""Values of BSON -> tokens and key texts, by the type that each has: what is none of those that a field can be is reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

from bson import json_util
from bson.errors import InvalidBSON

from prisma_schema_parser.schema import ScalarField
from prisma_schema_parser.syntax import Constant, NumberLiteral, StringLiteral

from ..planning.forms import Member
from ..tokens import json_tokens
from ..tokens.instant_readers import instant_readers
from ..tokens.instants import FARTHEST
from ..tokens.json_tokens import Bad, Token
from .staged_values import BAD_TEXT, named

ReadValue: TypeAlias = Callable[[Any], Token]
"""Of a value of BSON that is not null."""


def unlike(value: Any, wanted: str) -> Bad:
    if value is BAD_TEXT:
        return json_tokens.NOT_UTF8
    return Bad("PC716", f"is stored as {named(value)}, which is no {wanted}")


def list_of(read: ReadValue, value: Any) -> Token:
    if value is None:
        return b"[]"
    if not isinstance(value, list):
        return unlike(value, "list")
    items = []
    for at, one in enumerate(value):
        token = b"null" if one is None else read(one)
        if isinstance(token, Bad):
            return token._replace(why=f"at [{at}]: {token.why}")
        items.append(token)
    return b"[" + b",".join(items) + b"]"


def _string(value: Any) -> Token:
    if type(value) is str:
        return json_tokens.string(value)
    if type(value).__name__ == "ObjectId":
        return f'"{value}"'.encode()
    return unlike(value, "text")


def enum(values: Mapping[str, str], value: Any) -> Token:
    """`values` leads from what the database holds to what Convex gets."""
    if type(value) is not str:
        return unlike(value, "text")
    found = values.get(value)
    return (
        Bad("PC705", "is none of the enum's values") if found is None else json_tokens.string(found)
    )


def whole(value: Any) -> int | None:
    """A number that is whole, whichever of BSON's three types it has."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return int(value) if isinstance(value, int) and type(value) is not bool else None


def _integer(make: Callable[[str], Token], value: Any) -> Token:
    found = whole(value)
    return unlike(value, "whole number") if found is None else make(str(found))


def _float(value: Any) -> Token:
    if isinstance(value, float):
        return json_tokens.number(value)
    found = whole(value)
    if found is None:
        return unlike(value, "number")
    if int(float(found)) != found:
        return Bad("PC706", "is a whole number that no double holds exactly")
    return json_tokens.number(float(found))


def _boolean(value: Any) -> Token:
    if type(value) is not bool:
        return unlike(value, "Boolean")
    return b"true" if value else b"false"


def milliseconds(value: Any) -> int | None:
    """Of a Date, or of a Timestamp, whose seconds Prisma reads."""
    match type(value).__name__:
        case "DatetimeMS":
            return int(value)
        case "Timestamp":
            return int(value.time) * 1000
        case _:
            return None


def _micros(value: Any) -> int | Bad:
    found = milliseconds(value)
    if found is None:
        return unlike(value, "date")
    if abs(found) * 1000 > FARTHEST:
        return Bad("PC708", "is beyond what a JavaScript Date can hold")
    return found * 1000


INSTANTS = instant_readers(_micros)


def _bytes(value: Any) -> Token:
    if isinstance(value, bytes):
        return json_tokens.blob(bytes(value))
    if type(value).__name__ == "ObjectId":
        return json_tokens.blob(value.binary)
    return unlike(value, "Binary")


def _json(make: Callable[[bytes], Token], value: Any) -> Token:
    """As Prisma's client shows it: MongoDB's relaxed Extended JSON."""
    if value is BAD_TEXT:
        return json_tokens.NOT_UTF8
    try:
        text = json_util.dumps(
            value,
            json_options=json_util.RELAXED_JSON_OPTIONS,
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return make(text.encode())
    except UnicodeEncodeError:
        return json_tokens.NOT_UTF8
    except (
        RecursionError,
        InvalidBSON,
    ):  # the latter is of the former: the document was read before
        return Bad("PC712", "is nested too deep")


READERS: Mapping[str, ReadValue] = {
    "string": _string,
    "text": _string,
    "integer": partial(_integer, json_tokens.integer),
    "int64": partial(_integer, json_tokens.int64),
    "float": _float,
    "boolean": _boolean,
    "instant": INSTANTS.number,
    "instant-text": INSTANTS.text,
    "json": partial(_json, json_tokens.json_value),
    "json-text": partial(_json, json_tokens.json_text),
    "vector": partial(_json, json_tokens.json_value),
    "bytes": _bytes,
    "stored": _bytes,
}


def key_reader(field: ScalarField) -> ReadValue:
    if field.native_type is not None and field.native_type.name == "ObjectId":
        return _object_id
    return _KEYS.get(getattr(field.type, "name", ""), _text_key)


def _object_id(value: Any) -> Token:
    if type(value).__name__ == "ObjectId":
        return str(value).encode()
    return unlike(value, "ObjectId")


def _text_key(value: Any) -> Token:
    return value.encode() if type(value) is str else unlike(value, "text")


def _number_key(value: Any) -> Token:
    found = whole(value)
    return unlike(value, "whole number") if found is None else b"%d" % found


def _float_key(value: Any) -> Token:
    found = _float(value)
    return found if isinstance(found, Bad) else repr(float(value)).encode()


def _bytes_key(value: Any) -> Token:
    return bytes(value).hex().encode() if isinstance(value, bytes) else unlike(value, "Binary")


_KEYS: Mapping[str, ReadValue] = {
    "Int": _number_key,
    "BigInt": _number_key,
    "Float": _float_key,
    "Bytes": _bytes_key,
    "DateTime": INSTANTS.key,
    "Boolean": _boolean,
}


# ---- defaults -----------------------------------------------------------------------------------


def default_of(member: Member) -> Any:
    """What Prisma's client reads where an object lacks a required field: its constant default. None where it has none.

    Only in objects; a document that lacks one can't be read.
    """
    default, name = member.field.default, getattr(member.field.type, "name", "")
    if default is None or default.kind != "literal" or member.form.is_list:
        return None
    match default.value:
        case StringLiteral(value=value) if name == "String":
            return value
        case NumberLiteral(text=text):
            return float(text) if "." in text else int(text)
        case Constant(name=value) if member.form.kind == "enum":
            stored = [one for one, written in member.form.values if value in (one, written)]
            return stored[0] if stored else None
        case Constant(name="true" | "false" as value):
            return value == "true"
        case _:
            return None
