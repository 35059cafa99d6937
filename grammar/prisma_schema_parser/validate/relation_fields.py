"""Each relation field by itself: the fields it names, its name, its actions."""

from __future__ import annotations

from collections.abc import Iterable

from .. import rules
from ..connectors import FOREIGN_KEYS, NAMED_FOREIGN_KEYS, NATIVE_SET_DEFAULT
from ..diagnostic import Diagnostic, Label
from ..resolve.arguments import argument, items
from ..resolve.relation_pairs import RelationEnd
from ..schema import REFERENTIAL_ACTIONS, RelationField
from ..source import Span
from ..syntax import Constant, Expression
from .context import Context, Found


def check_arguments(context: Context) -> Found:
    """`fields` and `references` name stored fields of either side, each once."""
    for group in context.relations.groups.values():
        for end in group:
            if end.fields is not None:
                yield from _fields(context, end, "fields", end.model)
            if end.references is not None:
                yield from _fields(context, end, "references", end.target)


def _fields(context: Context, end: RelationEnd, name: str, model: str) -> Found:
    assert end.attribute is not None
    found = argument(end.attribute, name)
    if found is None or found.value is None:
        return
    resolved = context.schema.models_by_name[model]
    seen: dict[str, Expression] = {}
    for item in items(found.value):
        if not isinstance(item, Constant):
            continue
        span = end.decl.span(item)
        first = seen.setdefault(item.name, item)
        field = resolved.fields_by_name.get(item.name)
        if first is not item:
            labels = (Label(end.decl.span(first), "first named here"),)
            message = f"the field `{item.name}` is named twice"
            yield Diagnostic(rules.REPEATED_FIELD, message, span, labels=labels)
        elif isinstance(field, RelationField):
            message = f"`{item.name}` is a relation field, and `{name}` holds stored fields"
            help_ = "name the scalar field that holds the key"
            yield Diagnostic(rules.INVALID_RELATION, message, span, help=help_)
        elif field is None and item.name not in context.decls(model) and context.is_whole(model):
            message = f"the model `{model}` has no field `{item.name}`"
            help_ = context.suggest_field(model, item.name)
            yield Diagnostic(rules.UNKNOWN_FIELD, message, span, help=help_)


# ---- names ---------------------------------------------------------------------------------------


def check_ambiguous(context: Context) -> Found:
    for group in _same_names(context):
        is_self = group[0].model == group[0].target
        is_named = all(end.explicit_name for end in group)
        if len(group) > (2 if is_self and is_named else 1):
            for at, end in enumerate(group):
                yield _ambiguous(end, group[0 if at else 1])


def _same_names(context: Context) -> Iterable[list[RelationEnd]]:
    """Fields of one model to one target under one name, be it written or Prisma's own `AToB`."""
    groups: dict[tuple[str, str, str], list[RelationEnd]] = {}
    for (model, target, name), group in context.relations.groups.items():
        effective = name or "To".join(sorted((model, target)))
        groups.setdefault((model, target, effective), []).extend(group)
    return groups.values()


def _ambiguous(end: RelationEnd, first: RelationEnd) -> Diagnostic:
    under = f'the name "{end.explicit_name}"' if end.explicit_name else "no name"
    return Diagnostic(
        rules.AMBIGUOUS_RELATION,
        f"the relation from `{end.model}.{end.name}` to `{end.target}` is ambiguous",
        end.decl.name_span,
        labels=(Label(first.decl.name_span, f"goes to `{end.target}` too, under {under}"),),
        help=f'give the two sides of each relation one name: `@relation("{end.name}", ...)`',
    )


def check_opposites(context: Context) -> Found:
    for pair in context.relations.pairs:
        end = pair.forward or pair.back
        is_alone = pair.forward is None or pair.back is None
        if end is not None and is_alone and context.knows_types(end.target):
            yield _missing(context, end)


def _missing(context: Context, end: RelationEnd) -> Diagnostic:
    groups = context.relations.groups
    others = [
        other
        for name in context.relation_names(end.target, end.model)
        for other in groups[(end.target, end.model, name)]
        if other.decl is not end.decl
    ]
    labels = tuple(
        Label(other.decl.name_span, "points back, but under another name") for other in others[:1]
    )
    help_ = f"give both one name: `@relation({_quoted(end, others)})`"
    if not others:
        help_ = _missing_field(end)
    return Diagnostic(
        rules.MISSING_OPPOSITE,
        f"the relation field `{end.model}.{end.name}` has no opposite on `{end.target}`",
        end.decl.name_span,
        labels=labels,
        help=help_,
    )


def _quoted(end: RelationEnd, others: list[RelationEnd]) -> str:
    names = (end.explicit_name, others[0].explicit_name) if others else (end.explicit_name,)
    return next((f'"{name}"' for name in names if name), '"..."')


def _missing_field(end: RelationEnd) -> str:
    other_side = f"{end.model}[]" if end.decl.arity != "list" else end.model
    named = f' @relation("{end.explicit_name}")' if end.explicit_name else ""
    field = end.model[:1].lower() + end.model[1:]
    return f"add a field to `{end.target}`, such as `{field} {other_side}{named}`"


# ---- actions and names in the database -----------------------------------------------------------


_ACTIONS = ("onDelete", "onUpdate")


def check_actions(context: Context) -> Found:
    connector, mode = context.connector, context.relation_mode
    allowed = connector.actions(mode)
    is_native = context.has(NATIVE_SET_DEFAULT) or mode != FOREIGN_KEYS
    for group in context.relations.groups.values():
        for end in group:
            if end.attribute is None:
                continue
            for name, action, span in actions(end):
                if action not in allowed:
                    listed = ", ".join(f"`{one}`" for one in sorted(allowed))
                    message = f'{connector.label} has no `{action}` with `relationMode = "{mode}"`'
                    help_ = f"one of {listed}"
                    yield Diagnostic(rules.INVALID_REFERENTIAL_ACTION, message, span, help=help_)
                elif action == "SetDefault" and not is_native:
                    message = f"{connector.label} accepts `{name}: SetDefault` and does nothing"
                    yield Diagnostic(rules.SET_DEFAULT_NOT_ENFORCED, message, span)


def actions(end: RelationEnd) -> list[tuple[str, str, Span]]:
    """The written actions of a relation field: argument, action and place."""
    return [
        (written.name, written.value.name, end.decl.span(written.value))
        for written in (end.attribute.arguments if end.attribute is not None else ())
        if written.name in _ACTIONS
        and isinstance(written.value, Constant)
        and written.value.name in REFERENTIAL_ACTIONS
    ]


def check_mapped(context: Context) -> Found:
    """`map:` names the foreign key, where the provider names them."""
    if context.has(NAMED_FOREIGN_KEYS):
        return
    for group in context.relations.groups.values():
        for end in group:
            found = argument(end.attribute, "map") if end.attribute is not None else None
            if found is not None:
                message = f"{context.connector.label} does not name its foreign keys"
                span = end.decl.span(found)
                yield Diagnostic(rules.INVALID_RELATION, message, span, help="remove `map:`")
