"""Views: read only, so without keys and indexes of their own."""

from __future__ import annotations

from .. import rules
from ..diagnostic import Diagnostic
from ..schema import Index
from .context import Context, Found


def check(context: Context) -> Found:
    is_enabled = "views" in context.features
    for decl, model in context.models:
        if not model.is_view:
            continue
        if not is_enabled:
            message = "views are a preview feature: `views`"
            help_ = 'add `previewFeatures = ["views"]` to the generator'
            span = decl.name_span
            yield Diagnostic(rules.MISSING_PREVIEW_FEATURE, message, span, help=help_)
        for index in model.indexes:
            if problem := _problem(index):
                help_ = _UNIQUE_INSTEAD if index.kind == "id" else ""
                yield Diagnostic(rules.INVALID_VIEW, problem, index.span, help=help_)


_UNIQUE_INSTEAD = (
    "Prisma 5 took it, Prisma 6 does not: write `@unique` or `@@unique`, or leave it out"
)


def _problem(index: Index) -> str:
    if index.kind == "id":
        return "a view has no primary key"
    if index.kind != "unique":
        return "a view has no indexes"
    if index.mapped_name is not None:
        return "a unique constraint of a view has no name in the database"
    if index.clustered is not None:
        return "a unique constraint of a view is not clustered"
    if any(part.sort or part.length is not None or part.ops for part in index.fields):
        return "the fields of a view's unique constraint take no arguments"
    return ""
