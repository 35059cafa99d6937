"""What a column's type let in, as a `Bound` of enforce.ts; `lowering/scalars.py` has it in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prisma_schema_parser.schema import NativeType, Scalar

from ..convex.convex_schema import VSimple
from ..lowering.lowered import LoweredField
from ..lowering.scalars import bound, sizes_of

_SINGLE_BITS = 24
_MILLISECONDS = 3
_MICROSECONDS = 6


def _with(form: str) -> Callable[[tuple[str, ...]], str]:
    return lambda sizes: form.format(*sizes) if len(sizes) >= form.count(": {") else ""


_LENGTH, _CHAR = _with("{{ maxLength: {0} }}"), _with("{{ char: {0} }}")
_BYTES = _with("{{ maxBytes: {0} }}")
_DECIMAL = _with("{{ decimal: [{0}, {1}] }}")


def _word(word: str) -> Callable[[tuple[str, ...]], str]:
    return lambda _: f'"{word}"'


def _fixed(form: str) -> Callable[[tuple[str, ...]], str]:
    return lambda _: form


def _fraction(sizes: tuple[str, ...]) -> str:
    is_coarse = bool(sizes) and int(sizes[0]) < _MILLISECONDS
    return f"{{ fraction: {sizes[0]} }}" if is_coarse else ""


def _time(word: str) -> Callable[[tuple[str, ...]], str]:
    """A time of day; as the word alone, with microseconds."""

    def found(sizes: tuple[str, ...]) -> str:
        is_sized = bool(sizes) and int(sizes[0]) != _MICROSECONDS
        return f"{{ {word}: {sizes[0]} }}" if is_sized else f'"{word}"'

    return found


_STRINGS: Mapping[str, Callable[[tuple[str, ...]], str]] = {
    "VarChar": _LENGTH, "NVarChar": _LENGTH, "String": _LENGTH, "Char": _CHAR, "NChar": _CHAR,
    "CatalogSingleChar": _fixed("{ maxLength: 1 }"), "TinyText": _fixed("{ maxBytes: 255 }"),
    "Text": _fixed("{ maxBytes: 65535 }"), "Uuid": _word("uuid"), "UniqueIdentifier": _word("uuid"),
    "Bit": _with("{{ bits: {0} }}"), "VarBit": _with("{{ maxBits: {0} }}"),
}  # fmt: skip  # a table
_INTEGERS: Mapping[str, Callable[[tuple[str, ...]], str]] = {
    "TinyInt": _word("int8"), "UnsignedTinyInt": _word("uint8"), "SmallInt": _word("int16"),
    "Int2": _word("int16"), "UnsignedSmallInt": _word("uint16"), "MediumInt": _word("int24"),
    "UnsignedMediumInt": _word("uint24"), "Int": _word("int32"), "Integer": _word("int32"),
    "Int4": _word("int32"), "Long": _word("int32"), "UnsignedInt": _word("uint32"),
    "Oid": _word("uint32"), "Year": _fixed("{ between: [1901, 2155] }"),
    "Bit": _fixed("{ between: [0, 1] }"), "UnsignedBigInt": _fixed("{ between: [0, 2 ** 63] }"),
}  # fmt: skip  # a table
_FLOATS: Mapping[str, Callable[[tuple[str, ...]], str]] = {
    "Real": _word("real"),
    "Float4": _word("real"),
    "Float": _word("real"),
}
_DECIMALS: Mapping[str, Callable[[tuple[str, ...]], str]] = {"Decimal": _DECIMAL}
_TIMES: Mapping[str, Callable[[tuple[str, ...]], str]] = {
    "Timestamp": _fraction, "Timestamptz": _fraction, "DateTime": _fraction,
    "DateTime2": _fraction, "DateTimeOffset": _fraction, "Date": _word("date"),
    "Time": _time("time"), "Timetz": _time("timetz"),
}  # fmt: skip  # a table
_BYTES_TYPES: Mapping[str, Callable[[tuple[str, ...]], str]] = {
    "Binary": _BYTES, "VarBinary": _BYTES, "TinyBlob": _fixed("{ maxBytes: 255 }"),
    "Blob": _fixed("{ maxBytes: 65535 }"),
}  # fmt: skip  # a table
_BY_SCALAR: Mapping[str, Mapping[str, Callable[[tuple[str, ...]], str]]] = {
    "String": _STRINGS, "Int": _INTEGERS, "BigInt": _INTEGERS, "Float": _FLOATS,
    "Decimal": _DECIMALS, "DateTime": _TIMES, "Bytes": _BYTES_TYPES,
}  # fmt: skip  # a table
# One spelling of an instant that is held as text: 00:00Z and 01:00+01:00 are the same.
_IN_MILLISECONDS = f"{{ fraction: {_MILLISECONDS} }}"
_MONEY = {
    ("postgresql", "Money"): "{ decimal: [19, 2] }",
    ("sqlserver", "Money"): "{ decimal: [19, 4] }",
    ("sqlserver", "SmallMoney"): "{ decimal: [10, 4] }",
}


def bound_of(field: LoweredField, provider: str | None) -> str:
    """The bound of a field's values; empty where it has none, or none that can be checked."""
    kind = field.field.type
    if not isinstance(kind, Scalar) or field.reference is not None or field.override is not None:
        return ""
    native = field.field.native_type
    if field.representation is None or not _is_stored_as_is(field, kind.name):
        return ""
    found = {"Int": '"int32"', "Decimal": '"decimal"'}.get(kind.name, "") if native is None else ""
    found = found or (_native(kind.name, native, provider) if native is not None else "")
    is_text = field.representation.how == "date-time-as-string"
    return found or (_IN_MILLISECONDS if is_text else "")


def _is_stored_as_is(field: LoweredField, scalar: str) -> bool:
    """Whether the values are those that the column had: a decimal that became a number has lost its own."""
    representation = field.representation
    if representation is None:
        return False
    if scalar in ("Decimal", "Bytes"):
        return representation.how in ("decimal-as-string", "exact")
    if scalar in ("Int", "Float"):
        return representation.validator == VSimple("number")
    return True


def _native(scalar: str, native: NativeType, provider: str | None) -> str:
    if (provider or "", native.name) in _MONEY:
        return _MONEY[(provider or "", native.name)]
    if not bound(scalar, native, provider):
        return '"decimal"' if scalar == "Decimal" else ""
    sizes = sizes_of(native, provider)
    if any(not size.isdigit() for size in sizes):
        return ""
    if (provider, native.name) == ("sqlserver", "TinyInt"):
        return '"uint8"'
    if (provider, native.name) == ("mongodb", "Timestamp"):
        return "{ fraction: 0 }"
    if native.name == "Float" and sizes and int(sizes[0]) > _SINGLE_BITS:
        return ""
    form = _BY_SCALAR.get(scalar, {}).get(native.name)
    return form(sizes) if form else ""
