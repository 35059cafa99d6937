"""Types of index against types of field: operator classes, and types that can't be indexed."""

from __future__ import annotations

from .. import rules
from ..connectors import INDEX_LENGTH, PRIMARY_KEY_SORT
from ..connectors import OPERATOR_CLASSES as HAS_OPERATOR_CLASSES
from ..diagnostic import Diagnostic, Label, Rule
from ..native_types import NativeTypeSpec
from ..schema import Index, IndexField, Model, Scalar, ScalarField, Unsupported
from .context import Context, Found
from .index_fields import columns
from .operator_classes import DEFAULT_NATIVE, DEFAULT_SCALARS, OPERATOR_CLASSES


def check(context: Context) -> Found:
    has_classes = context.has(HAS_OPERATOR_CLASSES)
    for _, model in context.models:
        if model.is_view:
            continue
        for index in model.indexes:
            if index.kind == "id":
                continue
            if has_classes:
                yield from _generalized(context, model, index)
            elif index.algorithm == "Gin" and "Gin" in context.connector.index_types:
                yield from _inverted(context, model, index)


def _bad(rule: Rule, message: str, index: Index, help_: str = "") -> Diagnostic:
    return Diagnostic(rule, message, index.span, help=help_)


# ---- operator classes ----------------------------------------------------------------------------


def _generalized(context: Context, model: Model, index: Index) -> Found:
    type_ = index.algorithm or "BTree"
    if type_ == "SpGist" and len(index.fields) != 1:
        yield _bad(rules.INVALID_INDEX, "an SpGist index has one field", index)
    for part in index.fields:
        if part.ops is not None and part.ops not in OPERATOR_CLASSES:
            continue  # raw ones are not looked at, unknown ones were reported
        field = columns(context, model, part.path)
        if field is None:
            continue
        if part.ops is not None and type_ not in OPERATOR_CLASSES[part.ops].index_types:
            message = f"the operator class `{part.ops}` does not go with an index of type `{type_}`"
            yield _bad(rules.INVALID_OPERATOR_CLASS, message, index)
        elif type_ in DEFAULT_NATIVE and not _fits(type_, field, part):
            yield _mismatch(type_, field, part, index)


def _fits(type_: str, field: ScalarField, part: IndexField) -> bool:
    native = field.native_type.name if field.native_type is not None else None
    scalar = field.type.name if isinstance(field.type, Scalar) else ""
    if part.ops is not None:
        row = OPERATOR_CLASSES[part.ops]
        if row.is_for_lists:
            return field.arity == "list"
        return native in row.native if native is not None else scalar == row.scalar != ""
    if type_ == "Gin" and field.arity == "list":
        return True
    if native is not None:
        return native in DEFAULT_NATIVE[type_]
    return isinstance(field.type, Unsupported) or scalar in DEFAULT_SCALARS[type_]


def _mismatch(type_: str, field: ScalarField, part: IndexField, index: Index) -> Diagnostic:
    native = field.native_type.name if field.native_type is not None else None
    what = f"`{field.name}`, of native type `{native}`," if native else f"`{field.name}`"
    if part.ops is not None:
        message = f"the operator class `{part.ops}` does not take {what.rstrip(',')}"
    else:
        message = f"an index of type `{type_}` does not take {what} by itself".replace(
            "`, of", "` of"
        ).replace("`, by", "` by")
    help_ = 'write its operator class: `field(ops: raw("..."))`'
    return _bad(rules.INVALID_OPERATOR_CLASS, message, index, help_)


def _inverted(context: Context, model: Model, index: Index) -> Found:
    """CockroachDB's inverted index: lists and Json, the Json last, no operator classes."""
    for at, part in enumerate(index.fields):
        field = columns(context, model, part.path)
        if part.ops is not None:
            message = f"{context.connector.label} has no operator classes"
            yield _bad(rules.INVALID_OPERATOR_CLASS, message, index)
            return
        if field is None:
            continue
        is_json = field.type == Scalar("Json")
        if not (is_json or field.arity == "list" or isinstance(field.type, Unsupported)):
            message = f"an inverted index does not take `{field.name}`"
            yield _bad(rules.TYPE_NOT_INDEXABLE, message, index)
        if is_json and at < len(index.fields) - 1:
            message = f"`{field.name}` is Json, which stands last in an inverted index"
            yield _bad(rules.INVALID_INDEX, message, index)


# ---- types too large for an index ----------------------------------------------------------------


def check_large(context: Context) -> Found:
    """Texts and blobs: not in an index at all, or (where there is `length:`) not without it."""
    specs = context.connector.native_types
    with_length = context.has(INDEX_LENGTH)
    for _, model in context.models:
        if model.is_view:
            continue
        for index in model.indexes:
            if index.kind == "fulltext" and with_length:
                continue
            for part in index.fields:
                field = columns(context, model, part.path)
                if field is None or (with_length and part.length is not None):
                    continue
                if _is_large(field, specs) and _applies(context, index):
                    yield _too_large(index, field, with_length)
                    break
                if (
                    field.type == Scalar("Bytes")
                    and index.kind == "id"
                    and not _bytes_as_id(context)
                ):
                    message = f"{context.connector.label} has no Bytes in an id"
                    yield _bad(rules.TYPE_NOT_INDEXABLE, message, index)
                    break


def _is_large(field: ScalarField, specs: dict[str, NativeTypeSpec]) -> bool:
    native = field.native_type
    spec = specs.get(native.name) if native is not None else None
    if native is None or spec is None:
        return False
    return spec.is_large or (
        spec.word != "" and [one.lower() for one in native.arguments] == [spec.word]
    )


def _applies(context: Context, index: Index) -> bool:
    """PostgreSQL's Xml may be an id: Prisma looks at its indexes alone."""
    return index.kind != "id" or not context.has(HAS_OPERATOR_CLASSES)


def _bytes_as_id(context: Context) -> bool:
    return not context.has(PRIMARY_KEY_SORT)


def _too_large(index: Index, field: ScalarField, with_length: bool) -> Diagnostic:
    native = field.native_type.name if field.native_type is not None else ""
    message = f"`{field.name}`, of native type `{native}`, can't be indexed"
    help_ = "give it a `length:`" if with_length else "take a type with a length"
    found = _bad(
        rules.TYPE_NOT_INDEXABLE, message + (" as a whole" if with_length else ""), index, help_
    )
    if field.native_type is None:
        return found
    return found._replace(labels=(Label(field.native_type.span, "of this type"),))
