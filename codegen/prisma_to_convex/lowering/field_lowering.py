"""Stored fields: their validators and the short comments beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import (
    CompositeRef,
    EnumRef,
    ForeignKey,
    Model,
    Scalar,
    ScalarField,
    Schema,
    Unsupported,
)

from ..convex.convex_schema import (
    ANY,
    FLOAT64,
    MAX_VECTOR_DIMENSIONS,
    MIN_VECTOR_DIMENSIONS,
    Field,
    Validator,
    VArray,
    VConstant,
    VId,
    VLiteral,
    VObject,
    VRecord,
    VReference,
    VUnion,
    accepts_anything,
    or_null,
)
from ..kit.nearest import nearest
from ..options.mention import strip_directives
from ..options.settings import OptionProblem, Settings
from ..typescript.literals import comment_text
from .keys import Keys
from .lowered import LoweredField
from .named_types import literals, named_type, without_named_type
from .naming import Naming
from .resolved_options import ResolvedOptions
from .scalars import Representation, bound, representation
from .soft import SoftReference

_VECTOR = r"(?i:(?:half)?vec(?:tor)?)\s*\(\s*(\d{1,9})\s*\)"
_TEXT_LIMIT = 40
_MARKS = {"optional": "?", "list": "[]"}
_INTS = ("Int", "Integer", "Int4", "Long")
_SYSTEM_TABLES = ("_storage", "_scheduled_functions")
# What a foreign key's column takes over from the column that it repeats.
_REPRESENTATION_SETTINGS = (
    "bigint",
    "decimal",
    "decimal_scale",
    "datetime",
    "bytes",
    "json",
    "type",
)


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
            field,
            self.naming.fields[(owner, field.name)],
            validator,
            reference,
            False,
            is_optional and settings.nullable != "null",
            settings,
            represented,
            override,
        )

    def lower_legacy(self, owner: str, field: ScalarField) -> LoweredField:
        """The field that keeps a replaced id: documents made after the move have none."""
        settings = self.settings(owner, field)
        represented, name = (
            self._representation(field, settings),
            self.naming.fields[(owner, field.name)],
        )
        item = represented.validator if represented else self._item(field)
        return LoweredField(field, name, item, None, False, True, settings, represented)

    def settings(self, owner: str, field: ScalarField) -> Settings:
        """What holds for the field. A column of a foreign key is held as the column that it repeats,
        or no lookup would find a thing.
        """
        options = self.resolved.options
        if not options.blocks:
            return options.project
        found, root = options.field(owner, field.name), self.keys.root(owner, field.name)
        if root == (owner, field.name) or self._has_own_representation(owner, field.name):
            return found
        there = options.field(*root)
        return found._replace(**{name: getattr(there, name) for name in _REPRESENTATION_SETTINGS})

    def _has_own_representation(self, owner: str, field: str) -> bool:
        block = self.resolved.options.blocks.get(owner)
        changes = block.fields.get(field, {}) if block else {}
        return any(name in changes for name in _REPRESENTATION_SETTINGS)

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
        if settings.type is None:
            return None if reference is not None else literal_union(field, settings)
        if reference is not None:
            message = f'it refers to `{reference}`: a `v.id("{self.naming.tables[reference]}")`'
            help_ = ""
        else:
            message, help_ = self._refused(owner, settings.type)
        if not message:
            return settings.type
        at = self.resolved.options.at((owner, field.name, "type"))
        problem = OptionProblem(at, f"the type of `{owner}.{field.name}`: {message}", help_)
        self.resolved.problems.append(problem)
        return None

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

    # -- emitted fields

    def emit(self, model: Model, lowered: LoweredField) -> Field:
        field = lowered.field
        return Field(
            lowered.name,
            lowered.validator,
            lowered.may_be_absent,
            ", ".join(self._comments(model, lowered)),
            _documentation(field, lowered.override),
        )

    def emit_legacy(self, lowered: LoweredField) -> Field:
        comment = f"the old {lowered.field.name}"
        return Field(lowered.name, lowered.validator, lowered.may_be_absent, comment)

    def emit_member(self, lowered: LoweredField) -> Field:
        """A field of a composite type."""
        parts = [*self._type_comments(lowered), *_default_comments(lowered.field)]
        documentation = _documentation(lowered.field, lowered.override)
        return Field(
            lowered.name, lowered.validator, lowered.may_be_absent, ", ".join(parts), documentation
        )

    def _comments(self, model: Model, lowered: LoweredField) -> list[str]:
        parts: list[str] = []
        if model.name in self.keys.foreign:
            parts.extend(self._key_comments(model, lowered))
        if model.name in self.keys.embedded:
            parts.extend(self._list_comments(model, lowered))
        parts.extend(self._soft_comments(model, lowered))
        if lowered.is_freed:
            parts.append("null only while inserting: breaks a cycle")
        parts.extend(self._type_comments(lowered))
        parts.extend(_default_comments(lowered.field))
        return parts

    def _key_comments(self, model: Model, lowered: LoweredField) -> list[str]:
        keys = self.keys.led.get((model.name, lowered.field.name), ())
        found = [part for key in keys if (part := self._key_comment(model, key, lowered))]
        return ["; ".join(found)] if found else []

    def _soft_comments(self, model: Model, lowered: LoweredField) -> list[str]:
        place = (model.name, lowered.field.name)
        if place in self.keys.declared:
            return ["soft reference"]
        soft = self.soft.get(place)
        if soft is None or lowered.override is not None:
            return []
        tables = " or ".join(self.naming.tables[target] for target in soft.targets)
        by = self.naming.fields.get((model.name, soft.by), soft.by)
        parts = [f"soft reference to {tables}"] if tables else ["soft reference"]
        return [", ".join([*parts, f"see {by}"] if by else parts)]

    def _key_comment(self, model: Model, key: ForeignKey, lowered: LoweredField) -> str:
        """Of a key at its first field; a key to a kept field names it. A view has no foreign keys in the
        database, and so no action.
        """
        action = "" if model.is_view else f"onDelete: {key.on_delete.action}"
        table = self.naming.tables.get(key.target)
        if table is None:
            return self._cut_comment(key)
        if len(key.fields) > 1:
            text = f"[{', '.join(key.fields)}] -> {table}"
        elif (
            lowered.reference == key.target and self.keys.replaced.get(key.target) in key.references
        ):
            return action
        else:
            text = f"-> {table}.{key.references[0]}"
        return f"{text}, {action}" if action else text

    def _cut_comment(self, key: ForeignKey) -> str:
        """A key to anything but the target's id names the field."""
        fate = "stays behind" if key.target in self.resolved.excluded else "not emitted"
        if len(key.fields) > 1:
            return f"[{', '.join(key.fields)}] -> {key.target}, {fate}"
        target = next(model for model in self.schema.models if model.name == key.target)
        names = [field.name for field in target.primary_key.fields] if target.primary_key else []
        field = "" if names == [*key.references] else f".{key.references[0]}"
        return f"-> {key.target}{field}, {fate}"

    def _list_comments(self, model: Model, lowered: LoweredField) -> list[str]:
        """Of a list of ids, as MongoDB has it, whose documents stay."""
        return [
            f"-> {target}[], stays behind"
            for relation, side, _ in self.keys.embedded[model.name]
            for names, target in [
                (
                    (relation.fields_a, relation.model_b)
                    if side == "a"
                    else (relation.fields_b, relation.model_a)
                )
            ]
            if lowered.field.name in names and target in self.resolved.excluded
        ]

    def _type_comments(self, lowered: LoweredField) -> list[str]:
        field, parts = lowered.field, []
        if lowered.reference is not None:
            return []
        mark = _MARKS.get(field.arity, "")
        named = _named(field)
        if lowered.override is not None:
            return [named] if named else []
        match field.type:
            case Scalar(name):
                found = lowered.representation
                assert found is not None
                if found.comment:
                    is_marked = accepts_anything(found.validator)
                    comment = found.comment + (mark if is_marked else "")
                    parts.append(f"{comment} {named}" if named else comment)
                parts.extend(self._bounds(field, name, found))
            case CompositeRef(name) if name in self.recursive:
                parts.append(f"{name}{mark}, recursive")
            case Unsupported(text):
                parts.append(comment_text(f'Unsupported("{text}"){mark}'))
        return parts

    def _bounds(self, field: ScalarField, scalar: str, represented: Representation) -> list[str]:
        """The native type where it bounds the values, but not what is in everyone's way: the 32 bits
        that an Int has anyway, rounded fractions of a second.
        """
        native = field.native_type
        is_plain = scalar == "Int" and native is not None and native.name in _INTS
        is_rounded = scalar == "DateTime" and represented.how != "date-as-string"
        if native is None or is_plain or is_rounded:
            return []
        return [native.attribute] if bound(scalar, native, self.schema.provider) else []


