"""m-n relations: with a table that Prisma makes (implicit), or with lists of ids (embedded)."""

from __future__ import annotations

from .. import rules
from ..connectors import EMBEDDED_MANY_TO_MANY, IMPLICIT_MANY_TO_MANY
from ..diagnostic import Diagnostic, Label
from ..resolve.relation_pairs import RelationEnd
from .context import Context, Found
from .relation_fields import actions


def check(context: Context) -> Found:
    for pair in context.relations.pairs:
        if pair.kind != "m-n" or pair.forward is None or pair.back is None:
            continue
        ends = (pair.forward, pair.back)
        if any(end.fields is not None for end in ends):
            yield from _embedded(context, ends)
        else:
            yield from _implicit(context, ends)


def _bad(end: RelationEnd, message: str, help_: str = "", *labels: Label) -> Diagnostic:
    return Diagnostic(rules.INVALID_RELATION, message, end.span, labels=labels, help=help_)


def _actions(ends: tuple[RelationEnd, RelationEnd]) -> Found:
    for end in ends:
        for name, _, span in actions(end):
            message = f"`{name}` can't act on a many-to-many relation"
            help_ = "write the model between the two yourself"
            yield Diagnostic(rules.INVALID_RELATION, message, span, help=help_)


def _implicit(context: Context, ends: tuple[RelationEnd, RelationEnd]) -> Found:
    if not context.has(IMPLICIT_MANY_TO_MANY):
        label = Label(ends[1].decl.name_span, "the other side")
        help_ = "write `@relation(fields: [ids], references: [id])` on both sides"
        message = f"{context.connector.label} has no table between the two sides"
        yield _bad(ends[0], message, help_, label)
    for end in ends:
        target = context.schema.models_by_name[end.target]
        key = target.primary_key
        if (key is None or len(key.fields) != 1) and context.is_whole(end.target):
            message = f"`{end.target}` has no single-field id, which `{end.model}.{end.name}` needs"
            help_ = "write the model between the two yourself"
            yield _bad(end, message, help_, Label(target.span, "this model"))
        if end.references is not None:
            message = "an implicit many-to-many relation has no `references`"
            yield _bad(end, message, "remove it: Prisma takes the id")
    yield from _actions(ends)


def _embedded(context: Context, ends: tuple[RelationEnd, RelationEnd]) -> Found:
    if not context.has(EMBEDDED_MANY_TO_MANY):
        label = Label(ends[1].decl.name_span, "the other side")
        help_ = "remove `fields` and `references`, or write the model between the two"
        message = f"{context.connector.label} does not keep lists of ids"
        holder = ends[0] if ends[0].fields is not None else ends[1]
        yield _bad(holder, message, help_, label)
        return
    for end in ends:
        yield from _embedded_end(context, end)
    yield from _actions(ends)


def _embedded_end(context: Context, end: RelationEnd) -> Found:
    for argument, given in (("fields", end.fields), ("references", end.references)):
        if given is None or len(given) != 1:
            message = f"`{end.model}.{end.name}` needs one field in `{argument}`"
            help_ = "write `@relation(fields: [ids], references: [id])` on both sides"
            yield _bad(end, message, help_)
            return
    assert end.fields is not None
    assert end.references is not None
    here = context.schema.models_by_name[end.model].scalar(end.fields[0])
    target = context.schema.models_by_name[end.target]
    there = target.scalar(end.references[0])
    if here is None or there is None:
        return
    key = target.primary_key
    if key is None or key.field_names != (there.name,):
        yield _bad(end, f"`{end.target}.{there.name}` is not the id")
    native_here = here.native_type.name if here.native_type is not None else None
    native_there = there.native_type.name if there.native_type is not None else None
    is_same = here.type == there.type and native_here == native_there
    if here.arity != "list" or not is_same:
        message = f"`{end.model}.{here.name}` is not a list of `{end.target}.{there.name}`"
        label = Label(there.span, "the id: its type and native type count")
        yield _bad(end, message, "", label)
