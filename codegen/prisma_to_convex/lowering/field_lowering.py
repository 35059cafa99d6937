"""Stored fields: their validators and the short comments beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import (
    CompositeRef,
    EnumRef,
    Scalar,
    ScalarField,
    Schema,
    Unsupported,
)
from prisma_schema_parser.syntax import Array, Call, Expression, NumberLiteral, StringLiteral

from ..convex.convex_schema import (
    ANY,
    FLOAT64,
    MAX_VECTOR_DIMENSIONS,
    MIN_VECTOR_DIMENSIONS,
    Validator,
    VArray,
    VConstant,
    VId,
    VLiteral,
    VObject,
    VRecord,
    VReference,
    VUnion,
    or_null,
)
from ..kit.nearest import nearest
from ..options.carried_comments import NO_COMMENTS, NOTHING_SAID, CarriedComments, Said
from ..options.settings import OptionProblem, Settings
from .keys import Keys
from .lowered import LoweredField
from .named_types import literals
from .naming import Naming
from .resolved_options import REPRESENTATION_SETTINGS, ResolvedOptions
from .scalars import Representation, representation
from .soft import SoftReference

_VECTOR = r"(?i:(?:half)?vec(?:tor)?)\s*\(\s*(\d{1,9})\s*\)"
_SYSTEM_TABLES = ("_storage", "_scheduled_functions")


class FieldLowering(NamedTuple):
    """What lowering a field needs to know of the rest.

    `recursive` names the composite types that can't be written down.
    """

    schema: Schema
    keys: Keys
    naming: Naming
    recursive: frozenset[str]
    resolved: ResolvedOptions
    soft: Mapping[tuple[str, str], SoftReference]
    comments: CarriedComments = NO_COMMENTS

    def said(self, owner: str, name: str = "") -> Said:
        """What comments say of a block, or a field or value of it, beyond its documentation."""
        options = self.resolved.options
        settings = options.field(owner, name) if name else options.block(owner)
        return self.comments.of(owner, name) if settings.comments == "all" else NOTHING_SAID

    def lower(self, owner: str, field: ScalarField) -> LoweredField:
        reference = self.keys.reference(owner, field.name)
        settings = self.settings(owner, field)
        override = self._override(owner, field, settings, reference)
        represented = self._representation(field, settings)
        if reference is not None:
            item: Validator = VId(self.naming.tables[reference])
        else:
            item = override or (represented.validator if represented else self._item(field))
        validator = VArray(item) if field.arity == "list" else item
        is_optional = field.arity == "optional"
        if is_optional and settings.nullable != "optional":
            validator = or_null(validator)
        return LoweredField(
            field=field,
            name=self.naming.fields[(owner, field.name)],
            validator=validator,
            reference=reference,
            is_freed=False,
            may_be_absent=is_optional and settings.nullable != "null",
            settings=settings,
            representation=represented,
            override=override,
        )

    def lower_legacy(self, owner: str, field: ScalarField) -> LoweredField:
        """The field that keeps a replaced id: documents made after the move have none."""
        settings = self.settings(owner, field)
        represented = self._representation(field, settings)
        item = represented.validator if represented else self._item(field)
        return LoweredField(
            field=field,
            name=self.naming.fields[(owner, field.name)],
            validator=item,
            reference=None,
            is_freed=False,
            may_be_absent=True,
            settings=settings,
            representation=represented,
        )

    def settings(self, owner: str, field: ScalarField) -> Settings:
        """What holds for the field. A column of a foreign key is held as the column that it repeats,
        or no lookup would find a thing.
        """
        options = self.resolved.options
        if not options.blocks:
            return options.project
        found, root = options.field(owner, field.name), self.keys.root(owner, field.name)
        if root == (owner, field.name):
            return found
        there = options.field(*root)
        return found._replace(**{name: getattr(there, name) for name in REPRESENTATION_SETTINGS})

    def _representation(self, field: ScalarField, settings: Settings) -> Representation | None:
        if not isinstance(field.type, Scalar):
            return None
        return representation(field.type.name, field.native_type, self.schema.provider, settings)

    def _item(self, field: ScalarField) -> Validator:
        match field.type:
            case EnumRef(name):
                return VReference(self.naming.exports[name])
            case CompositeRef(name):
                return ANY if name in self.recursive else VReference(self.naming.exports[name])
            case Unsupported(text):
                return VArray(FLOAT64) if vector_dimensions(text) is not None else ANY
            case Scalar():
                raise AssertionError(field.name)

    # -- validators that somebody chose

    def cut(self) -> frozenset[tuple[str, str]]:
        """The fields of composite types that do not hold what their type says: skipped, or chosen."""
        overridden = {
            (composite.name, field.name)
            for composite in self.schema.composite_types
            for field in composite.fields
            if self.resolved.options.blocks
            and (validator := self.settings(composite.name, field).type) is not None
            and not self._refused(composite.name, validator)[0]
        }
        return self.resolved.skipped | overridden

    def _override(
        self, owner: str, field: ScalarField, settings: Settings, reference: str | None
    ) -> Validator | None:
        if reference is not None:
            return None
        if settings.type is None:
            return literal_union(field, settings)
        return None if self._refused(owner, settings.type)[0] else settings.type

    def problem(self, owner: str, lowered: LoweredField) -> OptionProblem | None:
        """Why the validator that was chosen for the field is not taken; None where it is, or there is none."""
        chosen, reference = lowered.settings.type, lowered.reference
        if chosen is None or lowered.override is not None:
            return None
        if reference is not None:
            message = f'it refers to `{reference}`: a `v.id("{self.naming.tables[reference]}")`'
            help_ = ""
        else:
            message, help_ = self._refused(owner, chosen)
        at = self.resolved.options.at((owner, lowered.field.name, "type"))
        return OptionProblem(at, f"the type of `{owner}.{lowered.field.name}`: {message}", help_)

    def _refused(self, owner: str, validator: Validator) -> tuple[str, str]:
        """Why a validator that was chosen can't be: above all, it names what is not there."""
        if isinstance(validator, VId) and validator.table not in _SYSTEM_TABLES:
            return "a bare `v.id()` is a reference", "say the model: `@convex.references(User)`"
        tables = [
            *self.naming.tables.values(),
            *(join.table for join in self.naming.joins.values()),
        ]
        exports = self._exports(owner)
        for name, is_table in _names(validator):
            if is_table and name not in tables and name not in _SYSTEM_TABLES:
                return f"there is no table `{name}`", nearest(name, tables)
            if not is_table and name not in exports:
                return f"no validator is exported as `{name}`", nearest(name, exports)
        return "", ""

    def _exports(self, owner: str) -> list[str]:
        """What a field of `owner` may name: in a composite type, only what stands before them all."""
        named = [enum.name for enum in self.schema.enums]
        if owner in self.schema.models_by_name:
            composites = (composite.name for composite in self.schema.composite_types)
            named.extend(name for name in composites if name not in self.recursive)
        return [self.naming.exports[name] for name in named if name not in self.resolved.excluded]


