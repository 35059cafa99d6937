"""Uniques and indexes: what each provider's can have."""

from __future__ import annotations

from .. import rules
from ..connectors import (
    CLUSTERING,
    DOCUMENT_IDS,
    FULL_TEXT_INDEX,
    FULL_TEXT_MULTIPLE,
    FULL_TEXT_SORT,
    INDEX_LENGTH,
)
from ..diagnostic import Diagnostic, Label, Rule
from ..schema import CompositeRef, Index, Model, RelationField, Scalar, Unsupported
from ..syntax import ModelDecl
from .context import Context, Found, argument_of, attribute_lines
from .index_fields import columns

_LENGTH_TYPES = ("String", "Bytes")


def check(context: Context) -> Found:
    for decl, model in context.models:
        if model.is_view:
            continue
        for index in model.indexes:
            if index.kind != "id":
                yield from _index(context, model, index)
            if context.has(INDEX_LENGTH):
                yield from _length_types(context, model, index)
        yield from _legacy_names(decl)


def _bad(rule: Rule, message: str, index: Index, help_: str = "") -> Diagnostic:
    return Diagnostic(rule, message, index.span, help=help_)


def _index(context: Context, model: Model, index: Index) -> Found:
    label = context.connector.label
    if not context.has(INDEX_LENGTH) and any(part.length is not None for part in index.fields):
        yield _bad(rules.UNSUPPORTED_INDEX, f"{label} takes no `length:` in an index", index)
    if index.algorithm and index.algorithm not in context.connector.index_types:
        message = f"{label} has no index of type `{index.algorithm}`"
        help_ = "it has " + ", ".join(f"`{name}`" for name in sorted(context.connector.index_types))
        yield _bad(rules.UNSUPPORTED_INDEX, message, index, help_)
    elif index.algorithm == "Hash" and any(part.sort for part in index.fields):
        yield _bad(rules.INVALID_INDEX, "a hash index has no order", index, "remove `sort:`")
    if index.kind != "index" and any(part.ops for part in index.fields):
        message = "operator classes go in `@@index` alone"
        yield _bad(rules.INVALID_OPERATOR_CLASS, message, index)
    if index.kind == "unique" and len(index.fields) > 1:
        for part in index.fields:
            field = columns(context, model, part.path)
            if field is not None and isinstance(field.type, CompositeRef):
                message = f"the composite `{part.name}` can't be one of several unique fields"
                yield _bad(rules.INVALID_INDEX, message, index, "name a field inside it")


def _length_types(context: Context, model: Model, index: Index) -> Found:
    for part in index.fields:
        field = columns(context, model, part.path) if part.length is not None else None
        if field is None or isinstance(field.type, Unsupported):
            continue
        if not (isinstance(field.type, Scalar) and field.type.name in _LENGTH_TYPES):
            message = f"`length:` goes with String and Bytes, and `{part.name}` is neither"
            yield _bad(rules.INVALID_INDEX, message, index)


def _legacy_names(decl: ModelDecl) -> Found:
    """On `@@index`, `name:` is the old spelling of `map:` (facts section 5)."""
    for line in attribute_lines(decl, "index"):
        name, mapped = argument_of(line.attribute, "name"), argument_of(line.attribute, "map")
        if name is not None and mapped is not None:
            labels = (Label(line.span(mapped), "and here as `map:`"),)
            message = "`name:` and `map:` of an index are the same"
            span = line.span(name)
            yield Diagnostic(
                rules.INVALID_INDEX, message, span, labels=labels, help="remove `name:`"
            )


# ---- clustering ----------------------------------------------------------------------------------


def check_clustering(context: Context) -> Found:
    """Where a table is stored in the order of one index, there is one: the id, unless it says no."""
    supported = context.has(CLUSTERING)
    for _, model in context.models:
        if model.is_view:
            continue
        if not supported:
            for index in model.indexes:
                if index.clustered is not None:
                    message = f"{context.connector.label} takes no `clustered:`"
                    yield _bad(rules.UNSUPPORTED_INDEX, message, index)
            continue
        clustered = [
            index
            for index in model.indexes
            if index.clustered or (index.kind == "id" and index.clustered is None)
        ]
        for index in clustered[1:]:
            labels = (Label(clustered[0].span, "the table is stored in the order of this one"),)
            yield Diagnostic(
                rules.CLUSTERED_TWICE,
                "a table is clustered by one index alone",
                index.span,
                labels=labels,
                help="write `clustered: false` on the id",
            )


# ---- full text -----------------------------------------------------------------------------------


def check_fulltext(context: Context) -> Found:
    for _, model in context.models:
        found = [index for index in model.indexes if index.kind == "fulltext"]
        if not found or model.is_view:
            continue
        if not context.has(FULL_TEXT_INDEX):
            for index in found:
                message = f"{context.connector.label} has no full-text index"
                yield _bad(rules.UNSUPPORTED_INDEX, message, index)
            continue
        if not context.has(FULL_TEXT_MULTIPLE):
            for index in found[1:]:
                message = f"{context.connector.label} has one full-text index a model"
                yield _bad(rules.UNSUPPORTED_INDEX, message, index)
        for index in found:
            yield from _fulltext(context, index)


def _fulltext(context: Context, index: Index) -> Found:
    if context.has(INDEX_LENGTH) and any(part.length is not None for part in index.fields):
        message = "a full-text index takes no `length:`"
        yield _bad(rules.UNSUPPORTED_INDEX, message, index)
    if not context.has(FULL_TEXT_SORT):
        if any(part.sort for part in index.fields):
            message = f"{context.connector.label} takes no `sort:` in a full-text index"
            yield _bad(rules.UNSUPPORTED_INDEX, message, index)
        return
    # The fields without an order are the text: they must stand together.
    shape = "".join("s" if part.sort else "t" for part in index.fields)
    if "t" in shape.strip("s").replace("t", "", 1) and "s" in shape.strip("s"):
        message = "the text fields of the index do not stand together"
        yield _bad(rules.INVALID_INDEX, message, index)


# ---- documents -----------------------------------------------------------------------------------


def check_documents(context: Context) -> Found:
    """MongoDB: no index twice, no unique on the id, no `$` or `.` in the name of a field."""
    if not context.has(DOCUMENT_IDS):
        return
    for _, model in context.models:
        if not model.is_view:
            yield from _twice(model)
            yield from _unique_id(model)
        for field in model.fields:
            if not isinstance(field, RelationField) and field.mapped_name is not None:
                name = field.mapped_name
                if name.startswith("$") or "." in name:
                    span = field.attribute_spans.get("map", field.span)
                    message = f"`{name}` can't be the name of a field in a document"
                    help_ = "it must not start with `$` nor hold a `.`"
                    yield Diagnostic(rules.INVALID_NAME, message, span, help=help_)


def _twice(model: Model) -> Found:
    seen: dict[object, Index] = {}
    for index in model.indexes:
        if index.kind == "id":
            continue
        key = tuple((part.path, part.sort, part.length) for part in index.fields)
        first = seen.setdefault(key, index)
        if first is not index:
            labels = (Label(first.span, "first declared here"),)
            message = "the model has this index already"
            yield Diagnostic(rules.INVALID_INDEX, message, index.span, labels=labels)


def _unique_id(model: Model) -> Found:
    key = model.primary_key
    if key is None or len(key.fields) != 1:
        return
    for index in model.indexes:
        if index.kind == "unique" and index.field_names == key.field_names:
            yield _bad(rules.INVALID_INDEX, "an id is unique by itself", index, "remove it")
