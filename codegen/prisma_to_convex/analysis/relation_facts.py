"""Relations as a whole: rings, what a delete touches, long chains, hubs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Action

from ..convex.convex_schema import MAX_WRITES
from ..kit import reachability
from ..lowering.lowered import Lowered
from ..rules.actions import nothing_to_do
from .facts import Cascade, Cycle, Hub, Reach, ReachCounts, Reference, Relations, Size
from .references import homes, is_freed, joins

_CHAINS, _SHORTEST_CHAIN = 3, 4
_HUB = 3
_MOST_LISTED = 50
_CLEARING: frozenset[Action] = frozenset({"SetNull", "SetDefault"})
_REFUSING: frozenset[Action] = frozenset({"Restrict", "NoAction"})
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
    """For each model that a key refers to on which something was done; those that delete in most tables first."""
    referrers: dict[str, list[Reference]] = {}
    for reference in references:
        action = reference.on_delete
        if action is not None and not nothing_to_do(action, lowered):
            referrers.setdefault(reference.target, []).append(reference)
    deleting = {
        target: [one.model for one in found if one.on_delete == "Cascade"]
        for target, found in referrers.items()
    }
    counts = _counts(lowered, referrers, deleting)
    found = [_cascade(name, referrers, counts[name], sizes) for name in lowered.models]
    effective = [one for one in found if any(one.counts)]
    return tuple(sorted(effective, key=lambda one: (-one.counts.deletes, -one.counts.clears)))


class _Counts(NamedTuple):
    """What one delete reaches; `tables` are those whose rows it changes, without the model's own unless it clears in it."""

    reach: ReachCounts
    tables: int


def _counts(
    lowered: Lowered,
    referrers: Mapping[str, Sequence[Reference]],
    deleting: Mapping[str, Sequence[str]],
) -> dict[str, _Counts]:
    names = dict.fromkeys(
        [*lowered.models, *(one.model for of in referrers.values() for one in of)]
    )
    bits = {name: 1 << number for number, name in enumerate(names)}

    def those(actions: frozenset[Action]) -> dict[str, int]:
        sets = dict.fromkeys(referrers, 0)
        for target, found in referrers.items():
            for one in found:
                if one.on_delete in actions:
                    sets[target] |= bits[one.model]
        return reachability.spread(names, deleting, sets)

    deleted, cleared, refused = (
        reachability.spread(names, deleting, bits),
        those(_CLEARING),
        those(_REFUSING),
    )
    return {
        name: _Counts(
            ReachCounts(
                deleted[name].bit_count() - 1, cleared[name].bit_count(), refused[name].bit_count()
            ),
            (deleted[name] | cleared[name]).bit_count() - (not cleared[name] & bits[name]),
        )
        for name in lowered.models
    }


def _cascade(
    name: str,
    referrers: Mapping[str, Sequence[Reference]],
    counts: _Counts,
    sizes: Mapping[str, Size],
) -> Cascade:
    ways, clears, refused = _nearest(name, referrers, counts.reach, is_whole=bool(sizes))
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
        counts=counts.reach,
        tables=counts.tables,
        writes=known if None not in rows else None,
        exceeds_limit=known > MAX_WRITES,
    )


def _nearest(
    name: str,
    referrers: Mapping[str, Sequence[Reference]],
    counts: ReachCounts,
    *,
    is_whole: bool,
) -> tuple[dict[str, _Way], dict[str, tuple[Action, _Way]], dict[str, tuple[Action, _Way]]]:
    """What is deleted, cleared and refuses, the nearest first, each with the first of the shortest ways: as many as are
    listed, or all of them.
    """
    ways: dict[str, _Way] = {name: (name,)}
    clears: dict[str, tuple[Action, _Way]] = {}
    refused: dict[str, tuple[Action, _Way]] = {}
    wanted = [min(one, _MOST_LISTED) for one in counts]
    left = [name]
    for parent in left:
        has_enough = (
            len(ways) > wanted[0] and len(clears) >= wanted[1] and len(refused) >= wanted[2]
        )
        if has_enough and not is_whole:
            break
        way = ways[parent]
        for reference in referrers.get(parent, ()):
            model, action = reference.model, reference.on_delete
            if action == "Cascade" and model not in ways:
                ways[model] = reachability.longer(way, model)
                left.append(model)
            elif action in _CLEARING:
                clears.setdefault(model, (action, way))
            elif action in _REFUSING:
                refused.setdefault(model, (action, way))
    return ways, clears, refused


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
