"""Pairs of relation fields: which side holds the key, and what the key must be (facts section 7)."""

from __future__ import annotations

from collections.abc import Sequence

from .. import rules
from ..connectors import FOREIGN_KEYS, REFERENCES_IN_ANY_ORDER, SET_NULL_ON_REQUIRED
from ..diagnostic import Diagnostic, Label, Rule
from ..resolve.relation_pairs import RelationEnd, RelationPair
from ..schema import ScalarField
from .context import Context, Found
from .relation_fields import actions


def check(context: Context) -> Found:
    for pair in context.relations.pairs:
        if pair.kind == "m-n" or pair.forward is None:
            continue
        forward, back = pair.forward, pair.back
        if forward.decl.tail.problems or (back is not None and back.decl.tail.problems):
            continue  # what its line says is not known
        yield from _references(context, forward)
        yield from _lengths(forward)
        yield from _arity(context, forward)
        yield from _types(context, forward)
        yield from _set_null(context, forward)
        if back is None:
            continue
        if pair.kind == "1-1" and back.decl.arity == "required":
            yield _both_required(forward, back)
            yield from _unique(context, forward, back)
            continue
        yield from _back_side(pair, forward, back)
        if pair.kind == "1-1":
            yield from _wrong_side(forward, back)
            yield from _unique(context, forward, back)


def _bad(end: RelationEnd, rule: Rule, message: str, help_: str = "", *labels: Label) -> Diagnostic:
    return Diagnostic(rule, message, end.span, labels=labels, help=help_)


def fields_of(context: Context, model: str, names: Sequence[str] | None) -> list[ScalarField]:
    resolved = context.schema.models_by_name[model]
    found = (resolved.scalar(name) for name in names or ())
    return [field for field in found if field is not None]


def _side(end: RelationEnd) -> str:
    return f"`{end.model}.{end.name}`"


# ---- the key -------------------------------------------------------------------------------------


def _references(context: Context, forward: RelationEnd) -> Found:
    """They are, as a set, an id or a unique constraint; on some providers in the same order."""
    references = forward.references
    target = context.schema.models_by_name[forward.target]
    if not references or not context.is_whole(forward.target):
        return
    keys = context.unique_keys(target)
    if references in keys or len(fields_of(context, forward.target, references)) != len(references):
        return  # unknown ones are reported where they are named
    wanted = sorted(references)
    if not any(len(key) == len(wanted) and sorted(key) == wanted for key in keys):
        listed = ", ".join(references)
        help_ = f"add `@@unique([{listed}])` to `{target.name}`"
        if len(references) == 1:
            help_ = f"mark `{target.name}.{listed}` with `@unique`"
        message = f"the references of {_side(forward)} are no id and no unique constraint"
        label = Label(target.span, "of this model")
        yield _bad(forward, rules.REFERENCES_NOT_UNIQUE, message, help_, label)
    elif not context.has(REFERENCES_IN_ANY_ORDER):
        message = f"the references of {_side(forward)} are not in the order of the constraint"
        yield _bad(forward, rules.REFERENCES_NOT_UNIQUE, message)


def _lengths(forward: RelationEnd) -> Found:
    fields, references = forward.fields, forward.references
    if fields is not None and references is not None and len(fields) != len(references):
        message = (
            f"{_side(forward)} has {len(fields)} in `fields`, {len(references)} in `references`"
        )
        yield _bad(forward, rules.INVALID_RELATION, message, "name as many on either side")


def _arity(context: Context, forward: RelationEnd) -> Found:
    if forward.decl.arity != "required":
        return
    for field in fields_of(context, forward.model, forward.fields):
        if field.arity == "optional":
            message = f"{_side(forward)} is required, and `{field.name}` of its key is optional"
            help_ = f"make it `{forward.target}?`, or the key required"
            label = Label(field.span, "optional")
            yield Diagnostic(
                rules.RELATION_ARITY, message, forward.decl.type_span, labels=(label,), help=help_
            )
            return


def _types(context: Context, forward: RelationEnd) -> Found:
    if not forward.fields or not forward.references:
        return
    here = context.schema.models_by_name[forward.model]
    there = context.schema.models_by_name[forward.target]
    for name, reference in zip(forward.fields, forward.references, strict=False):
        field, referenced = here.scalar(name), there.scalar(reference)
        if field is not None and referenced is not None and field.type != referenced.type:
            message = f"`{forward.model}.{name}` and `{forward.target}.{reference}` differ in type"
            label = Label(referenced.type_span, "refers to this one")
            yield Diagnostic(rules.RELATION_TYPES_DIFFER, message, forward.span, labels=(label,))


