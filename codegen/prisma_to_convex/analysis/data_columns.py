"""Columns whose values change on the way: JSON, bytes, decimals, big whole numbers, dates and times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from prisma_schema_parser.schema import Scalar

from ..convex.convex_schema import MAX_DOCUMENT_SIZE
from ..convex.layout import Optional, one_line
from ..lowering.lowered import Lowered, LoweredField
from ..lowering.scalars import How
from .facts import ColumnKind, DataColumn
from .nested_fields import nested_fields

_KINDS: Mapping[str, ColumnKind] = {kind: kind for kind in get_args(ColumnKind)}
# Native types of Bytes that say how much they hold.
_SMALL_BYTES = frozenset({"TinyBlob", "Blob", "Binary", "VarBinary", "Bit"})
# Prisma's client and Convex's number of milliseconds know no finer time.
_MILLISECONDS = 3
_SQLSERVER_PRECISION = 7
# Types of a point in time that don't say in which zone; an empty one is the provider's own for DateTime.
_WITHOUT_ZONE: Mapping[str, frozenset[str]] = {
    "postgresql": frozenset({"", "Timestamp"}),
    "cockroachdb": frozenset({"", "Timestamp"}),
    "mysql": frozenset({"", "DateTime"}),
    "sqlserver": frozenset({"", "DateTime", "DateTime2", "SmallDateTime"}),
}

_SAYS: Mapping[How, str] = {
    "json": "Any JSON fits whose keys are printable ASCII and don't start with `$`, within Convex's limits of "
    "size and depth; no query looks inside.",
    "json-as-text": "JSON text keeps every key and depth; each reader parses it, and no query looks inside.",
    "bytes-in-storage": "The bytes become a file in Convex's storage, written apart from the document; the "
    "field holds the file's id.",
    "decimal-as-string": "Exact text, which is not in numeric order and which the database can't add up: "
    "sums and comparisons are made in functions, with a decimal library.",
    "decimal-as-number": "A double rounds most decimal fractions: 0.1 + 0.2 is not 0.3.",
    "decimal-scaled": "A whole number of the smallest unit, exact in sums and order; functions divide by "
    "10^{scale} to show it.",
    "decimal-cut": "A whole number of the smallest unit; digits beyond 10^-{scale}, and values beyond 64 bits, "
    "don't fit.",
    "decimal-without-scale": "Exact text until `decimal-scale` says how many digits follow the point.",
    "bigint-as-number": "A number is exact up to 2^53 only.",
    "date-as-string": "Text in ISO order, no instant: no time zone shifts it, where Prisma gave a `Date` in UTC.",
    "date-time-as-string": "ISO 8601 text, which sorts by time only if it is always written in UTC with "
    "milliseconds.",
}  # fmt: skip  # a table
_BIGINT = (
    "Stays a `bigint`; JSON has no form for it, so an import of JSON or CSV can't fill the column."
)
_UNSIGNED = "Stays a `bigint`, but values from 2^63 on don't fit."
_INSTANT = "Milliseconds since 1970 instead of a `Date`"


def columns(lowered: Lowered) -> tuple[DataColumn, ...]:
    """In the schema's order; ids that `_id` replaces and references to them are none.

    A field of a composite type is named with its path, once for each field that is of the type.
    """
    return tuple(
        column
        for name, model in lowered.models.items()
        for nested in nested_fields(model.fields, lowered)
        if not nested.is_overridden
        and (column := _column(name, ".".join(nested.path), nested.field, lowered)) is not None
    )


def _column(model: str, path: str, field: LoweredField, lowered: Lowered) -> DataColumn | None:
    """None for a field whose values move as they are."""
    type_ = field.field.type
    kind = _KINDS.get(type_.name) if isinstance(type_, Scalar) else None
    if kind is None or field.reference is not None:
        return None
    mark = {"optional": "?", "list": "[]"}.get(field.field.arity, "")
    native = f" {field.field.native_type.attribute}" if field.field.native_type else ""
    now = Optional(field.validator) if field.may_be_absent else field.validator
    return DataColumn(
        model=model,
        field=path,
        kind=kind,
        was=f"{kind}{mark}{native}",
        now=one_line(now),
        change=_change(kind, field, lowered),
    )


def _change(kind: ColumnKind, field: LoweredField, lowered: Lowered) -> str:
    if field.override is not None:
        return "The validator was chosen by hand: values that don't fit it are refused."
    representation = field.representation
    assert representation is not None
    if representation.how in _SAYS:
        return _SAYS[representation.how].replace("{scale}", str(representation.scale))
    if kind == "Bytes":
        return _bytes(field)
    if kind == "BigInt":
        native = field.field.native_type
        return _UNSIGNED if native is not None and native.name.startswith("Unsigned") else _BIGINT
    return _instant(field, lowered)


def _bytes(field: LoweredField) -> str:
    native = field.field.native_type
    size = native.arguments[0] if native is not None and native.arguments else "0"
    is_small = native is not None and native.name in _SMALL_BYTES
    if is_small and size.isdigit() and int(size) < MAX_DOCUMENT_SIZE:
        return "An `ArrayBuffer`, where Prisma gave a `Uint8Array`."
    return "An `ArrayBuffer`; the document around it holds 1 MiB at most, so what may be larger goes to file storage."


def _instant(field: LoweredField, lowered: Lowered) -> str:
    native, provider = field.field.native_type, lowered.schema.provider or ""
    name = native.name if native is not None else ""
    written = native.arguments[0] if native is not None and native.arguments else ""
    if name == "DateTimeOffset":
        return f"{_INSTANT}; the offset that stood beside it is lost."
    unwritten = _SQLSERVER_PRECISION if provider == "sqlserver" and name != "DateTime" else 0
    if (int(written) if written.isdigit() else unwritten) > _MILLISECONDS:
        return f"{_INSTANT}; digits beyond milliseconds are lost."
    if name in _WITHOUT_ZONE.get(provider, ()):
        return f"{_INSTANT}; the column had no time zone and is read as UTC, as Prisma wrote it."
    return f"{_INSTANT}, in UTC."
