"""How Convex holds a Prisma scalar, and what must be said where that is not obvious.

Source: facts/convex.md section 2; the defaults and options of docs/configuration.md.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import NativeType

from ..convex.convex_schema import (
    ANY,
    BOOLEAN,
    BYTES,
    INT64,
    MAX_DOCUMENT_SIZE,
    NUMBER,
    STRING,
    Validator,
    VId,
)
from ..options.settings import Settings

How: TypeAlias = Literal[
    "exact",
    "integer",
    "bigint-as-number",
    "decimal-as-string",
    "decimal-as-number",
    "decimal-scaled",
    "decimal-cut",
    "decimal-without-scale",
    "date-time-as-number",
    "date-time-as-string",
    "date-as-string",
    "json",
    "json-as-text",
    "bytes-in-storage",
]


class Representation(NamedTuple):
    """`how` tells which rule speaks of it; "exact": every value of the scalar, and no other, fits.

    `comment` stands beside the field. `scale`: the value is multiplied by ten to this power.
    """

    validator: Validator
    how: How = "exact"
    comment: str = ""
    scale: int | None = None


STORAGE = VId("_storage")

SCALARS: dict[str, Representation] = {
    "String": Representation(STRING),
    "Boolean": Representation(BOOLEAN),
    "Int": Representation(NUMBER, "integer"),
    "Float": Representation(NUMBER),
}

# By the value of the setting named like the scalar.
_CHOICES: dict[tuple[str, str], Representation] = {
    ("BigInt", "int64"): Representation(INT64),
    ("BigInt", "number"): Representation(NUMBER, "bigint-as-number", "BigInt"),
    ("Decimal", "string"): Representation(STRING, "decimal-as-string", "exact decimal"),
    ("Decimal", "number"): Representation(NUMBER, "decimal-as-number", "Decimal, rounded"),
    ("DateTime", "number"): Representation(NUMBER, "date-time-as-number"),
    ("DateTime", "string"): Representation(STRING, "date-time-as-string", "ISO 8601"),
    ("Json", "any"): Representation(ANY, "json", "Json"),
    ("Json", "string"): Representation(STRING, "json-as-text", "JSON text"),
    ("Bytes", "bytes"): Representation(BYTES),
    ("Bytes", "storage"): Representation(STORAGE, "bytes-in-storage", "a stored file"),
}

_DATE = Representation(STRING, "date-as-string", "YYYY-MM-DD")
_TIME = Representation(STRING, "date-as-string", "HH:MM:SS")
_TIME_WITH_OFFSET = Representation(STRING, "date-as-string", "HH:MM:SS+HH:MM")

# Native types that change the representation: calendar dates and times of day are not instants.
# On MongoDB `@db.Date` is an instant.
_NATIVE: dict[tuple[str, str], Representation] = {
    ("DateTime", "Date"): _DATE,
    ("DateTime", "Time"): _TIME,
    ("DateTime", "Timetz"): _TIME_WITH_OFFSET,
}
_INSTANTS = frozenset({("mongodb", "Date")})


def representation(
    scalar: str, native: NativeType | None, provider: str | None, settings: Settings
) -> Representation:
    """How a scalar of this native type is held."""
    if native is not None and (provider or "", native.name) not in _INSTANTS:
        found = _NATIVE.get((scalar, native.name))
        if found is not None:
            return found
    if scalar in SCALARS:
        return SCALARS[scalar]
    if scalar == "Decimal" and settings.decimal == "int64":
        return _scaled(native, provider, settings.decimal_scale)
    return _CHOICES[(scalar, _setting_for(scalar, settings))]


def _setting_for(scalar: str, settings: Settings) -> str:
    match scalar:
        case "BigInt":
            return settings.bigint
        case "Decimal":
            return settings.decimal
        case "DateTime":
            return settings.datetime
        case "Json":
            return settings.json
        case _:
            return settings.bytes


# ---- scaled decimals ----------------------------------------------------------------------------

# Digits that a v.int64() certainly holds: it ends at 9223372036854775807.
_INT64_DIGITS = 18
# PostgreSQL's money is a whole number of 64 bits in the database too: its digits after the point.
_MONEY_SCALE = 2


def _scaled(
    native: NativeType | None, provider: str | None, configured: int | None
) -> Representation:
    """Decimal as a whole number; text where nothing says how many digits follow the point."""
    own, whole = _digits(native, provider)
    scale = own if configured is None else configured
    if scale is None:
        return _CHOICES[("Decimal", "string")]._replace(how="decimal-without-scale")
    fits = own is not None and whole is not None and own <= scale
    how: How = "decimal-scaled" if fits and whole + scale <= _INT64_DIGITS else "decimal-cut"  # type: ignore[operator]  # `fits` says that it is a number
    return Representation(INT64, how, f"Decimal * 10^{scale}", scale)


def _digits(native: NativeType | None, provider: str | None) -> tuple[int | None, int | None]:
    """How many digits the column has after the point, and before it; None where nothing says so."""
    if native is None:
        return None, None
    if native.name == "Money":
        return _MONEY_SCALE, _INT64_DIGITS - _MONEY_SCALE
    sizes = [int(text) for text in sizes_of(native, provider) if text.isdigit() and len(text) < 4]
    if native.name != "Decimal" or len(sizes) != 2:
        return None, None
    return sizes[1], sizes[0] - sizes[1]


# ---- what a native type bounds ------------------------------------------------------------------


class Bound(NamedTuple):
    """What a native type enforces beyond its scalar, in words; `{0}` is the first argument.

    `one`: the same where that is 1.
    """

    text: str
    one: str = ""


_LENGTH = Bound("at most {0} characters", "at most 1 character")
_INT8, _UINT8 = Bound("whole numbers from -128 to 127"), Bound("whole numbers from 0 to 255")
_INT16, _UINT16 = Bound("whole numbers from -32768 to 32767"), Bound(
    "whole numbers from 0 to 65535"
)
_INT24, _UINT24 = Bound("whole numbers of 24 bits"), Bound("whole numbers from 0 to 16777215")
_INT32, _UINT32 = Bound("whole numbers of 32 bits"), Bound("whole numbers from 0 to 4294967295")
_UINT64 = Bound("whole numbers from 0 to 18446744073709551615, where v.int64() holds half of them")
_SINGLE = Bound("single precision")
_DECIMAL = Bound("{0} digits, {1} of them after the point", "1 digit, {1} of them after the point")
_MONEY = Bound("a money amount with a fixed scale")
_PRECISION = Bound(
    "fractions of a second rounded to {0} digits", "fractions of a second rounded to 1 digit"
)
_TIME_OF_DAY = Bound("a time of day")
_BITS = Bound("a string of 0 and 1, {0} long")
_VARBITS = Bound("a string of 0 and 1, at most {0} long")
# A JavaScript Date, and so Prisma's client, knows no finer time.
_MILLISECONDS = 3
_BYTES = Bound("at most {0} bytes", "at most 1 byte")
_BITS_OF_BYTES = Bound("at most {0} bits", "at most 1 bit")
_TEXT = Bound("at most 65535 bytes")

_BOUNDS: dict[str, Bound] = {
    "VarChar": _LENGTH, "Char": _LENGTH, "NChar": _LENGTH, "NVarChar": _LENGTH,
    "CatalogSingleChar": Bound("a single character"), "TinyText": Bound("at most 255 bytes"),
    "Uuid": Bound("a valid UUID"), "UniqueIdentifier": Bound("a valid UUID"),
    "ObjectId": Bound("a valid ObjectId"), "Inet": Bound("a valid IP address"),
    "Xml": Bound("well-formed XML"), "Citext": Bound("comparison without regard to case"),
    "String": _LENGTH, "Bit": _BITS, "VarBit": _VARBITS,
    "TinyInt": _INT8, "UnsignedTinyInt": _UINT8, "SmallInt": _INT16, "UnsignedSmallInt": _UINT16,
    "Int2": _INT16, "MediumInt": _INT24, "UnsignedMediumInt": _UINT24, "Int": _INT32,
    "Integer": _INT32, "Int4": _INT32, "UnsignedInt": _UINT32, "Oid": _UINT32,
    "Year": Bound("years from 1901 to 2155"), "UnsignedBigInt": _UINT64, "Long": _INT32,
    "Real": _SINGLE, "Float4": _SINGLE, "Float": _SINGLE,
    "Decimal": _DECIMAL, "Money": _MONEY, "SmallMoney": _MONEY,
    "Timestamp": _PRECISION, "Timestamptz": _PRECISION, "Time": _TIME_OF_DAY, "Timetz": _TIME_OF_DAY,
    "DateTime": _PRECISION, "DateTime2": _PRECISION, "DateTimeOffset": _PRECISION,
    "SmallDateTime": Bound("whole minutes"), "Date": Bound("a calendar date without a time of day"),
    "Binary": _BYTES, "VarBinary": _BYTES, "TinyBlob": Bound("at most 255 bytes"),
}  # fmt: skip  # a table

# Names that mean something else, or bound nothing, for one scalar or provider.
_EXCEPTIONS: dict[tuple[str, str], Bound | None] = {
    ("Boolean", "Bit"): None,
    ("Boolean", "TinyInt"): None,
    ("Bytes", "Bit"): _BITS_OF_BYTES,
    ("BigInt", "Long"): None,
    ("Int", "Bit"): Bound("0 or 1"),
}
_PROVIDER_EXCEPTIONS: dict[tuple[str, str], Bound | None] = {
    ("mysql", "Text"): _TEXT,
    ("mysql", "Blob"): _TEXT,
    ("sqlserver", "TinyInt"): _UINT8,
    ("mongodb", "Date"): None,
    ("mongodb", "Timestamp"): Bound("whole seconds"),
}
# What a type without a size is in the database. Prisma writes it into a migration without one.
_UNSIZED: dict[tuple[str, str], tuple[str, ...]] = {
    ("postgresql", "Bit"): ("1",), ("postgresql", "Char"): ("1",),
    ("cockroachdb", "Bit"): ("1",), ("cockroachdb", "Char"): ("1",),
    ("mysql", "Decimal"): ("10", "0"), ("mysql", "Time"): ("0",),
    ("mysql", "DateTime"): ("0",), ("mysql", "Timestamp"): ("0",),
    ("sqlserver", "Decimal"): ("18", "0"), ("sqlserver", "Float"): ("53",),
    ("sqlserver", "Char"): ("1",), ("sqlserver", "NChar"): ("1",),
    ("sqlserver", "VarChar"): ("1",), ("sqlserver", "NVarChar"): ("1",),
    ("sqlserver", "Binary"): ("1",), ("sqlserver", "VarBinary"): ("1",),
}  # fmt: skip  # a table
# SQL Server's FLOAT(n) is a REAL up to here.
_SINGLE_BITS = 24


def bound(scalar: str, native: NativeType, provider: str | None) -> str:
    """What the native type enforces that its scalar alone does not; empty if nothing."""
    found = _BOUNDS.get(native.name)
    if (scalar, native.name) in _EXCEPTIONS:
        found = _EXCEPTIONS[(scalar, native.name)]
    if (provider or "", native.name) in _PROVIDER_EXCEPTIONS:
        found = _PROVIDER_EXCEPTIONS[(provider or "", native.name)]
    if found is None:
        return ""
    return _words(found, sizes_of(native, provider))


def sizes_of(native: NativeType, provider: str | None) -> tuple[str, ...]:
    """The arguments of a native type, or those that the database takes where there are none; `010` is 10."""
    written = tuple(one.lstrip("0") or "0" if one.isdigit() else one for one in native.arguments)
    return written or _UNSIZED.get((provider or "", native.name), ())


def _words(found: Bound, sizes: tuple[str, ...]) -> str:
    if sizes and not sizes[0].isdigit():  # Max
        return ""
    if found is _TIME_OF_DAY:
        rounded = _words(_PRECISION, sizes)
        return f"{_TIME_OF_DAY.text}, {rounded}" if rounded else _TIME_OF_DAY.text
    if found is _SINGLE and sizes and int(sizes[0]) > _SINGLE_BITS:
        return ""
    if found is _PRECISION and sizes and int(sizes[0]) >= _MILLISECONDS:
        return ""
    if "{" not in found.text:
        return found.text
    if not sizes:
        return "a string of 0 and 1" if found is _VARBITS else ""
    text = found.one if found.one and sizes[0] == "1" else found.text
    return text.format(*sizes)


# ---- what a column is made for ------------------------------------------------------------------

_LARGE = frozenset(["MediumText", "LongText", "NText", "Xml", "Image", "MediumBlob", "LongBlob"])
_SMALL_BYTES = frozenset(["TinyBlob", "Blob", "Bit", "Binary", "VarBinary"])


def holds_megabytes(scalar: str, native: NativeType | None, provider: str | None) -> bool:
    """Whether the column is made for values of more than 1 MiB.

    Bytes without a length are; text is where its native type says so, since unbounded text is what
    most providers give to every String.
    """
    if scalar not in ("String", "Bytes"):
        return False
    if native is None:
        return scalar == "Bytes"
    if native.arguments:
        size = native.arguments[0]
        return size.lower() == "max" or (size.isdigit() and int(size) > MAX_DOCUMENT_SIZE)
    if native.name in _LARGE or (native.name, provider) == ("Text", "sqlserver"):
        return True
    return scalar == "Bytes" and native.name not in _SMALL_BYTES
