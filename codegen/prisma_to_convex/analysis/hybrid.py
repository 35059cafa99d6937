"""Moving a part: the tables of a real-time feature, and what ties them to the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, ManyToMany

from ..kit.reachability import closure
from ..lowering.lowered import Lowered
from .facts import Feature, Hybrid, Synchronised
from .name_words import words_of

# What people watch as it changes: a word of a model's name gives the feature away.
_FEATURES: Mapping[str, frozenset[str]] = {
    "messages": frozenset(["message", "conversation", "chat", "thread", "reaction", "inbox"]),
    "notifications": frozenset(["notification"]),
    "comments": frozenset(["comment", "mention"]),
    "presence": frozenset(["presence", "cursor", "typing"]),
    "jobs": frozenset(["job", "task", "queue"]),
}
_UNWATCHED = frozenset(["preference", "setting", "template", "config"])  # nobody watches these
_MOST = 0.6  # more than this share of all tables is no part
_HUB_SHARE, _HUB_LEAST = 0.2, 4  # what so many tables refer to stays: users, tenants


class _Tie(NamedTuple):
    model: str
    fields: tuple[str, ...]
    target: str
    is_required: bool
    is_owned: bool


def hybrid(lowered: Lowered) -> Hybrid:
    """The subset that was asked for; else features that could move first, in the order above."""
    edges = tuple(_edges(lowered))
    if any(name in lowered.excluded for name in lowered.schema.models_by_name):
        selected = tuple(lowered.models)
        return Hybrid(
            _feature("the chosen subset", selected, frozenset(selected), edges, lowered), ()
        )
    return Hybrid(None, tuple(_proposed(lowered, edges)))


def _edges(lowered: Lowered) -> Iterator[_Tie]:
    """Of all models that could be emitted, those that stay behind included."""
    schema = lowered.schema
    known = lowered.models.keys() | lowered.excluded
    for relation in schema.relations:
        if isinstance(relation, ForeignKey):
            model, target = relation.model, relation.target
            arities = [
                field.arity for field in map(schema.model(model).scalar, relation.fields) if field
            ]
            required = all(arity == "required" for arity in arities)
            owned = relation.on_delete.action == "Cascade"
            edge = _Tie(
                model=model,
                fields=relation.fields,
                target=target,
                is_required=required,
                is_owned=owned,
            )
        else:
            edge = _many_to_many(relation)
        if edge.model in known and edge.target in known and edge.model != edge.target:
            yield edge
    for edge in _declared(lowered):
        if edge.target in known and edge.model != edge.target:
            yield edge


def _declared(lowered: Lowered) -> Iterator[_Tie]:
    """Of comments and the configuration, which may name a field of any model that is emitted."""
    for name, model in lowered.models.items():
        for field, stored in model.fields.items():
            if stored.settings.references and stored.reference is not None:
                required = stored.field.arity == "required"
                yield _Tie(
                    model=name,
                    fields=(field,),
                    target=stored.reference,
                    is_required=required,
                    is_owned=False,
                )


def _many_to_many(relation: ManyToMany) -> _Tie:
    return _Tie(
        model=relation.model_a,
        fields=(relation.field_a,),
        target=relation.model_b,
        is_required=False,
        is_owned=False,
    )


def _proposed(lowered: Lowered, edges: Sequence[_Tie]) -> Iterator[Feature]:
    stays = _hubs(lowered, edges)
    proposed: set[frozenset[str]] = set()
    for name, words in _FEATURES.items():
        seeds = tuple(
            model
            for model in lowered.models
            if model not in stays and _is_watched(words_of(model), words)
        )
        models = _with_what_it_needs(seeds, stays, edges)
        if seeds and len(models) <= _MOST * len(lowered.models) and models not in proposed:
            proposed.add(models)
            yield _feature(name, seeds, models, edges, lowered)


def _is_watched(name: tuple[str, ...], words: Set[str]) -> bool:
    return not words.isdisjoint(name) and _UNWATCHED.isdisjoint(name)


def _hubs(lowered: Lowered, edges: Sequence[_Tie]) -> frozenset[str]:
    referrers: dict[str, set[str]] = {}
    for edge in edges:
        referrers.setdefault(edge.target, set()).add(edge.model)
    least = max(_HUB_LEAST, _HUB_SHARE * len(lowered.models))
    return frozenset(target for target, models in referrers.items() if len(models) >= least)


def _with_what_it_needs(
    seeds: Sequence[str], stays: Set[str], edges: Sequence[_Tie]
) -> frozenset[str]:
    """With what their rows need, but for what stays, and what dies with the seeds' rows."""
    owned = {
        edge.model
        for edge in edges
        if edge.target in seeds and edge.is_owned and edge.is_required and edge.model not in stays
    }
    return _closed({*seeds, *owned}, edges, stays)


def _closed(
    models: Set[str], edges: Sequence[_Tie], stays: Set[str] = frozenset()
) -> frozenset[str]:
    needs: dict[str, list[str]] = {}
    for edge in edges:
        if edge.is_required and edge.target not in stays:
            needs.setdefault(edge.model, []).append(edge.target)
    return closure(models, needs)


def _feature(
    name: str,
    seeds: tuple[str, ...],
    models: frozenset[str],
    edges: Sequence[_Tie],
    lowered: Lowered,
) -> Feature:
    order = [model.name for model in lowered.schema.models]
    cut = tuple(
        Synchronised(edge.model, edge.fields, edge.target, edge.model in models)
        for edge in edges
        if (edge.model in models) != (edge.target in models)
    )
    needs = _closed(models, edges) - models
    return Feature(
        name=name,
        seeds=seeds,
        models=tuple(one for one in order if one in models),
        cut=cut,
        needs=tuple(one for one in order if one in needs),
    )
