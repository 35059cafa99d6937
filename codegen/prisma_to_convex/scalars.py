"""One row a Prisma scalar: how Convex holds it, and what must be said where that is not obvious.

Source: facts/convex.md section 2; the defaults of MAPPING.md.
"""

from __future__ import annotations

from typing import NamedTuple

from prisma_schema_parser.schema import NativeType

from .convex import ANY, BOOLEAN, BYTES, INT64, NUMBER, STRING, Validator


class Representation(NamedTuple):
    """`comment` stands beside the field; `is_exact`: every value of the scalar, and no other, fits."""

    validator: Validator
    comment: str = ""
    is_exact: bool = True


SCALARS: dict[str, Representation] = {
    "String": Representation(STRING),
    "Boolean": Representation(BOOLEAN),
    "Int": Representation(NUMBER, is_exact=False),
    "BigInt": Representation(INT64),
    "Float": Representation(NUMBER),
    "Decimal": Representation(STRING, "exact decimal", is_exact=False),
    "DateTime": Representation(NUMBER, is_exact=False),
    "Json": Representation(ANY, "Json", is_exact=False),
    "Bytes": Representation(BYTES),
}

_DATE = Representation(STRING, "YYYY-MM-DD", is_exact=False)
_TIME = Representation(STRING, "HH:MM:SS", is_exact=False)
_TIME_WITH_OFFSET = Representation(STRING, "HH:MM:SS+HH:MM", is_exact=False)

# Native types that change the representation: calendar dates and times of day are not instants.
# On MongoDB `@db.Date` is an instant.
_NATIVE: dict[tuple[str, str], Representation] = {
    ("DateTime", "Date"): _DATE,
    ("DateTime", "Time"): _TIME,
    ("DateTime", "Timetz"): _TIME_WITH_OFFSET,
}
_INSTANTS = frozenset({("mongodb", "Date")})


def representation(scalar: str, native: NativeType | None, provider: str | None) -> Representation:
    """How a scalar of this native type is held."""
    if native is not None and (provider or "", native.name) not in _INSTANTS:
        return _NATIVE.get((scalar, native.name), SCALARS[scalar])
    return SCALARS[scalar]


# ---- what a native type bounds ------------------------------------------------------------------


class Bound(NamedTuple):
    """What a native type enforces beyond its scalar, in words; `{0}` is the first argument."""

    text: str


_LENGTH = Bound("at most {0} characters")
_INT8, _UINT8 = Bound("whole numbers from -128 to 127"), Bound("whole numbers from 0 to 255")
_INT16, _UINT16 = Bound("whole numbers from -32768 to 32767"), Bound(
    "whole numbers from 0 to 65535"
)
_INT24, _UINT24 = Bound("whole numbers of 24 bits"), Bound("whole numbers from 0 to 16777215")
_INT32, _UINT32 = Bound("whole numbers of 32 bits"), Bound("whole numbers from 0 to 4294967295")
_UINT64 = Bound("whole numbers from 0 to 18446744073709551615, where v.int64() holds half of them")
_SINGLE = Bound("single precision")
_DECIMAL = Bound("{0} digits, {1} of them after the point")
_MONEY = Bound("a money amount with a fixed scale")
_PRECISION = Bound("fractions of a second rounded to {0} digits")
_BITS = Bound("a string of 0 and 1")
# A JavaScript Date, and so Prisma's client, knows no finer time.
_MILLISECONDS = 3
_BYTES = Bound("at most {0} bytes")

_BOUNDS: dict[str, Bound] = {
    "VarChar": _LENGTH, "Char": _LENGTH, "NChar": _LENGTH, "NVarChar": _LENGTH,
    "CatalogSingleChar": Bound("a single character"), "TinyText": Bound("at most 255 bytes"),
    "Uuid": Bound("a valid UUID"), "UniqueIdentifier": Bound("a valid UUID"),
    "ObjectId": Bound("a valid ObjectId"), "Inet": Bound("a valid IP address"),
    "Xml": Bound("well-formed XML"), "Citext": Bound("comparison without regard to case"),
    "Bit": _BITS, "VarBit": _BITS,
    "TinyInt": _INT8, "UnsignedTinyInt": _UINT8, "SmallInt": _INT16, "UnsignedSmallInt": _UINT16,
    "Int2": _INT16, "MediumInt": _INT24, "UnsignedMediumInt": _UINT24, "Int": _INT32,
    "Integer": _INT32, "Int4": _INT32, "UnsignedInt": _UINT32, "Oid": _UINT32,
    "Year": Bound("years from 1901 to 2155"), "UnsignedBigInt": _UINT64, "Long": _INT32,
    "Real": _SINGLE, "Float4": _SINGLE, "Float": _SINGLE,
    "Decimal": _DECIMAL, "Money": _MONEY, "SmallMoney": _MONEY,
    "Timestamp": _PRECISION, "Timestamptz": _PRECISION, "Time": _PRECISION, "Timetz": _PRECISION,
    "DateTime": _PRECISION, "DateTime2": _PRECISION, "DateTimeOffset": _PRECISION,
    "SmallDateTime": Bound("whole minutes"), "Date": Bound("a calendar date without a time of day"),
    "Binary": _BYTES, "VarBinary": _BYTES, "TinyBlob": Bound("at most 255 bytes"),
}  # fmt: skip  # a table

# Names that mean something else, or bound nothing, for one scalar or provider.
_EXCEPTIONS: dict[tuple[str, str], Bound | None] = {
    ("Boolean", "Bit"): None,
    ("Boolean", "TinyInt"): None,
    ("Bytes", "Bit"): _BYTES,
    ("BigInt", "Long"): None,
    ("Int", "Bit"): Bound("0 or 1"),
    ("Int", "Long"): _INT32,
    ("DateTime", "Date"): Bound("a calendar date without a time of day"),
}
_PROVIDER_EXCEPTIONS: dict[tuple[str, str], Bound | None] = {
    ("sqlserver", "TinyInt"): _UINT8,
    ("sqlserver", "Float"): None,
    ("mongodb", "Date"): None,
    ("mongodb", "Timestamp"): Bound("whole seconds"),
}


def bound(scalar: str, native: NativeType, provider: str | None) -> str:
    """What the native type enforces that its scalar alone does not; empty if nothing."""
    found = _BOUNDS.get(native.name)
    if (scalar, native.name) in _EXCEPTIONS:
        found = _EXCEPTIONS[(scalar, native.name)]
    if (provider or "", native.name) in _PROVIDER_EXCEPTIONS:
        found = _PROVIDER_EXCEPTIONS[(provider or "", native.name)]
    if found is None:
        return ""
    return _words(found, native)


def _words(found: Bound, native: NativeType) -> str:
    arguments = native.arguments
    if found is _DECIMAL:
        return _DECIMAL.text.format(*arguments) if len(arguments) == 2 else ""
    if found is _LENGTH and not arguments:
        return "" if native.name in ("VarChar", "NVarChar") else "exactly one character"
    if found is _LENGTH and arguments[0].lower() == "max":
        return ""
    if found in (_PRECISION, _BYTES) and not arguments:
        return ""
    if found is _PRECISION and arguments[0].isdigit() and int(arguments[0]) >= _MILLISECONDS:
        return ""
    if found is _BITS:
        return f"{_BITS.text}, {arguments[0]} long" if arguments else _BITS.text
    return found.text.format(*arguments)
