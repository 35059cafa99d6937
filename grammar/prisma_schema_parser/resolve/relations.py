"""Relation fields paired into relations (facts/prisma.md section 7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, get_args

from .. import rules
from ..connectors import connector
from ..diagnostic import Diagnostic, Label
from ..schema import Action, ForeignKey, ManyToMany, ReferentialAction, Relation
from ..source import Span
from ..syntax import Attribute, FieldDecl
from . import arguments as read
from .names import Names

_ACTIONS: dict[str, Action] = {name: name for name in get_args(Action)}


class End(NamedTuple):
    """One relation field with what its `@relation` says; `fields` is None when not written."""

    model: str
    decl: FieldDecl
    attribute: Attribute | None
    explicit_name: str | None
    fields: tuple[str, ...] | None
    references: tuple[str, ...] | None

    @property
    def name(self) -> str:
        return self.decl.name

    @property
    def target(self) -> str:
        return self.decl.type_name

    @property
    def span(self) -> Span:
        """The `@relation` attribute, or the field's name where there is none."""
        return self.decl.span(self.attribute) if self.attribute else self.decl.name_span


class Relations(NamedTuple):
    """`names` gives each relation field its relation's name, by (model, field)."""

    relations: tuple[Relation, ...]
    names: dict[tuple[str, str], str]
    diagnostics: list[Diagnostic]


def relations(names: Names, provider: str | None, relation_mode: str) -> Relations:
    ends = _ends(names)
    found: list[Relation] = []
    relation_names: dict[tuple[str, str], str] = {}
    diagnostics: list[Diagnostic] = []
    for model_ends in ends.values():
        for end in model_ends.values():
            rivals = [other for other in model_ends.values() if _rival(end, other)]
            opposite = _opposite(end, ends)
            relation_names[(end.model, end.name)] = _name(end)
            if rivals:
                diagnostics.append(_ambiguous(end, rivals[0]))
            elif opposite is None:
                diagnostics.append(_missing(end, ends))
            elif relation := _relation(end, opposite, names, provider, relation_mode, diagnostics):
                found.append(relation)
    return Relations(tuple(found), relation_names, diagnostics)


def _ends(names: Names) -> dict[str, dict[str, End]]:
    return {
        model: {
            decl.name: _end(model, decl)
            for decl in fields.values()
            if decl.type_name in names.models and not decl.is_unsupported
        }
        for model, fields in names.fields.items()
        if model in names.models
    }


def _end(model: str, decl: FieldDecl) -> End:
    attribute = read.find(decl.attributes, "relation")
    if attribute is None:
        return End(model, decl, None, None, None, None)
    fields = read.value(attribute, "fields")
    references = read.value(attribute, "references")
    return End(
        model,
        decl,
        attribute,
        read.string(attribute, "name", is_default=True),
        read.names(fields) if fields is not None else None,
        read.names(references) if references is not None else None,
    )


def _rival(end: End, other: End) -> bool:
    """Whether two fields of one model go to the same model under one name: ambiguous.

    A self relation has exactly two such fields, so there it takes a third.
    """
    same = other is not end and (other.target, other.explicit_name) == (end.target, end.explicit_name)
    return same and end.target != end.model


def _opposite(end: End, ends: dict[str, dict[str, End]]) -> End | None:
    """The first field that points back under the same name."""
    for other in ends.get(end.target, {}).values():
        if other.target == end.model and other.explicit_name == end.explicit_name:
            if end.target == end.model and other.name == end.name:
                continue
            return other
    return None


def _name(end: End) -> str:
    """The relation's name: as written, or Prisma's `AToB` with the models sorted."""
    if end.explicit_name:
        return end.explicit_name
    return "To".join(sorted((end.model, end.target)))


def _relation(
    end: End,
    opposite: End,
    names: Names,
    provider: str | None,
    relation_mode: str,
    diagnostics: list[Diagnostic],
) -> Relation | None:
    """The relation, once: seen from the side that holds the key, or from side A of an m-n."""
    is_list, opposite_is_list = end.decl.arity == "list", opposite.decl.arity == "list"
    if is_list and opposite_is_list:
        return _many_to_many(end, opposite) if _is_side_a(end, opposite) else None
    if is_list:
        return None
    if not opposite_is_list and not _is_forward(end, opposite):
        return None
    if not end.fields or not end.references:
        diagnostics.append(_no_fields(end, opposite))
        return None
    return _foreign_key(end, opposite, names, provider, relation_mode)


