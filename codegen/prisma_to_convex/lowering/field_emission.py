"""Stored fields as they are written in schema.ts: the validator, and what is said beside and above it."""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import (
    CompositeRef,
    ForeignKey,
    Model,
    Scalar,
    ScalarField,
    Unsupported,
)

from ..convex.convex_schema import Field, accepts_anything
from ..options.carried_comments import LONGEST_BESIDE, Said
from ..options.mention import strip_directives
from ..typescript.literals import comment_text
from .field_lowering import FieldLowering
from .lowered import LoweredField
from .named_types import literals, named_type, without_named_type
from .scalars import Representation, bound

_TEXT_LIMIT = 40
_MARKS = {"optional": "?", "list": "[]"}
_INTS = ("Int", "Integer", "Int4", "Long")


class FieldEmission(NamedTuple):
    """What emitting a field needs: how all fields were lowered."""

    lowering: FieldLowering

    def emit(self, model: Model, lowered: LoweredField) -> Field:
        said = self.lowering.said(model.name, lowered.field.name)
        return Field(
            name=lowered.name,
            validator=lowered.validator,
            is_optional=lowered.may_be_absent,
            comment=_line_comment(self._comments(model, lowered), said),
            documentation=_documentation(lowered, said),
        )

    def emit_legacy(self, lowered: LoweredField) -> Field:
        comment = f"the old {lowered.field.name}"
        return Field(lowered.name, lowered.validator, lowered.may_be_absent, comment)

    def emit_member(self, owner: str, lowered: LoweredField) -> Field:
        """A field of a composite type."""
        parts = [*self._type_comments(lowered), *_default_comments(lowered.field)]
        said = self.lowering.said(owner, lowered.field.name)
        return Field(
            name=lowered.name,
            validator=lowered.validator,
            is_optional=lowered.may_be_absent,
            comment=_line_comment(parts, said),
            documentation=_documentation(lowered, said),
        )

    def _comments(self, model: Model, lowered: LoweredField) -> list[str]:
        parts: list[str] = []
        if model.name in self.lowering.keys.foreign:
            parts.extend(self._key_comments(model, lowered))
        if model.name in self.lowering.keys.embedded:
            parts.extend(self._list_comments(model, lowered))
        parts.extend(self._soft_comments(model, lowered))
        parts.extend(self._repeated_comments(model, lowered, bool(parts)))
        if lowered.is_freed:
            parts.append("null only while inserting: breaks a cycle")
        parts.extend(self._type_comments(lowered))
        parts.extend(_default_comments(lowered.field))
        return parts

    def _key_comments(self, model: Model, lowered: LoweredField) -> list[str]:
        keys = self.lowering.keys.led.get((model.name, lowered.field.name), ())
        found = [part for key in keys if (part := self._key_comment(model, key, lowered))]
        return ["; ".join(found)] if found else []

    def _repeated_comments(
        self, model: Model, lowered: LoweredField, is_mentioned: bool
    ) -> list[str]:
        """Of a column that holds ids since a key refers to it: where they come from."""
        keys = self.lowering.keys
        foreign = keys.foreign.get(model.name, ())
        name = lowered.field.name
        if is_mentioned or lowered.reference is None or any(name in key.fields for key in foreign):
            return []
        referrer = keys.referrers.get((model.name, name))
        if referrer is None:
            return []
        named = self.lowering.naming
        return [f"as {named.tables[referrer[0]]}.{named.fields[referrer]}"]

    def _soft_comments(self, model: Model, lowered: LoweredField) -> list[str]:
        place = (model.name, lowered.field.name)
        if place in self.lowering.keys.declared:
            return ["soft reference"]
        soft = self.lowering.soft.get(place)
        if soft is None or lowered.override is not None:
            return []
        by = self.lowering.naming.fields.get((model.name, soft.by), soft.by)
        parts = ["soft reference"]
        if soft.is_guess:
            tables = " or ".join(self.lowering.naming.tables[target] for target in soft.targets)
            parts.append(f"perhaps to {tables}")
        return [", ".join([*parts, f"see {by}"] if by else parts)]

    def _key_comment(self, model: Model, key: ForeignKey, lowered: LoweredField) -> str:
        """Of a key at its first field; a key to a kept field names it. A view has no foreign keys in the
        database, and so no action.
        """
        action = "" if model.is_view else f"onDelete: {key.on_delete.action}"
        table = self.lowering.naming.tables.get(key.target)
        if table is None:
            return self._cut_comment(key)
        if len(key.fields) > 1:
            text = f"[{', '.join(key.fields)}] -> {table}"
        elif (
            lowered.reference == key.target
            and self.lowering.keys.handles.get(key.target) in key.references
        ):
            return action
        else:
            text = f"-> {table}.{key.references[0]}"
        return f"{text}, {action}" if action else text

    def _cut_comment(self, key: ForeignKey) -> str:
        """A key to anything but the target's id names the field."""
        fate = "stays behind" if key.target in self.lowering.resolved.excluded else "not emitted"
        if len(key.fields) > 1:
            return f"[{', '.join(key.fields)}] -> {key.target}, {fate}"
        target = next(model for model in self.lowering.schema.models if model.name == key.target)
        names = [field.name for field in target.primary_key.fields] if target.primary_key else []
        field = "" if names == [*key.references] else f".{key.references[0]}"
        return f"-> {key.target}{field}, {fate}"

    def _list_comments(self, model: Model, lowered: LoweredField) -> list[str]:
        """Of a list of ids, as MongoDB has it, whose documents stay."""
        return [
            f"-> {target}[], stays behind"
            for relation, side, _ in self.lowering.keys.embedded[model.name]
            for names, target in [
                (
                    (relation.fields_a, relation.model_b)
                    if side == "a"
                    else (relation.fields_b, relation.model_a)
                )
            ]
            if lowered.field.name in names and target in self.lowering.resolved.excluded
        ]

    def _type_comments(self, lowered: LoweredField) -> list[str]:
        field, parts = lowered.field, []
        if lowered.reference is not None:
            return []
        mark = _MARKS.get(field.arity, "")
        named = _named(field)
        if lowered.override is not None:
            return [named] if named and lowered.is_chosen else []
        match field.type:
            case Scalar(name):
                found = lowered.representation
                assert found is not None
                if found.comment:
                    is_marked = accepts_anything(found.validator)
                    comment = found.comment + (mark if is_marked else "")
                    parts.append(f"{comment} {named}" if named else comment)
                parts.extend(self._bounds(field, name, found))
            case CompositeRef(name) if name in self.lowering.recursive:
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
        return [native.attribute] if bound(scalar, native, self.lowering.schema.provider) else []


