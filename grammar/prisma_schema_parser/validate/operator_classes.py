"""Operator classes: with which types of index they go, and on which types of field.

Source: Prisma 6.19 postgres_datamodel_connector/validations and types/index_fields.
"""

from __future__ import annotations

from ..records import NamedTuple


class OperatorClass(NamedTuple):
    """`native` are the native types it takes; without one the field must be a `scalar`."""

    index_types: frozenset[str]
    native: frozenset[str]
    scalar: str = ""
    is_for_lists: bool = False


def _class(index_types: str, native: str, scalar: str = "") -> OperatorClass:
    return OperatorClass(frozenset(index_types.split()), frozenset(native.split()), scalar)


def _brin(prefix: str, native: str, scalar: str, *endings: str) -> dict[str, OperatorClass]:
    return {f"{prefix}{ending}": _class("Brin", native, scalar) for ending in endings}


_BLOOM, _MIN_MAX, _MULTI = "BloomOps", "MinMaxOps", "MinMaxMultiOps"
_EVERY = (_BLOOM, _MIN_MAX, _MULTI)

OPERATOR_CLASSES: dict[str, OperatorClass] = {
    "InetOps": _class("Gist SpGist", "Inet"),
    "JsonbOps": _class("Gin", "JsonB", "Json"),
    "JsonbPathOps": _class("Gin", "JsonB", "Json"),
    "ArrayOps": OperatorClass(frozenset({"Gin"}), frozenset(), "", True),
    "TextOps": _class("SpGist", "Text VarChar Char", "String"),
    **_brin("Bit", "Bit", "", _MIN_MAX),
    **_brin("VarBit", "VarBit", "", _MIN_MAX),
    **_brin("Bpchar", "Char", "", _BLOOM, _MIN_MAX),
    **_brin("Bytea", "ByteA", "Bytes", _BLOOM, _MIN_MAX),
    **_brin("Date", "Date", "", *_EVERY),
    **_brin("Float4", "Real", "", *_EVERY),
    **_brin("Float8", "DoublePrecision", "Float", *_EVERY),
    **_brin("Inet", "Inet", "", "InclusionOps", *_EVERY),
    **_brin("Int2", "SmallInt", "", *_EVERY),
    **_brin("Int4", "Integer", "Int", *_EVERY),
    **_brin("Int8", "BigInt", "BigInt", *_EVERY),
    **_brin("Numeric", "Decimal", "Decimal", *_EVERY),
    **_brin("Oid", "Oid", "", *_EVERY),
    **_brin("Text", "Text VarChar", "String", _BLOOM, _MIN_MAX),
    **_brin("Timestamp", "Timestamp", "DateTime", *_EVERY),
    **_brin("TimestampTz", "Timestamptz", "", *_EVERY),
    **_brin("Time", "Time", "", *_EVERY),
    **_brin("TimeTz", "Timetz", "", *_EVERY),
    **_brin("Uuid", "Uuid", "", *_EVERY),
}

# Native types that have an operator class of their own in each type of index.
DEFAULT_NATIVE: dict[str, frozenset[str]] = {
    "Gist": frozenset(),
    "Gin": frozenset({"JsonB"}),
    "SpGist": frozenset({"Inet", "Text", "VarChar", "Char"}),
    "Brin": frozenset(
        native
        for name, row in OPERATOR_CLASSES.items()
        if "Brin" in row.index_types
        for native in row.native
    ),
}
# Prisma's scalar types that each type of index takes as they are; Unsupported ones pass.
DEFAULT_SCALARS: dict[str, frozenset[str]] = {
    "Gist": frozenset({"String"}),
    "Gin": frozenset({"Json"}),
    "SpGist": frozenset({"String"}),
    "Brin": frozenset({"String", "Bytes", "DateTime", "Float", "Int", "BigInt", "Decimal"}),
}