def _set_null(context: Context, forward: RelationEnd) -> Found:
    """`SetNull` needs a key that can be null; PostgreSQL lets it pass and fails when it acts."""
    written = [one for one in actions(forward) if one[1] == "SetNull"]
    if not written:
        return
    fields = fields_of(context, forward.model, forward.fields)
    required = [field for field in fields if field.arity == "required"]
    if forward.fields is not None and not required:
        return
    is_native = context.relation_mode == FOREIGN_KEYS and context.has(SET_NULL_ON_REQUIRED)
    rule = rules.SET_NULL_ON_REQUIRED_FIELD if is_native else rules.INVALID_REFERENTIAL_ACTION
    labels = tuple(Label(field.span, "required") for field in required[:1])
    for name, _, span in written:
        message = f"`{name}: SetNull` can't null a required field"
        help_ = "make the key optional, or take another action"
        yield Diagnostic(rule, message, span, labels=labels, help=help_)


# ---- the other side ------------------------------------------------------------------------------


def _back_side(pair: RelationPair, forward: RelationEnd, back: RelationEnd) -> Found:
    """The key and its actions are written on one side alone."""
    is_11 = pair.kind == "1-1"
    missing = [name for name in _KEY if not getattr(forward, name)]
    given = [name for name in _KEY if getattr(back, name)]
    if missing and not (is_11 and given):
        message = f"{_side(forward)} has no {' and no '.join(f'`{name}`' for name in missing)}"
        help_ = f"write `@relation(fields: [{forward.name}Id], references: [id])`"
        label = Label(back.decl.name_span, "the other side")
        yield _bad(
            forward, rules.INVALID_RELATION, message, f"{help_} on the side with the key", label
        )
    if given:
        listed = " and ".join(f"`{name}`" for name in given)
        message = f"{_side(back)} has {listed}, which {_side(forward)} should hold"
        label = Label(forward.decl.name_span, "the side with the key")
        yield _bad(back, rules.INVALID_RELATION, message, "write them on one side alone", label)
    for name, _, span in actions(back):
        message = f"`{name}` goes on {_side(forward)}, the side with the key"
        yield Diagnostic(rules.INVALID_RELATION, message, span, help="move it there")


_KEY = ("fields", "references")


def _both_required(forward: RelationEnd, back: RelationEnd) -> Diagnostic:
    optional = forward if back.fields else back
    return Diagnostic(
        rules.RELATION_ARITY,
        f"{_side(back)} and {_side(forward)} are both required, which no database can enforce",
        back.decl.type_span,
        labels=(Label(forward.decl.type_span, "required too"),),
        help=f"make {_side(optional)} a `{optional.target}?`",
    )


def _wrong_side(forward: RelationEnd, back: RelationEnd) -> Found:
    """An empty list on the side without the key; one that names fields is reported above."""
    is_wrong_side = back.fields is not None or back.references is not None
    if forward.decl.arity == "required" and is_wrong_side and not (back.fields or back.references):
        message = f"{_side(back)} holds the key, and {_side(forward)} is the required side"
        yield _bad(back, rules.INVALID_RELATION, message)


def _unique(context: Context, forward: RelationEnd, back: RelationEnd) -> Found:
    """The key of a one-to-one relation is an id or unique, in the order of its fields."""
    model = context.schema.models_by_name[forward.model]
    fields = forward.fields
    if fields is None or not context.is_whole(forward.model):
        return
    if len(fields_of(context, forward.model, fields)) != len(fields):
        return
    paths = [index.fields for index in model.indexes if index.kind in ("id", "unique")]
    if any(
        tuple(part.path for part in parts) == tuple((name,) for name in fields) for parts in paths
    ):
        return
    listed = ", ".join(fields)
    message = f"{_side(forward)} is one to one, and its key is not unique"
    help_ = f"add `@@unique([{listed}])`, in this order, or make {_side(back)} a list"
    if len(fields) == 1:
        help_ = f"mark `{listed}` with `@unique`, or make {_side(back)} a list"
    label = Label(back.decl.name_span, "the other side is no list")
    yield _bad(forward, rules.ONE_TO_ONE_NOT_UNIQUE, message, help_, label)
