"""The text of a row's key that its id is minted from: one for each key, however it is written down.

Int 7                    -> 7
Uuid A0EE...             -> a0ee...        databases differ in case; so for an ObjectId
Decimal 1.50             -> 1.5
Bytes                    -> hexadecimal
DateTime                 -> milliseconds since 1970, with a fraction where there is one
[tenantId, id]           -> 3:abc1:7       each part with its length in bytes before it
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import EnumRef, Model, Scalar, ScalarField

from .instants import NoInstant, microseconds

_INTEGER = re.compile(r"[+-]?\d+")
_UUIDS = frozenset({"Uuid", "UniqueIdentifier", "ObjectId"})
_MAX_KEY = 4096


class Unfit(NamedTuple):
    """A text that no row's key can be."""

    message: str


def identity(model: Model) -> tuple[ScalarField, ...]:
    """The fields that tell the model's rows apart: its id, else its first unique key; empty for a view of neither."""
    keys = [index for index in model.indexes if index.kind == "id"]
    keys += [index for index in model.indexes if index.kind == "unique" and index.where is None]
    for key in keys:
        fields = [model.scalar(field.name) for field in key.fields]
        found = tuple(field for field in fields if field is not None)
        is_sure = all(field.arity == "required" for field in found)
        if found and len(found) == len(fields) and is_sure:
            return found
    return ()


def is_uuid(field: ScalarField) -> bool:
    return field.native_type is not None and field.native_type.name in _UUIDS


def canonical(field: ScalarField, text: str) -> bytes | Unfit:
    """The key text of a value that a person wrote."""
    if len(text) > _MAX_KEY:
        return Unfit("it is too long")
    match field.type:
        case Scalar("Int" | "BigInt"):
            return _integer(text)
        case Scalar("Decimal"):
            return decimal_key(text)
        case Scalar("DateTime"):
            found = microseconds(text)
            return Unfit("it is no date") if isinstance(found, NoInstant) else instant_key(found)
        case Scalar("Bytes"):
            try:
                return bytes.fromhex(text.removeprefix("\\x")).hex().encode()
            except ValueError:
                return Unfit("bytes are written in hexadecimal")
        case Scalar("Boolean"):
            folded = text.lower()
            return folded.encode() if folded in ("true", "false") else Unfit("true or false")
        case Scalar("String") if is_uuid(field):
            return text.lower().encode()
        case Scalar() | EnumRef():
            try:
                return text.encode()
            except UnicodeEncodeError:
                return Unfit("it is not valid Unicode")
        case _:
            return Unfit("its type can be no key")


def joined(parts: Sequence[bytes]) -> bytes:
    """A key of several parts; one alone stands for itself."""
    if len(parts) == 1:
        return parts[0]
    return b"".join(b"%d:%b" % (len(part), part) for part in parts)


def readable(key: bytes, parts: int) -> str:
    """A key's text as people write it: of several parts, `abc, 7`."""
    found, rest = [], key
    while parts > 1 and rest:
        length, _, rest = rest.partition(b":")
        found.append(rest[: int(length)])
        rest = rest[int(length) :]
    return b", ".join(found or [key]).decode(errors="backslashreplace")


def _integer(text: str) -> bytes | Unfit:
    if not _INTEGER.fullmatch(text):
        return Unfit("it is no whole number")
    return str(int(text)).encode()


def decimal_key(text: str) -> bytes | Unfit:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Unfit("it is no number")
    if not number.is_finite() or abs(number.adjusted()) > _MAX_KEY:
        return Unfit("it is no finite number")
    plain = format(number, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return b"0" if plain in ("-0", "") else plain.encode()


def instant_key(micros: int) -> bytes:
    whole, fraction = divmod(micros, 1000)
    return b"%d.%03d" % (whole, fraction) if fraction else b"%d" % whole
