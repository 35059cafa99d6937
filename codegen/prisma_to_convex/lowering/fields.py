"""Stored fields: their validators and the short comments beside them."""

from __future__ import annotations

import re
from typing import NamedTuple

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

from ..convex import (
    ANY,
    FLOAT64,
    MAX_VECTOR_DIMENSIONS,
    MIN_VECTOR_DIMENSIONS,
    NULL,
    Array,
    Field,
    Id,
    Reference,
    Union,
    Validator,
    accepts_anything,
)
from ..layout import comment_text
from ..scalars import Representation, bound, representation
from .lowered import LoweredField
from .naming import Naming
from .references import Keys

_VECTOR = re.compile(r"(?:half)?vec(?:tor)?\s*\(\s*(\d{1,9})\s*\)", re.IGNORECASE)
_TEXT_LIMIT = 40


class Fields(NamedTuple):
    """What lowering a field needs to know of the rest; `freed` fields become nullable.

    `recursive` names the composite types that can't be written down.
    """

    schema: Schema
    keys: Keys
    naming: Naming
    freed: frozenset[tuple[str, str]]
    recursive: frozenset[str]

    @property
    def may_be_absent(self) -> bool:
        """MongoDB documents may lack a field; rows can't."""
        return self.schema.provider == "mongodb"

    def lower(self, owner: str, field: ScalarField) -> LoweredField:
        reference = self.keys.reference(owner, field.name)
        is_freed = (owner, field.name) in self.freed
        if reference is not None:
            item: Validator = Id(self.naming.tables[reference])
        else:
            item = self._item(field)
        validator = Array(item) if field.arity == "list" else item
        if (field.arity == "optional" or is_freed) and not accepts_anything(validator):
            validator = Union((validator, NULL))
        name = self.naming.fields[(owner, field.name)]
        return LoweredField(field, name, validator, reference, is_freed)

    def _item(self, field: ScalarField) -> Validator:
        match field.type:
            case Scalar():
                return self.representation(field).validator
            case EnumRef(name):
                return Reference(self.naming.exports[name])
            case CompositeRef(name):
                return ANY if name in self.recursive else Reference(self.naming.exports[name])
            case Unsupported(text):
                return Array(FLOAT64) if vector_dimensions(text) is not None else ANY

    def representation(self, field: ScalarField) -> Representation:
        assert isinstance(field.type, Scalar)
        return representation(field.type.name, field.native_type, self.schema.provider)

    # -- emitted fields

    def emit(self, model: Model, lowered: LoweredField) -> Field:
        field = lowered.field
        return Field(
            lowered.name,
            lowered.validator,
            field.arity == "optional" and self.may_be_absent,
            ", ".join(self._comments(model, lowered)),
            field.documentation,
        )

    def emit_member(self, lowered: LoweredField) -> Field:
        """A field of a composite type."""
        parts = [*self._type_comments(lowered), *_default_comments(lowered.field)]
        is_optional = lowered.field.arity == "optional" and self.may_be_absent
        documentation = lowered.field.documentation
        return Field(lowered.name, lowered.validator, is_optional, ", ".join(parts), documentation)

    def _comments(self, model: Model, lowered: LoweredField) -> list[str]:
        parts = [
            part
            for key in self.keys.foreign.get(model.name, ())
            if (part := self._key_comment(key, lowered)) is not None
        ]
        if lowered.is_freed:
            parts.append("null only while inserting: breaks a cycle")
        parts.extend(self._type_comments(lowered))
        parts.extend(_default_comments(lowered.field))
        return parts

    def _key_comment(self, key: ForeignKey, lowered: LoweredField) -> str | None:
        """A composite key is told at its first field; a key to a kept field names it."""
        if key.fields[0] != lowered.field.name:
            return None
        action = f"onDelete: {key.on_delete.action}"
        table = self.naming.tables.get(key.target)
        if table is None:
            return f"-> {key.target}, not emitted"
        if len(key.fields) > 1:
            return f"[{', '.join(key.fields)}] -> {table}, {action}"
        if lowered.reference == key.target and self.keys.replaced.get(key.target) in key.references:
            return action
        return f"-> {table}.{key.references[0]}, {action}"

    def _type_comments(self, lowered: LoweredField) -> list[str]:
        field, parts = lowered.field, []
        mark = {"optional": "?", "list": "[]"}.get(field.arity, "")
        if lowered.reference is not None:
            return []
        match field.type:
            case Scalar(name):
                found = self.representation(field)
                if found.comment:
                    parts.append(
                        found.comment + (mark if accepts_anything(found.validator) else "")
                    )
                native = field.native_type
                # What rounds fractions of a second is in the report, not in everyone's way.
                is_told = native is not None and (name != "DateTime" or bool(found.comment))
                if is_told and native and bound(name, native, self.schema.provider):
                    parts.append(f"@db.{native}")
            case CompositeRef(name) if name in self.recursive:
                parts.append(f"{name}{mark}, recursive")
            case Unsupported(text):
                parts.append(comment_text(f'Unsupported("{text}"){mark}'))
        return parts


def _default_comments(field: ScalarField) -> list[str]:
    parts = []
    if field.default is not None:
        parts.append(f"@default({comment_text(field.default.text, _TEXT_LIMIT)})")
    if field.is_updated_at:
        parts.append("@updatedAt")
    return parts


def vector_dimensions(text: str) -> int | None:
    """The n of pgvector's `vector(n)`; None for another type or a size that Convex can't index."""
    match = _VECTOR.fullmatch(text.strip())
    if match is None:
        return None
    size = int(match[1])
    return size if MIN_VECTOR_DIMENSIONS <= size <= MAX_VECTOR_DIMENSIONS else None