def _named(field: ScalarField) -> str:
    """`[Settings]`: what a comment says of the values of a Json field, if that is short."""
    if field.documentation is None:
        return ""
    is_json = isinstance(field.type, Scalar) and field.type.name == "Json"
    name = named_type(field.documentation) if is_json else ""
    return f"[{comment_text(name)}]" if 0 < len(name) <= _TEXT_LIMIT else ""


def _documentation(field: ScalarField, override: Validator | None = None) -> str | None:
    """What stands above the field: not a second time what stands behind it."""
    if field.documentation is None:
        return None
    documentation = strip_directives(field.documentation)
    is_said = _named(field) or (override is not None and literals(documentation))
    return without_named_type(documentation) if is_said else documentation


def literal_union(field: ScalarField, settings: Settings) -> Validator | None:
    """What a comment for prisma-json-types-generator says of a text or a number: `![1 | 2]`. A default must be
    among the values, or no insert could give it.
    """
    if field.documentation is None or not isinstance(field.type, Scalar):
        return None
    members, scalar = literals(field.documentation), field.type.name
    if not members or scalar not in ("String", "Int", "BigInt"):
        return None
    if any(member.startswith('"') != (scalar == "String") for member in members):
        return None
    default = field.default
    if default is not None and default.kind == "literal" and default.text not in members:
        return None
    suffix = "n" if scalar == "BigInt" and settings.bigint == "int64" else ""
    found: list[Validator] = [
        VLiteral(member[1:-1]) if member.startswith('"') else VConstant(member + suffix)
        for member in members
    ]
    return found[0] if len(found) == 1 else VUnion(tuple(found))


def _default_comments(field: ScalarField) -> Sequence[str]:
    if field.default is None and not field.is_updated_at:
        return ()
    parts = []
    if field.default is not None:
        parts.append(f"@default({comment_text(field.default.text, _TEXT_LIMIT)})")
    if field.is_updated_at:
        parts.append("@updatedAt")
    return parts


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
