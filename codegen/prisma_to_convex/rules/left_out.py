"""Guarantees of what was left out by choice: they are judged before their own kind's judge is asked."""

from __future__ import annotations

from prisma_schema_parser.guarantees import FIELD_BY_FIELD, Guarantee
from prisma_schema_parser.schema import ForeignKey, ManyToMany

from ..lowering.lowered import Lowered
from .actions import nothing_to_do
from .losses import field_skipped, relation_cut, stays_behind
from .outcome import WITH_ITS_FIELD, Outcome, kept

_OF_RELATIONS = frozenset({"foreign-key", "on-delete", "on-update", "many-to-many"})


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome | None:
    """None where nothing was left out that the guarantee is about."""
    if guarantee.kind in _OF_RELATIONS:
        outcome = _relation(guarantee, lowered)
        if outcome is not None:
            return outcome
    if guarantee.owner in lowered.excluded:
        return stays_behind.judge(guarantee, lowered)
    fields = (name.split(".")[0] for name in guarantee.fields)
    if any((guarantee.owner, name) in lowered.skipped for name in fields):
        if guarantee.kind in FIELD_BY_FIELD:
            return WITH_ITS_FIELD
        return field_skipped.judge(guarantee, lowered)
    return None


def _relation(guarantee: Guarantee, lowered: Lowered) -> Outcome | None:
    relation = guarantee.subject
    assert isinstance(relation, ForeignKey | ManyToMany)
    if not relation_cut.is_cut(relation, lowered):
        if guarantee.kind == "many-to-many" and isinstance(relation, ManyToMany):
            return field_skipped.judge_lists(guarantee, relation, lowered)
        return None
    if isinstance(relation, ManyToMany):
        return _many_to_many(guarantee, relation, lowered)
    if guarantee.kind == "foreign-key" and nothing_to_do("NoAction", lowered):
        cut = relation_cut.judge(guarantee, lowered).diagnostic
        return Outcome("kept", "nothing checked it before either", cut)
    action = relation.on_delete if guarantee.kind == "on-delete" else relation.on_update
    if guarantee.kind != "foreign-key" and nothing_to_do(action.action, lowered):
        return kept("NoAction: with emulated relations, nothing was done before either")
    return relation_cut.judge(guarantee, lowered)


def _many_to_many(guarantee: Guarantee, relation: ManyToMany, lowered: Lowered) -> Outcome | None:
    """The join table stays where it is; a list of ids is a field of its model."""
    if guarantee.kind == "foreign-key" and relation.is_embedded:
        cut = relation_cut.judge(guarantee, lowered).diagnostic
        return Outcome("kept", "nothing checked it before either", cut)
    if guarantee.kind == "many-to-many" or relation.is_embedded:
        return None if relation.is_embedded else kept("the join table, which stays")
    target = relation.model_b if guarantee.side == "a" else relation.model_a
    if target in lowered.excluded:
        return kept("the join table, which stays")
    return relation_cut.judge(guarantee, lowered)
