"""What Prisma warns of in relations."""

from __future__ import annotations

from .. import rules
from ..connectors import DOCUMENT_IDS, FOREIGN_KEYS, RELATION_INDEX_ADVICE
from ..diagnostic import Diagnostic, Label
from ..schema import ForeignKey, Model, ScalarField
from .context import Context, Found


def check_indexes(context: Context) -> Found:
    """Without foreign keys in the database nothing indexes the key by itself."""
    if context.relation_mode == FOREIGN_KEYS or not context.has(RELATION_INDEX_ADVICE):
        return
    for relation in context.schema.relations:
        if not isinstance(relation, ForeignKey):
            continue
        model = context.schema.models_by_name[relation.model]
        wanted = relation.fields
        if not any(index.field_names[: len(wanted)] == wanted for index in model.indexes):
            message = f"no index begins with the key of `{relation.model}.{relation.field}`"
            help_ = f"add `@@index([{', '.join(wanted)}])`"
            yield Diagnostic(rules.RELATION_WITHOUT_INDEX, message, relation.span, help=help_)


def check_native_types(context: Context) -> Found:
    """MongoDB joins values of one native type alone."""
    if not context.has(DOCUMENT_IDS):
        return
    for relation in context.schema.relations:
        if not isinstance(relation, ForeignKey):
            continue
        here = context.schema.models_by_name[relation.model]
        there = context.schema.models_by_name[relation.target]
        for name, reference in zip(relation.fields, relation.references, strict=False):
            field, referenced = here.scalar(name), there.scalar(reference)
            if field is None or referenced is None or _native(field) == _native(referenced):
                continue
            yield _differ(here, field, there, referenced)


def _native(field: ScalarField) -> str | None:
    return field.native_type.name if field.native_type is not None else None


def _differ(here: Model, field: ScalarField, there: Model, referenced: ScalarField) -> Diagnostic:
    message = (
        f"`{here.name}.{field.name}` and `{there.name}.{referenced.name}` differ in native type"
    )
    return Diagnostic(
        rules.RELATION_NATIVE_TYPES_DIFFER,
        message,
        field.span,
        labels=(Label(referenced.span, "refers to this one"),),
        help="give both the same, or the records are not found",
    )
