"""A stored field as code: which values it takes, how a missing one is written, what a literal is."""

from __future__ import annotations

import re

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import CompositeRef, EnumRef, Scalar, Unsupported

from ..calls.call import CodeValue
from ..convex.convex_schema import (
    NULL,
    NUMBER,
    Validator,
    VArray,
    VId,
    VObject,
    VRecord,
    VReference,
    VUnion,
    or_null,
)
from ..lowering.creation_order import CREATION_TIME
from ..lowering.lowered import Lowered, LoweredField, LoweredModel
from ..typescript.literals import ts_string
from .sketch_records import NotSketchable

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?").fullmatch
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})").fullmatch
_BIG = re.compile(r"(-?(?:0|[1-9]\d{0,18}))n?").fullmatch
_TEXT = re.compile(r"""'([^'\\\r\n]*)'|"([^"\\\r\n]*)"|`([^`\\$\r]*)`""").fullmatch
_TEXT_ORDERS = frozenset({"decimal-as-string", "decimal-without-scale"})


class TableColumn(NamedTuple):
    """`name` is Convex's; `_id` and `_creationTime` have no `lowered`. `missing` says whether a row lacks it."""

    name: str
    validator: Validator
    lowered: LoweredField | None = None

    @property
    def is_id(self) -> bool:
        return self.name == "_id"

    @property
    def is_nullable(self) -> bool:
        return self.lowered is not None and (
            self.lowered.field.arity == "optional" or self.lowered.is_freed
        )

    @property
    def is_null_stored(self) -> bool:
        """Whether a missing value is null, and never an absent field."""
        found = self.lowered
        return found is not None and self.is_nullable and not found.may_be_absent

    @property
    def value(self) -> Validator:
        """What a value is that is there."""
        return without_null(self.validator)

    @property
    def missing(self) -> str:
        return "null" if self.is_null_stored else "undefined"

    def is_missing_in(self, row: str) -> str:
        """The test that the row has no value."""
        own = f"{row}.{self.name}"
        if self.lowered is not None and self.lowered.may_be_absent and self.lowered.takes_null:
            return f"({own} ?? null) === null"
        return f"{own} === {self.missing}"

    def is_present_in(self, row: str) -> str:
        """The test that the row has a value."""
        return self.is_missing_in(row).replace(" === ", " !== ")


def without_null(validator: Validator) -> Validator:
    if not isinstance(validator, VUnion):
        return validator
    members = tuple(one for one in validator.members if one != NULL or not is_null(one))
    return members[0] if len(members) == 1 else VUnion(members)


def is_null(validator: Validator) -> bool:
    return type(validator) is type(NULL) and validator == NULL


def column_of(model: LoweredModel, name: str) -> TableColumn:
    """Of a field by Prisma's name. Raises `NotSketchable`."""
    if name == model.replaced_id:
        return TableColumn("_id", VId(model.table))
    if name == model.created:
        return TableColumn(CREATION_TIME, NUMBER)
    found = model.fields.get(name)
    if found is None:
        raise NotSketchable(f"{model.model.name}.{name} is not in schema.ts")
    return TableColumn(found.name, found.validator, found)


def referred_column(model: LoweredModel, name: str) -> TableColumn:
    """Of a field that keys refer to: what stands in them is `_id` for the id that it takes the place of."""
    return TableColumn("_id", VId(model.table)) if name == model.handle else column_of(model, name)


def comparable(column: TableColumn) -> TableColumn:
    """The column, if one value of it can be looked for. Raises `NotSketchable`."""
    found = column.lowered
    if found is None:
        return column
    type_ = found.field.type
    is_whole = isinstance(type_, CompositeRef | Unsupported) or type_ == Scalar("Json")
    if is_whole or found.field.arity == "list" or found.field.type == Scalar("Bytes"):
        raise NotSketchable(f"a condition on the whole of {found.field.name}")
    if found.override is not None:
        raise NotSketchable(f"a condition on {found.field.name}, whose type was chosen by hand")
    native = found.field.native_type
    if native is not None and native.name == "Citext":
        raise NotSketchable(f"{found.field.name} ignores case in the database")
    return column


def ordered(column: TableColumn, provider: str | None) -> TableColumn:
    """The column, if Convex has its values in the database's order. Raises `NotSketchable`."""
    found = comparable(column).lowered
    if column.is_id:
        raise NotSketchable("it goes by an id, and ids of Convex have no order")
    if found is None:
        return column
    how = found.representation.how if found.representation is not None else "exact"
    if how in _TEXT_ORDERS:
        raise NotSketchable(f"{found.field.name} is a number held as text, which sorts otherwise")
    if found.reference is not None:
        raise NotSketchable("it goes by an id, and ids of Convex have no order")
    if isinstance(found.field.type, EnumRef) and provider != "sqlite":
        raise NotSketchable(f"{found.field.name} sorts by where its values are declared")
    return column


def literal(value: CodeValue, column: TableColumn, lowered: Lowered) -> str:
    """What is written in the code as the column's value in TypeScript; empty where it is not written there,
    or it is none that the column can hold.
    """
    found = column.lowered
    if found is None or found.reference is not None or found.override is not None:
        return ""
    if found.field.arity == "list":
        return ""
    type_, text = found.field.type, value.text
    match type_:
        case EnumRef(name):
            return _enum_value(value, name, lowered)
        case Scalar("String") if value.kind == "text":
            plain = _TEXT(text)
            return (
                ts_string(next(one for one in plain.groups() if one is not None)) if plain else ""
            )
        case Scalar("Int") if value.kind == "number":
            return text if _WHOLE(text) else ""
        case Scalar("Float") if value.kind == "number":
            return text if _NUMBER(text) else ""
        case Scalar("BigInt"):
            big = _BIG(text)
            is_big = found.representation is not None and found.representation.how == "exact"
            return f"{big.group(1)}n" if big and is_big else ""
        case Scalar("Boolean") if text in ("true", "false"):
            return text
        case _:
            return ""


def _enum_value(value: CodeValue, name: str, lowered: Lowered) -> str:
    values = lowered.schema.enums_by_name[name].values
    written = ""
    if value.kind == "text" and (plain := _TEXT(value.text)):
        written = next(one for one in plain.groups() if one is not None)
    elif found := re.fullmatch(rf"(?:[A-Za-z_$][\w$]*\.)*{re.escape(name)}\.(\w+)", value.text):
        written = found.group(1)
    for one in values:
        if one.name == written:
            is_name = lowered.options.block(name).enum_values == "name"
            return ts_string(one.name if is_name else one.database_name)
    return ""


def argument_validator(column: TableColumn, operator: str) -> Validator:
    """What the argument of a condition may be: null too where it is looked for as a value."""
    if operator in ("in", "notIn"):
        return VArray(column.value)
    if operator in ("equals", "set") and column.is_null_stored:
        return or_null(column.value)
    return column.value


def references_in(validator: Validator) -> frozenset[str]:
    """The exported validators that it names."""
    match validator:
        case VReference(name):
            return frozenset({name})
        case VArray(item):
            return references_in(item)
        case VUnion(members):
            return frozenset().union(*map(references_in, members))
        case VRecord(key, value):
            return references_in(key) | references_in(value)
        case VObject(fields):
            return frozenset().union(*(references_in(one.validator) for one in fields))
        case _:
            return frozenset()
