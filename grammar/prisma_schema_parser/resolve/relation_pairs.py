"""Relation fields paired into relations (facts/prisma.md section 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

from ..connectors import connector
from ..records import NamedTuple
from ..schema import Action, ForeignKey, ManyToMany, ReferentialAction, Relation
from ..source import Span
from ..syntax import Attribute, FieldDecl
from . import arguments as read
from .declarations import Names

_ACTIONS: dict[str, Action] = {name: name for name in get_args(Action)}


class RelationEnd(NamedTuple):
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


class RelationPair(NamedTuple):
    """Two relation fields that belong together, as Prisma pairs them; one may be missing.

    `forward` holds the key (of an m-n relation: it is side A).
    """

    kind: Literal["1-1", "1-n", "m-n"]
    forward: RelationEnd | None
    back: RelationEnd | None


class ResolvedRelations(NamedTuple):
    """`names` gives each relation field its relation's name, by (model, field).

    `groups` holds the fields of one model that go to one target under one name; more than one
    (a self relation: more than two) are ambiguous.
    """

    relations: tuple[Relation, ...]
    names: Mapping[tuple[str, str], str]
    pairs: tuple[RelationPair, ...]
    groups: Mapping[tuple[str, str, str | None], Sequence[RelationEnd]]


def relations(names: Names, provider: str | None, relation_mode: str) -> ResolvedRelations:
    groups = _groups(names)
    relation_names: dict[tuple[str, str], str] = {}
    found: list[Relation] = []
    pairs: list[RelationPair] = []
    for end in [end for group in groups.values() for end in group]:
        relation_names[(end.model, end.name)] = _name(end)
    for pair in _pairs(names, groups):
        pairs.append(pair)
        if relation := _relation(pair, names, provider, relation_mode):
            found.append(relation)
    return ResolvedRelations(tuple(found), relation_names, tuple(pairs), groups)


def _groups(names: Names) -> dict[tuple[str, str, str | None], list[RelationEnd]]:
    groups: dict[tuple[str, str, str | None], list[RelationEnd]] = {}
    models = names.models
    for model in models:
        for decl in names.fields[model].values():
            if decl.type_name in models and not decl.is_unsupported:
                end = _end(model, decl)
                groups.setdefault((model, end.target, end.explicit_name), []).append(end)
    return groups


def _pairs(
    names: Names, groups: dict[tuple[str, str, str | None], list[RelationEnd]]
) -> Iterator[RelationPair]:
    """In the order of the first field of each."""
    ends: dict[str, list[RelationEnd]] = {model: [] for model in names.models}
    for group in groups.values():
        ends[group[0].model].extend(group)
    for model_ends in ends.values():
        for end in sorted(model_ends, key=lambda end: end.decl.start):
            pair = _pair(end, _opposite(end, groups))
            if pair is not None:
                yield pair


def _end(model: str, decl: FieldDecl) -> RelationEnd:
    attribute = read.find(decl.attributes, "relation")
    if attribute is None:
        return RelationEnd(
            model=model, decl=decl, attribute=None, explicit_name=None, fields=None, references=None
        )
    fields = read.value(attribute, "fields")
    references = read.value(attribute, "references")
    return RelationEnd(
        model=model,
        decl=decl,
        attribute=attribute,
        explicit_name=_explicit_name(attribute),
        fields=read.names(fields) if fields is not None else None,
        references=read.names(references) if references is not None else None,
    )


def _explicit_name(attribute: Attribute) -> str | None:
    """Prisma drops a name that is given both with and without `name:`, and an empty one."""
    given = [one for one in attribute.arguments if one.name in (None, "name") and one.value]
    return read.string(attribute, "name", is_default=True) or None if len(given) == 1 else None


def _opposite(
    end: RelationEnd, groups: dict[tuple[str, str, str | None], list[RelationEnd]]
) -> RelationEnd | None:
    """The first field that points back under the same name."""
    for other in groups.get((end.target, end.model, end.explicit_name), ()):
        if other.decl is not end.decl:
            return other
    return None


def _pair(end: RelationEnd, opposite: RelationEnd | None) -> RelationPair | None:
    """The pair, once: seen from the side that holds the key, or from side A of an m-n."""
    is_list = end.decl.arity == "list"
    if opposite is None:
        return RelationPair("1-n", None, end) if is_list else RelationPair("1-n", end, None)
    opposite_is_list = opposite.decl.arity == "list"
    if is_list and opposite_is_list:
        return RelationPair("m-n", end, opposite) if _is_side_a(end, opposite) else None
    if is_list:
        return None
    if opposite_is_list:
        return RelationPair("1-n", end, opposite)
    return RelationPair("1-1", end, opposite) if _is_forward(end, opposite) else None


def _name(end: RelationEnd) -> str:
    """The relation's name: as written, or Prisma's `AToB` with the models sorted."""
    if end.explicit_name:
        return end.explicit_name
    return "To".join(sorted((end.model, end.target)))


def _relation(
    pair: RelationPair, names: Names, provider: str | None, relation_mode: str
) -> Relation | None:
    forward, back = pair.forward, pair.back
    if forward is None or back is None:
        return None
    if pair.kind == "m-n":
        return _many_to_many(forward, back)
    if not forward.fields or not forward.references:
        return None
    return _foreign_key(forward, back, names, provider, relation_mode)


def _is_side_a(end: RelationEnd, opposite: RelationEnd) -> bool:
    return (end.model, end.name) <= (opposite.model, opposite.name)


def _is_forward(end: RelationEnd, opposite: RelationEnd) -> bool:
    """Which side of a 1-1 refers (Prisma 6.19 parser-database/relations.rs)."""
    if end.decl.arity != opposite.decl.arity:
        return end.decl.arity == "required"
    if end.decl.arity == "optional":
        if end.fields is not None:
            return True
        if opposite.fields is not None:
            return False
    return (end.model, end.name) <= (opposite.model, opposite.name)


def _many_to_many(a: RelationEnd, b: RelationEnd) -> ManyToMany:
    return ManyToMany(
        name=_name(a),
        explicit_name=a.explicit_name,
        model_a=a.model,
        field_a=a.name,
        fields_a=a.fields or (),
        references_a=a.references or (),
        model_b=b.model,
        field_b=b.name,
        fields_b=b.fields or (),
        references_b=b.references or (),
        span_a=a.span,
        span_b=b.span,
    )


def _foreign_key(
    end: RelationEnd, opposite: RelationEnd, names: Names, provider: str | None, relation_mode: str
) -> ForeignKey:
    assert end.attribute is not None
    assert end.fields is not None
    assert end.references is not None
    declared = names.fields[end.model]
    is_required = end.decl.arity == "required" or any(
        field in declared and declared[field].arity == "required" for field in end.fields
    )
    can_restrict = "Restrict" in connector(provider).actions(relation_mode)
    default: Action = "SetNull"
    if is_required:
        default = "Restrict" if can_restrict else "NoAction"
    return ForeignKey(
        name=_name(end),
        explicit_name=end.explicit_name,
        model=end.model,
        field=end.name,
        fields=end.fields,
        target=end.target,
        back_field=opposite.name,
        references=end.references,
        is_unique=opposite.decl.arity != "list",
        on_delete=_action(end, "onDelete", default),
        on_update=_action(end, "onUpdate", "Cascade"),
        mapped_name=read.string(end.attribute, "map"),
        span=end.span,
    )


def _action(end: RelationEnd, name: str, default: Action) -> ReferentialAction:
    assert end.attribute is not None
    found = read.argument(end.attribute, name)
    written = _ACTIONS.get(read.constant(end.attribute, name) or "")
    if found is None or written is None:
        return ReferentialAction(default, None)
    return ReferentialAction(written, end.decl.span(found))
