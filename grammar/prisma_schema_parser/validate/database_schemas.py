"""`@@schema`: the database schema of each model and enum."""

from __future__ import annotations

from .. import rules
from ..connectors import MULTI_SCHEMA
from ..diagnostic import Diagnostic
from ..schema import Enum, Model
from ..suggest import Suggestions
from .context import Context, Found


def check(context: Context) -> Found:
    known = Suggestions(context.schema.datasource.schemas if context.schema.datasource else ())
    blocks: list[Model | Enum] = [*context.schema.models, *context.schema.enums]
    for block in blocks:
        yield from _block(context, block, known)


def _block(context: Context, block: Model | Enum, known: Suggestions) -> Found:
    datasource = context.schema.datasource
    span = block.attribute_spans.get("schema")
    if not context.has(MULTI_SCHEMA):
        if span is not None and block.namespace is not None:
            message = f"{context.connector.label} has no `@@schema`"
            yield Diagnostic(rules.INVALID_NAMESPACE, message, span)
    elif datasource is not None and span is not None:
        if block.namespace is not None and block.namespace not in datasource.schemas:
            message = f"`{block.namespace}` is not one of the datasource's `schemas`"
            help_ = known.help(block.namespace, "add it to `schemas` in the datasource")
            yield Diagnostic(rules.INVALID_NAMESPACE, message, span, help=help_)
    elif datasource is not None and datasource.schemas and context.is_whole(block.name):
        message = f"`{block.name}` has no `@@schema`"
        listed = ", ".join(datasource.schemas[:5])
        help_ = f"with `schemas` in the datasource every model and enum says which: {listed}"
        yield Diagnostic(rules.INVALID_NAMESPACE, message, block.span, help=help_)