def _is_side_a(end: End, opposite: End) -> bool:
    return (end.model, end.name) < (opposite.model, opposite.name)


def _is_forward(end: End, opposite: End) -> bool:
    """Which side of a 1-1 refers (Prisma 6.19 parser-database/relations.rs)."""
    if end.decl.arity != opposite.decl.arity:
        return end.decl.arity == "required"
    if end.decl.arity == "optional" and (end.fields is None) != (opposite.fields is None):
        return end.fields is not None
    return (end.model, end.name) < (opposite.model, opposite.name)


def _many_to_many(a: End, b: End) -> ManyToMany:
    return ManyToMany(
        _name(a),
        a.explicit_name,
        a.model,
        a.name,
        a.fields or (),
        a.references or (),
        b.model,
        b.name,
        b.fields or (),
        b.references or (),
        a.span,
        b.span,
    )


def _foreign_key(
    end: End, opposite: End, names: Names, provider: str | None, relation_mode: str
) -> ForeignKey:
    assert end.attribute is not None
    assert end.fields is not None
    assert end.references is not None
    declared = names.fields[end.model]
    is_required = any(
        field in declared and declared[field].arity == "required" for field in end.fields
    )
    can_restrict = "Restrict" in connector(provider).actions(relation_mode)
    default: Action = "SetNull"
    if is_required:
        default = "Restrict" if can_restrict else "NoAction"
    return ForeignKey(
        _name(end),
        end.explicit_name,
        end.model,
        end.name,
        end.fields,
        end.target,
        opposite.name,
        end.references,
        opposite.decl.arity != "list",
        _action(end, "onDelete", default),
        _action(end, "onUpdate", "Cascade"),
        read.string(end.attribute, "map"),
        end.span,
    )


def _action(end: End, name: str, default: Action) -> ReferentialAction:
    assert end.attribute is not None
    found = read.argument(end.attribute, name)
    written = _ACTIONS.get(read.constant(end.attribute, name) or "")
    if found is None or written is None:
        return ReferentialAction(default, None)
    return ReferentialAction(written, end.decl.span(found))


# ---- what is wrong ------------------------------------------------------------------------------


def _ambiguous(end: End, rival: End) -> Diagnostic:
    return Diagnostic(
        rules.AMBIGUOUS_RELATION,
        f"the relation from `{end.model}.{end.name}` to `{end.target}` is ambiguous",
        end.decl.name_span,
        labels=(Label(rival.decl.name_span, f"goes to `{rival.target}` under the same name"),),
        help=f'give each of the relations a name: `@relation("{end.name}", ...)`',
    )


def _missing(end: End, ends: dict[str, dict[str, End]]) -> Diagnostic:
    candidates: Iterator[End] = (
        other
        for other in ends.get(end.target, {}).values()
        if other.target == end.model and other is not end
    )
    labels = tuple(
        Label(other.decl.name_span, "points back, but under another relation name")
        for other in candidates
    )
    other_side = f"{end.model}[]" if end.decl.arity != "list" else end.model
    named = f' @relation("{end.explicit_name}")' if end.explicit_name else ""
    return Diagnostic(
        rules.MISSING_OPPOSITE,
        f"the relation field `{end.model}.{end.name}` has no opposite on `{end.target}`",
        end.decl.name_span,
        labels=labels[:1],
        help=f"add a field to `{end.target}`, such as `{_field_name(end.model)} {other_side}{named}`",
    )


def _field_name(model: str) -> str:
    return model[:1].lower() + model[1:]


def _no_fields(end: End, opposite: End) -> Diagnostic:
    return Diagnostic(
        rules.INVALID_RELATION,
        f"the relation field `{end.model}.{end.name}` has no `fields` and `references`",
        end.decl.name_span,
        labels=(Label(opposite.decl.name_span, "the other side"),),
        help=f"write `@relation(fields: [{end.name}Id], references: [id])` on the side with the key",
    )
