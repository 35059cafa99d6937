"""`@ignore` and `@@ignore`, and `@updatedAt`."""

from __future__ import annotations

from .. import rules
from ..diagnostic import Diagnostic, Label
from ..schema import RelationField, Scalar, Unsupported
from .context import Context, Found


def check(context: Context) -> Found:
    for decl, model in context.models:
        for field in model.fields:
            if isinstance(field, RelationField):
                target = context.schema.models_by_name[field.target]
                if target.is_ignored and not field.is_ignored and not model.is_ignored:
                    message = f"`{field.name}` goes to `{field.target}`, which is ignored"
                    labels = (Label(target.span, "ignored"),)
                    yield Diagnostic(
                        rules.INVALID_IGNORE,
                        message,
                        field.span,
                        labels=labels,
                        help="add `@ignore`",
                    )
            elif field.is_ignored:
                span = field.attribute_spans["ignore"]
                if isinstance(field.type, Unsupported):
                    message = "an unsupported type is ignored by itself"
                    yield Diagnostic(rules.INVALID_IGNORE, message, span, help="remove `@ignore`")
                elif model.is_ignored:
                    message = "all fields of an ignored model are ignored"
                    labels = (Label(decl.name_span, "this model"),)
                    yield Diagnostic(
                        rules.INVALID_IGNORE, message, span, labels=labels, help="remove `@ignore`"
                    )


def check_updated_at(context: Context) -> Found:
    for _, model in context.models:
        for field in model.fields:
            if isinstance(field, RelationField) or not field.is_updated_at:
                continue
            span = field.attribute_spans["updatedAt"]
            if field.type != Scalar("DateTime"):
                message = "`@updatedAt` goes on DateTime"
                yield Diagnostic(rules.INVALID_UPDATED_AT, message, span)
            elif field.arity == "list":
                yield Diagnostic(rules.INVALID_UPDATED_AT, "`@updatedAt` can't fill a list", span)
