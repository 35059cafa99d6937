"""Tables that belong together: what the diagram draws side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..lowering.lowered import Lowered
from .facts import Cluster, Reference
from .references import homes

_HUB_SHARE, _HUB_LEAST = 0.25, 6
OTHERS = "others"


def clusters(lowered: Lowered, references: Sequence[Reference]) -> tuple[Cluster, ...]:
    """By namespace where the schema has several, else by what a table belongs to.

    A table goes with the one that its rows die with, else with the first that they need. What very
    many refer to (users, a tenant) keeps nothing together: it has only what belongs to nothing else.
    """
    by_name = _by_namespace(lowered) or _by_parent(lowered, references)
    order = {name: number for number, name in enumerate(homes(lowered))}
    found = [
        Cluster(name, tuple(sorted(models, key=lambda model: order[model])))
        for name, models in by_name.items()
    ]
    last = len(order)
    return tuple(
        sorted(
            found,
            key=lambda one: (one.name == OTHERS, order.get(one.name, last), order[one.models[0]]),
        )
    )


def _by_namespace(lowered: Lowered) -> dict[str, list[str]]:
    spaces = {name: model.model.namespace for name, model in lowered.models.items()}
    if len(set(spaces.values())) < 2:
        return {}
    found: dict[str, list[str]] = {}
    for home in homes(lowered):
        found.setdefault(spaces[home.partition(".")[0]] or OTHERS, []).append(home)
    return found


def _by_parent(lowered: Lowered, references: Sequence[Reference]) -> dict[str, list[str]]:
    hubs = _hubs(lowered, references)
    parents = _parents(lowered, references, hubs)
    found: dict[str, list[str]] = {}
    roots = _roots(homes(lowered), parents)
    for home in homes(lowered):
        found.setdefault(roots[home], []).append(home)
    lonely = [name for name, models in found.items() if len(models) == 1 and name not in hubs]
    nearest = _nearest_hubs(references, hubs)
    for name in lonely:
        found.setdefault(nearest.get(name, OTHERS), []).extend(found.pop(name))
    for name in sorted(hubs & found.keys()):
        if len(found[name]) == 1:
            found.setdefault(OTHERS, []).extend(found.pop(name))
    return found


def _roots(all_: Iterable[str], parents: Mapping[str, str]) -> dict[str, str]:
    """What each belongs to in the end. Of a ring, that is the last before the way comes back to where it came in."""
    roots: dict[str, str] = {}
    for home in all_:
        way: dict[str, int] = {}
        at: str | None = home
        while at is not None and at not in roots and at not in way:
            way[at] = len(way)
            at = parents.get(at)
        names = list(way)
        ring = names[way[at] :] if at in way else []
        end = ring[-1:] or names[-1:]
        known = roots[at] if at is not None and at in roots else "".join(end)
        roots.update(dict.fromkeys(names, known))
        roots.update(zip(ring[1:], ring, strict=False))
    return roots


def _parents(
    lowered: Lowered, references: Sequence[Reference], hubs: frozenset[str]
) -> dict[str, str]:
    """What each table's rows belong to; hubs have no parent and are none."""
    best: dict[str, tuple[tuple[bool, bool], str]] = {}
    for one in references:
        if one.model in hubs or one.target in hubs or one.target == one.model:
            continue
        rank = (one.on_delete == "Cascade", one.is_required)
        if rank == (False, False) or one.target not in lowered.models:
            continue
        if one.model not in best or rank > best[one.model][0]:
            best[one.model] = (rank, one.target)
    return {model: target for model, (_, target) in best.items()}


def _nearest_hubs(references: Sequence[Reference], hubs: frozenset[str]) -> dict[str, str]:
    """For tables that belong to hubs alone: the smallest of them."""
    count = _referrers(references)
    found: dict[str, str] = {}
    for one in references:
        if one.target in hubs and one.model not in hubs:
            known = found.get(one.model)
            if known is None or len(count[one.target]) < len(count[known]):
                found[one.model] = one.target
    return found


def _hubs(lowered: Lowered, references: Sequence[Reference]) -> frozenset[str]:
    least = max(_HUB_LEAST, _HUB_SHARE * len(lowered.models))
    return frozenset(
        target for target, models in _referrers(references).items() if len(models) >= least
    )


def _referrers(references: Sequence[Reference]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in references:
        if one.model != one.target:
            found.setdefault(one.target, set()).add(one.model)
    return found
