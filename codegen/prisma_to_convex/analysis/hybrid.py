"""Moving a part: tables that hold together, and what ties them to the rest.

A part is a community of the graph of references, chosen by the fewest references that it cuts for each table
that moves; what a table is called tells nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence, Set

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, ManyToMany, Schema

from ..kit.reachability import closure
from ..kit.words import listed
from ..lowering.lowered import Lowered
from .facts import Feature, Hybrid, Synchronised
from .table_groups import TableGroup, table_groups

_MOST_SHARE, _MOST_TABLES = 1 / 3, 30  # of the tables, and in all; more is no first step
_LEAST_SHARE, _LEAST_MOVED = 0.05, 3  # of the tables, and in all; less is no step
_MOST_CUT = 1.5  # references for each table that moves
_MOST_PROPOSED = 3
_HUB_SHARE, _HUB_LEAST = 0.2, 4  # what so many tables refer to stays: users, tenants


class _Tie(NamedTuple):
    model: str
    fields: tuple[str, ...]
    target: str
    is_required: bool


def hybrid(lowered: Lowered, stays: Collection[str] = (), auth: Collection[str] = ()) -> Hybrid:
    """The subset that was asked for. Else all without `stays`, where that is said; else what could move first.

    The tables of `auth` are in no part: who signs in is asked by all of them.
    """
    edges = tuple(_edges(lowered))
    if any(name in lowered.excluded for name in lowered.schema.models_by_name):
        selected = tuple(lowered.models)
        return Hybrid(_feature("the chosen subset", frozenset(selected), edges, lowered), ())
    found = _groups(lowered, edges, frozenset(auth))
    found = [one for one in found if len(one.members) >= _least(lowered)]
    fewest = found[0].cut / len(found[0].members) if found else None
    proposed = [_feature_of(group, edges, lowered) for group in _apart(found)]
    if stays:
        moving = frozenset(name for name in lowered.models if name not in stays)
        left = tuple(name for name in lowered.models if name in stays)
        name = f"all but {listed(left, quoted=False, most=3)}"
        proposed = [one for one in proposed if not set(one.models).intersection(left)]
        proposed.insert(0, _feature(name, moving, edges, lowered)._replace(stays=left))
    return Hybrid(None, tuple(proposed), fewest)


def _edges(lowered: Lowered) -> Iterator[_Tie]:
    """Of all models that could be emitted, those that stay behind included."""
    schema = lowered.schema
    known = lowered.models.keys() | lowered.excluded
    for relation in schema.relations:
        if isinstance(relation, ForeignKey):
            model, target = relation.model, relation.target
            keys = map(schema.model(model).scalar, relation.fields)
            required = all(one.arity == "required" for one in keys if one is not None)
            edge = _Tie(
                model=model,
                fields=relation.fields,
                target=target,
                is_required=required,
            )
        else:
            edge = _many_to_many(relation)
        if edge.model in known and edge.target in known and edge.model != edge.target:
            yield edge
    for edge in _declared(lowered):
        if edge.target in known and edge.model != edge.target:
            yield edge


def _declared(lowered: Lowered) -> Iterator[_Tie]:
    """Ids that are held without a relation of the field: by a setting, since a key refers to it, or as it seems."""
    for (name, key), soft in lowered.soft.items():
        if len(soft.targets) == 1 and not soft.by:
            yield _Tie(model=name, fields=(key,), target=soft.targets[0], is_required=False)
    related = set(_related(lowered.schema))
    for name, model in lowered.models.items():
        for field, stored in model.fields.items():
            if stored.reference is not None and (name, field) not in related:
                required = stored.field.arity == "required"
                yield _Tie(
                    model=name,
                    fields=(field,),
                    target=stored.reference,
                    is_required=required,
                )


def _related(schema: Schema) -> Iterator[tuple[str, str]]:
    for relation in schema.relations:
        if isinstance(relation, ForeignKey):
            yield from ((relation.model, field) for field in relation.fields)
        else:
            yield from ((relation.model_a, field) for field in relation.fields_a)
            yield from ((relation.model_b, field) for field in relation.fields_b)


def _many_to_many(relation: ManyToMany) -> _Tie:
    return _Tie(
        model=relation.model_a,
        fields=(relation.field_a,),
        target=relation.model_b,
        is_required=False,
    )


def _groups(lowered: Lowered, edges: Sequence[_Tie], auth: frozenset[str]) -> list[TableGroup]:
    """Of what is neither a hub nor of the sign-in, the best first."""
    fixed = _hubs(lowered, edges) | auth
    pairs = Counter((min(one.model, one.target), max(one.model, one.target)) for one in edges)
    most = min(int(_MOST_SHARE * len(lowered.models)), _MOST_TABLES)
    if most < _LEAST_MOVED:
        return []
    return table_groups([name for name in lowered.models if name not in fixed], pairs, most)


def _least(lowered: Lowered) -> float:
    return max(_LEAST_MOVED, _LEAST_SHARE * len(lowered.models))


def _apart(groups: Sequence[TableGroup]) -> list[TableGroup]:
    """The best, and the best of those that share no table with a better one."""
    found: list[TableGroup] = []
    for group in groups:
        is_cheap = group.cut <= _MOST_CUT * len(group.members)
        if is_cheap and all(group.members.isdisjoint(other.members) for other in found):
            found.append(group)
        if len(found) == _MOST_PROPOSED:
            break
    return found


def _feature_of(group: TableGroup, edges: Sequence[_Tie], lowered: Lowered) -> Feature:
    """Named for the table that most others of it refer to."""
    referred = Counter(
        edge.target
        for edge in edges
        if edge.model in group.members and edge.target in group.members
    )
    order = [name for name in lowered.models if name in group.members]
    root = max(order, key=lambda name: referred[name])
    return _feature(f"{root} and {len(order) - 1} more", group.members, edges, lowered)


def _hubs(lowered: Lowered, edges: Sequence[_Tie]) -> frozenset[str]:
    referrers: dict[str, set[str]] = {}
    for edge in edges:
        referrers.setdefault(edge.target, set()).add(edge.model)
    least = max(_HUB_LEAST, _HUB_SHARE * len(lowered.models))
    return frozenset(target for target, models in referrers.items() if len(models) >= least)


def _closed(models: Set[str], edges: Sequence[_Tie]) -> frozenset[str]:
    needs: dict[str, list[str]] = {}
    for edge in edges:
        if edge.is_required:
            needs.setdefault(edge.model, []).append(edge.target)
    return closure(models, needs)


def _feature(
    name: str,
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
        models=tuple(one for one in order if one in models),
        cut=cut,
        needs=tuple(one for one in order if one in needs),
    )
