"""`@shardKey` and `@@shardKey`: MySQL with PlanetScale, behind a preview feature."""

from __future__ import annotations

from .. import rules
from ..connectors import SHARD_KEYS
from ..diagnostic import Diagnostic, Label
from ..schema import Model
from ..source import Span
from ..syntax import ModelDecl
from .context import Context, Found


def check(context: Context) -> Found:
    for decl, model in context.models:
        if not model.shard_key and "shardKey" not in model.attribute_spans:
            continue
        spans = _spans(decl)
        if len(spans) > 1:
            labels = (Label(spans[0], "the first"), Label(spans[1], "and another"))
            message = f"the model `{model.name}` has two shard keys"
            yield Diagnostic(rules.INVALID_SHARD_KEY, message, model.span, labels=labels)
        yield from _arity(model, spans[0])
        if not model.is_view:
            yield from _support(context, spans[0])


def _spans(decl: ModelDecl) -> list[Span]:
    on_fields = [
        field.span(attribute)
        for field in decl.fields
        for attribute in field.attributes
        if attribute.name == "shardKey"
    ]
    lines = [line for line in decl.attributes if line.attribute.name == "shardKey"]
    return [*on_fields, *(line.span(line.attribute) for line in lines)]


def _arity(model: Model, span: Span) -> Found:
    for name in model.shard_key if not model.is_ignored else ():
        field = model.scalar(name)
        if field is not None and field.arity != "required":
            message = f"the shard key's field `{name}` is not required"
            yield Diagnostic(rules.INVALID_SHARD_KEY, message, span)


def _support(context: Context, span: Span) -> Found:
    if "shardkeys" not in context.features:
        message = "shard keys are a preview feature: `shardKeys`"
        help_ = 'add `previewFeatures = ["shardKeys"]` to the generator'
        yield Diagnostic(rules.MISSING_PREVIEW_FEATURE, message, span, help=help_)
    if not context.has(SHARD_KEYS):
        message = f"{context.connector.label} has no shard keys"
        yield Diagnostic(rules.INVALID_SHARD_KEY, message, span)
