"""Referential actions that run in a circle, or reach one model by two ways.

SQL Server refuses both. With `relationMode = "prisma"` the client acts itself, and every circle
counts. An edge counts if it modifies anything: any action but `NoAction` and `Restrict`.
"""

from __future__ import annotations

from .. import rules
from ..connectors import FOREIGN_KEYS, REFERENCE_CYCLE_DETECTION
from ..diagnostic import Diagnostic, Label
from ..graph import components
from ..schema import ForeignKey
from .context import Context, Found

_HARMLESS = ("NoAction", "Restrict")
_Edges = dict[str, list[ForeignKey]]


def check(context: Context) -> Found:
    detects = context.has(REFERENCE_CYCLE_DETECTION)
    is_emulated = context.relation_mode != FOREIGN_KEYS
    if not detects and not is_emulated:
        return
    edges = _modifying(context)
    groups = components(
        edges, {model: [one.target for one in leaving] for model, leaving in edges.items()}
    )
    component = {model: number for number, group in enumerate(groups) for model in group}
    yield from _cycles(edges, component)
    if detects and not is_emulated:
        yield from _paths(edges, groups, component)


def _modifying(context: Context) -> _Edges:
    edges: _Edges = {}
    for relation in context.schema.relations:
        if isinstance(relation, ForeignKey) and _modifies(relation):
            edges.setdefault(relation.model, []).append(relation)
    return edges


def _modifies(relation: ForeignKey) -> bool:
    actions = (relation.on_delete.action, relation.on_update.action)
    return any(action not in _HARMLESS for action in actions)


def _help(relation: ForeignKey) -> str:
    given = [one for one in (relation.on_delete, relation.on_update) if one.span is None]
    tail = " (one of them is a default)" if given else ""
    return f"set `onDelete: NoAction, onUpdate: NoAction` on one relation on the way{tail}"


# ---- circles -------------------------------------------------------------------------------------


def _cycles(edges: _Edges, component: dict[str, int]) -> Found:
    for relations in edges.values():
        for relation in relations:
            if relation.model == relation.target:
                message = f"`{relation.model}.{relation.field}` acts on its own model in a circle"
            elif component[relation.model] == component.get(relation.target):
                way = f"`{relation.model}` to `{relation.target}` and back"
                message = f"the referential actions run in a circle from {way}"
            else:
                continue
            yield Diagnostic(
                rules.REFERENTIAL_ACTION_CYCLE, message, relation.span, help=_help(relation)
            )


# ---- two ways to one model -----------------------------------------------------------------------


def _paths(edges: _Edges, groups: list[tuple[str, ...]], component: dict[str, int]) -> Found:
    """A model that two relations of one model both lead to, at any distance.

    Relations on a circle are left out: they are reported by themselves. Sets of models are bits.
    """
    bits: dict[str, int] = {}
    reach: dict[str, int] = {}
    for model in (model for group in groups for model in group):
        bits[model] = 1 << len(bits)
        reached = [
            (relation, bits[relation.target] | reach[relation.target])
            for relation in edges.get(model, ())
            if component.get(relation.target) != component[model]
        ]
        reach[model] = 0
        for _, models in reached:
            reach[model] |= models
        yield from _two_ways(model, reached)


def _two_ways(model: str, reached: list[tuple[ForeignKey, int]]) -> Found:
    for relation, models in reached:
        other = next(
            (one for one, there in reached if one is not relation and models & there), None
        )
        if other is not None:
            yield Diagnostic(
                rules.MULTIPLE_CASCADE_PATHS,
                f"the referential actions of `{model}` reach one model by two ways",
                relation.span,
                labels=(Label(other.span, "the other way begins here"),),
                help=_help(relation),
            )
