"""Relations as a whole: rings, what a delete touches, long chains, hubs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from prisma_schema_parser.schema import Action

from ..convex.convex_schema import MAX_WRITES
from ..kit import reachability
from ..lowering.lowered import Lowered
from .facts import Cascade, Cycle, Hub, Reach, ReachCounts, Reference, Relations, Size
from .references import homes, is_freed, joins

_CHAINS, _SHORTEST_CHAIN = 3, 4
_HUB = 3
_MOST_LISTED = 50
_Way: TypeAlias = tuple[str, ...]


def relations(
    lowered: Lowered,
    references: tuple[Reference, ...],
    closing: tuple[Reference, ...],
    sizes: Mapping[str, Size],
) -> Relations:
    """`closing` are the references that close a ring (`order.closing`)."""
    return Relations(
        references=references,
        cycles=tuple(_cycles(lowered, references, closing)),
        cascades=cascades(lowered, references, sizes),
        joins=tuple(home for home, _ in joins(lowered)),
        chains=_chains(lowered, references, closing),
        hubs=_hubs(references),
    )


def _cycles(
    lowered: Lowered, references: Sequence[Reference], closing: Sequence[Reference]
) -> Iterator[Cycle]:
    following: dict[str, list[str]] = {}
    for reference in references:
        following.setdefault(reference.model, []).append(reference.target)
    order = {name: number for number, name in enumerate(homes(lowered))}
    groups = reachability.components(lowered.models, following)
    number = {name: at for at, group in enumerate(groups) for name in group}
    broken_in: dict[int, list[Reference]] = {}
    for one in closing:
        if number[one.model] == number[one.target]:
            broken_in.setdefault(number[one.model], []).append(one)
    for group in sorted(groups, key=lambda group: min(order.get(name, 0) for name in group)):
        broken = broken_in.get(number[group[0]])
        if broken:
            models = tuple(sorted(group, key=lambda name: order.get(name, 0)))
            late = tuple(one for one in broken if not one.is_key)
            yield Cycle(models, late, any(is_freed(one, lowered) for one in broken))


# ---- deletes ------------------------------------------------------------------------------------


def cascades(
    lowered: Lowered, references: Sequence[Reference], sizes: Mapping[str, Size]
) -> tuple[Cascade, ...]:
    """For each model that something refers to; those that delete in most tables first."""
    referrers: dict[str, list[Reference]] = {}
    for reference in references:
        if reference.on_delete is not None:
            referrers.setdefault(reference.target, []).append(reference)
    deleting = {
        target: [one.model for one in found if one.on_delete == "Cascade"]
        for target, found in referrers.items()
    }
    found = [_cascade(name, referrers, deleting, sizes) for name in lowered.models]
    effective = [one for one in found if any(one.counts)]
    return tuple(sorted(effective, key=lambda one: (-one.counts.deletes, -one.counts.clears)))


def _cascade(
    name: str,
    referrers: Mapping[str, Sequence[Reference]],
    deleting: Mapping[str, Sequence[str]],
    sizes: Mapping[str, Size],
) -> Cascade:
    ways = {name: (name,), **reachability.reached(name, deleting)}
    clears: dict[str, tuple[Action, _Way]] = {}
    refused: dict[str, tuple[Action, _Way]] = {}
    for parent, way in ways.items():
        for reference in referrers.get(parent, ()):
            model, action = reference.model, reference.on_delete
            if action in ("SetNull", "SetDefault"):
                clears.setdefault(model, (action, way))
            elif action in ("Restrict", "NoAction"):
                refused.setdefault(model, (action, way))
    changed = [*ways, *(model for model in clears if model not in ways)]
    rows = [_each(model, name, sizes) for model in changed] if sizes else [None]
    known = round(sum(row for row in rows if row is not None))
    deletes = islice(ways.items(), 1, _MOST_LISTED + 1)
    return Cascade(
        model=name,
        deletes=tuple(
            Reach(model, "Cascade", way, _each(model, name, sizes)) for model, way in deletes
        ),
        clears=tuple(
            Reach(model, action, reachability.longer(way, model), _each(model, name, sizes))
            for model, (action, way) in islice(clears.items(), _MOST_LISTED)
        ),
        refused_by=tuple(
            Reach(model, action, reachability.longer(way, model), None)
            for model, (action, way) in islice(refused.items(), _MOST_LISTED)
        ),
        counts=ReachCounts(len(ways) - 1, len(clears), len(refused)),
        tables=len(changed) - (name not in clears),
        writes=known if None not in rows else None,
        exceeds_limit=known > MAX_WRITES,
    )


def _each(model: str, deleted: str, sizes: Mapping[str, Size]) -> float | None:
    """Documents of a table for one of the deleted: all of them belong to some one, on average alike."""
    if model == deleted:
        return 1.0 if sizes else None
    if model not in sizes or deleted not in sizes:
        return None
    return sizes[model].rows / max(sizes[deleted].rows, 1)


# ---- chains and hubs ----------------------------------------------------------------------------


def _chains(
    lowered: Lowered, references: Sequence[Reference], closing: Sequence[Reference]
) -> tuple[tuple[str, ...], ...]:
    """The longest ways that start where nothing refers to; short ones are no news."""
    late = frozenset(closing)
    following: dict[str, list[str]] = {}
    referred: set[str] = set()
    for reference in references:
        if reference not in late and reference.target in lowered.models:
            following.setdefault(reference.model, []).append(reference.target)
            referred.add(reference.target)
    level = reachability.levels(homes(lowered), following)
    starts = sorted((name for name in level if name not in referred), key=lambda name: -level[name])
    found = [_longest(start, following, level) for start in starts[:_CHAINS]]
    return tuple(chain for chain in found if len(chain) >= _SHORTEST_CHAIN)


def _longest(
    start: str, following: Mapping[str, Sequence[str]], level: Mapping[str, int]
) -> tuple[str, ...]:
    chain = [start]
    while following.get(chain[-1]):
        chain.append(max(following[chain[-1]], key=lambda name: level[name]))
    return tuple(chain)


def _hubs(references: Sequence[Reference]) -> tuple[Hub, ...]:
    referrers: dict[str, dict[str, None]] = {}
    for reference in references:
        if reference.model != reference.target:
            referrers.setdefault(reference.target, {})[reference.model] = None
    found = [Hub(name, tuple(models)) for name, models in referrers.items() if len(models) >= _HUB]
    return tuple(sorted(found, key=lambda hub: -len(hub.referred_from)))
