"""Ids: one a model, required, and with no more than the provider's ids can have."""

from __future__ import annotations

from .. import rules
from ..connectors import (
    COMPOUND_IDS,
    DOCUMENT_IDS,
    INDEX_LENGTH,
    NAMED_PRIMARY_KEYS,
    PRIMARY_KEY_SORT,
)
from ..diagnostic import Diagnostic, Label
from ..schema import Index, Model, ScalarField, Unsupported
from ..source import Span
from ..syntax import ModelDecl
from .context import Context, Found
from .index_fields import columns


def check(context: Context) -> Found:
    for decl, model in context.models:
        ids = [index for index in model.indexes if index.kind == "id"]
        if len(ids) > 1 and not _is_one_field(ids):
            labels = (Label(ids[0].span, "the first"), Label(ids[1].span, "and another"))
            message = f"the model `{model.name}` has two ids"
            help_ = "a compound id is written `@@id([a, b])`"
            yield Diagnostic(rules.INVALID_ID, message, decl.name_span, labels=labels, help=help_)
        if ids:
            yield from _arity(context, model, ids[0])
        if not model.is_view:
            yield from _criterion(context, decl, model)


def _is_one_field(ids: list[Index]) -> bool:
    """Whether it is one field with `@id` twice, which is reported as that."""
    return (
        all(index.is_on_field for index in ids) and len({index.field_names for index in ids}) == 1
    )


def _arity(context: Context, model: Model, key: Index) -> Found:
    if model.is_ignored:
        return
    for part in key.fields:
        field = columns(context, model, part.path)
        if field is not None and field.arity != "required":
            what = "optional" if field.arity == "optional" else "a list"
            message = f"the id field `{field.name}` is {what}"
            yield Diagnostic(rules.INVALID_ID, message, key.span, help="ids are required")


def check_provider(context: Context) -> Found:
    for _, model in context.models:
        key = model.primary_key
        if key is not None and not model.is_view:
            yield from _by_provider(context, model, key)


def _by_provider(context: Context, model: Model, key: Index) -> Found:
    label = context.connector.label
    if key.mapped_name is not None and not context.has(NAMED_PRIMARY_KEYS):
        message = f"the id of `{model.name}` has a name, and {label} does not name its primary keys"
        labels = (Label(key.span, "named here"),)
        help_ = "remove `map:`"
        yield Diagnostic(rules.UNSUPPORTED_INDEX, message, model.span, labels=labels, help=help_)
    facts = (
        (COMPOUND_IDS, len(key.fields) > 1, "has no compound ids"),
        (
            INDEX_LENGTH,
            any(part.length is not None for part in key.fields),
            "takes no `length:` here",
        ),
        (PRIMARY_KEY_SORT, any(part.sort for part in key.fields), "takes no `sort:` in an id"),
    )
    for capability, is_checked, fact in facts:
        if is_checked and not context.has(capability):
            yield Diagnostic(rules.UNSUPPORTED_INDEX, f"{label} {fact}", key.span)


# ---- what tells records apart --------------------------------------------------------------------


def _criterion(context: Context, decl: ModelDecl, model: Model) -> Found:
    if model.is_ignored or not context.is_whole(decl.name):
        return
    keys = [index for index in model.indexes if index.kind in ("id", "unique")]
    if any(_is_strict(context, model, key) for key in keys):
        return
    if keys and keys[0].kind == "id" and next(_arity(context, model, keys[0]), None):
        return
    yield Diagnostic(
        rules.MISSING_UNIQUE_CRITERION,
        f"the model `{model.name}` has no id and no unique constraint on required fields",
        decl.name_span,
        labels=tuple(Label(key.span, "has a field that may be null") for key in keys[:3]),
        help="mark a field with `@id`, or add `@@id([...])`",
    )


def _is_strict(context: Context, model: Model, key: Index) -> bool:
    """Fields that can't be found were reported by themselves; an empty list is no field."""
    for part in key.fields:
        field = columns(context, model, part.path)
        if field is not None and (field.arity == "optional" or isinstance(field.type, Unsupported)):
            return False
    return True


# ---- documents -----------------------------------------------------------------------------------


def check_documents(context: Context) -> Found:
    """Where records are documents, each has one id, under the name `_id` (MongoDB)."""
    if not context.has(DOCUMENT_IDS):
        return
    for decl, model in context.models:
        if model.is_view:
            continue
        key = model.primary_key
        if key is None:
            if context.is_whole(decl.name):
                message = f"the model `{model.name}` has no id"
                help_ = 'add `id String @id @default(auto()) @map("_id") @db.ObjectId`'
                yield Diagnostic(rules.INVALID_ID, message, decl.name_span, help=help_)
        elif len(key.fields) == 1:
            yield from _mapped(model, key)
        for field in model.scalar_fields:
            yield from _functions(field, key)


def _mapped(model: Model, key: Index) -> Found:
    field = model.scalar(key.fields[0].name)
    if field is not None and field.mapped_name != "_id":
        message = f"the id field `{field.name}` is not mapped to `_id`"
        yield Diagnostic(rules.INVALID_ID, message, field.span, help='add `@map("_id")`')


def _functions(field: ScalarField, key: Index | None) -> Found:
    kind = field.default.kind if field.default is not None else ""
    if kind == "auto":
        if field.native_type is None or field.native_type.name != "ObjectId":
            message = "`auto()` makes an ObjectId, and the field is none"
            yield _default(field, message, "add the native type `ObjectId`")
        if key is None or field.name not in key.field_names:
            yield _default(field, "`auto()` fills ids alone", "")
    elif kind == "dbgenerated":
        yield _default(field, "the database generates no values", "write `auto()` on the id")


def _default(field: ScalarField, message: str, help_: str) -> Diagnostic:
    span: Span = field.default.span if field.default is not None else field.span
    return Diagnostic(rules.INVALID_DEFAULT, message, span, help=help_)