_LITERAL_TYPES = ("String", "Int", "BigInt", "Float", "Json")


def literal_union(field: ScalarField, settings: Settings) -> Validator | None:
    """What a comment for prisma-json-types-generator says of a text, a number or Json: `![1 | 2]`. A default must
    be among the values, or no insert could give it.
    """
    if field.documentation is None or not isinstance(field.type, Scalar):
        return None
    members, scalar = literals(field.documentation), field.type.name
    if not members or scalar not in _LITERAL_TYPES or (scalar == "Json" and settings.json != "any"):
        return None
    is_text = scalar == "String"
    if scalar != "Json" and any(member.startswith('"') != is_text for member in members):
        return None
    if not all(one in members for one in _default_values(field, is_json=scalar == "Json")):
        return None
    suffix = "n" if scalar == "BigInt" and settings.bigint == "int64" else ""
    found: list[Validator] = [
        VLiteral(member[1:-1]) if member.startswith('"') else VConstant(member + suffix)
        for member in members
    ]
    return found[0] if len(found) == 1 else VUnion(tuple(found))


def _default_values(field: ScalarField, *, is_json: bool) -> list[str]:
    """The values that a default writes down, as `literals` has its members."""
    if field.default is None:
        return []
    value = field.default.value
    items = value.items if isinstance(value, Array) else (value,)
    return [text for item in items if (text := _written(item, is_json)) is not None]


def _written(value: Expression, is_json: bool) -> str | None:
    """None of what a function makes."""
    match value:
        case StringLiteral(text):
            return text.strip() if is_json else f'"{text}"'
        case NumberLiteral(text):
            return text
        case Call():
            return None
        case _:
            return ""


def _names(validator: Validator) -> Iterator[tuple[str, bool]]:
    """The tables (True) and exported validators (False) that a validator names."""
    match validator:
        case VId(table):
            yield table, True
        case VReference(name):
            yield name, False
        case VArray(item):
            yield from _names(item)
        case VUnion(members):
            for member in members:
                yield from _names(member)
        case VRecord(key, value):
            yield from _names(key)
            yield from _names(value)
        case VObject(fields):
            for field in fields:
                yield from _names(field.validator)


def vector_dimensions(text: str) -> int | None:
    """The n of pgvector's `vector(n)`; None for another type or a size that Convex can't index."""
    match = re.fullmatch(_VECTOR, text.strip())
    if match is None:
        return None
    size = int(match[1])
    return size if MIN_VECTOR_DIMENSIONS <= size <= MAX_VECTOR_DIMENSIONS else None