def _named(field: ScalarField) -> str:
    """`[Settings]`: what a comment says of the values of a Json field, if that is short."""
    if field.documentation is None:
        return ""
    is_json = isinstance(field.type, Scalar) and field.type.name == "Json"
    name = named_type(field.documentation) if is_json else ""
    return f"[{comment_text(name)}]" if 0 < len(name) <= _TEXT_LIMIT else ""


def _documentation(lowered: LoweredField, said: Said) -> str | None:
    """What stands above the field: not a second time what stands behind it."""
    field, override = lowered.field, lowered.override
    documentation = strip_directives(field.documentation)
    if documentation is not None:
        is_said = _named(field) or (override is not None and literals(documentation))
        documentation = without_named_type(documentation) if is_said else documentation
    return _with_lines(documentation, said.above)


def above(documentation: str | None, said: Said) -> str | None:
    """What stands above a table, an exported validator or a literal."""
    return _with_lines(strip_directives(documentation), said.above)


def beside(said: Said) -> str:
    return comment_text(strip_directives(said.beside) or "", LONGEST_BESIDE)


def _with_lines(documentation: str | None, more: str) -> str | None:
    lines = strip_directives(more) if more else None
    return "\n".join(filter(None, (documentation, lines))) or None


def _line_comment(facts: Sequence[str], said: Said) -> str:
    """What is known of the field, then what is said of it."""
    return "; ".join(filter(None, (", ".join(facts), beside(said))))


def _default_comments(field: ScalarField) -> Sequence[str]:
    if field.default is None and not field.is_updated_at:
        return ()
    parts = []
    if field.default is not None:
        parts.append(f"@default({comment_text(field.default.text, _TEXT_LIMIT)})")
    if field.is_updated_at:
        parts.append("@updatedAt")
    return parts
