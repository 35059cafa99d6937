"""The fields of ids, uniques, indexes and shard keys: they exist, are stored, and stand there once."""

from __future__ import annotations

from collections.abc import Iterator

from .. import rules
from ..diagnostic import Diagnostic, Label
from ..resolve.arguments import items, value
from ..schema import Model, RelationField, ScalarField
from ..source import Span
from ..syntax import BlockAttribute, Call, Constant, Expression, ModelDecl
from .context import Context, Found

_NOUNS = {
    "id": "an id",
    "unique": "a unique constraint",
    "index": "an index",
    "fulltext": "a full-text index",
    "shardKey": "a shard key",
}
# Which of them may lead into a composite type, `address.city`.
_FOLLOWS = frozenset({"unique", "index", "fulltext"})


def check(context: Context) -> Found:
    for decl, model in context.models:
        for line in decl.attributes:
            kind = line.attribute.name
            if kind in _NOUNS:
                yield from _line(context, decl, model, line, kind)


def _line(
    context: Context, decl: ModelDecl, model: Model, line: BlockAttribute, kind: str
) -> Found:
    written = value(line.attribute, "fields", is_default=True)
    if written is None:
        return
    seen: dict[tuple[str, ...], Expression] = {}
    for item in items(written):
        if not isinstance(item, Constant | Call):
            continue
        path = tuple(item.name.split("."))
        first = seen.setdefault(path, item)
        if first is not item:
            yield _repeated(line, item, first)
        yield from _problem(context, decl, model, line, item, path, kind)
    if not seen and not items(written):
        rule = {"id": rules.INVALID_ID, "shardKey": rules.INVALID_SHARD_KEY}
        message = f"`@@{kind}` names no fields"
        yield Diagnostic(rule.get(kind, rules.INVALID_INDEX), message, line.span(written))


def _name_span(line: BlockAttribute, item: Constant | Call) -> Span:
    start = line.base + item.start
    return Span(line.source, start, start + len(item.name))


def _repeated(line: BlockAttribute, item: Constant | Call, first: Expression) -> Diagnostic:
    labels = (Label(line.span(first), "first named here"),)
    message = f"the field `{item.name}` is named twice"
    return Diagnostic(rules.REPEATED_FIELD, message, _name_span(line, item), labels=labels)


def _problem(
    context: Context,
    decl: ModelDecl,
    model: Model,
    line: BlockAttribute,
    item: Constant | Call,
    path: tuple[str, ...],
    kind: str,
) -> Found:
    span = _name_span(line, item)
    if len(path) > 1:
        if kind not in _FOLLOWS:
            message = f"{_NOUNS[kind]} can't lead into a composite type"
            yield Diagnostic(rules.UNKNOWN_FIELD, message, span)
        elif (where := _lost_at(context, model, path)) is not None:
            yield Diagnostic(rules.UNKNOWN_FIELD, where, span)
        return
    field = model.fields_by_name.get(path[0])
    if isinstance(field, RelationField):
        message = f"`{path[0]}` is a relation field, and {_NOUNS[kind]} holds stored fields"
        help_ = _key_help(context, decl, field, kind)
        yield Diagnostic(rules.INVALID_INDEX, message, span, help=help_)
    elif field is None and path[0] not in context.decls(decl.name) and context.is_whole(decl.name):
        message = f"the {decl.keyword} `{decl.name}` has no field `{path[0]}`"
        help_ = context.suggest_field(decl.name, path[0])
        yield Diagnostic(rules.UNKNOWN_FIELD, message, span, help=help_)


def _key_help(context: Context, decl: ModelDecl, field: RelationField, kind: str) -> str:
    fields = context.key_of(decl.name, field.name)
    if fields:
        return f"did you mean `@@{kind}([{', '.join(fields)}])`?"
    return "name the scalar field of its key"


def _lost_at(context: Context, model: Model, path: tuple[str, ...]) -> str | None:
    """Why a path leads nowhere, or None."""
    steps = context.followed(model, path)
    for part, field in zip(path, steps, strict=False):
        if isinstance(field, RelationField):
            return f"`{part}` is a relation field"
    known = len(steps)
    if known == len(path):
        return None
    return f"`{'.'.join(path[:known]) or model.name}` has no field `{path[known]}`"


def columns(context: Context, model: Model, path: tuple[str, ...]) -> ScalarField | None:
    """The stored field that a path leads to."""
    field = context.follow(model, path)
    return field if isinstance(field, ScalarField) else None


def stored(context: Context, model: Model, paths: Iterator[tuple[str, ...]]) -> list[ScalarField]:
    found = (columns(context, model, path) for path in paths)
    return [field for field in found if field is not None]
