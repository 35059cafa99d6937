"""Whose the rows of each table are, when the owner is known: by a key of their own, or by what they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush
from itertools import takewhile

from ...convex.convex_schema import TableIndex
from ...lowering.lowered import Lowered
from ..facts import Owned, Ownership
from ..name_words import words_of
from ..references import homes, table_of
from .owner_graph import OwnerGraph, Tie, is_bare_key
from .owner_names import is_tenants_name, stem, user_rank
from .row_owners import RowOwner


def owned(owner: RowOwner, lowered: Lowered, known: OwnerGraph) -> tuple[Owned, ...]:
    """One for each table, join tables included."""
    direct: dict[str, tuple[Ownership, str]] = {}
    for home in homes(lowered):
        key = _key_of(home, owner, lowered, known) if home != owner.root else None
        if key is not None:
            direct[home] = key
    paths = _paths(owner, direct, known)
    above = _above(owner, known)
    indexes = {table.name: table.indexes for table in lowered.convex.tables}
    found: list[Owned] = []
    for home in homes(lowered):
        ownership, key_name = direct.get(home, ("shared", ""))
        path = paths.get(home, ())
        if home == owner.root:
            ownership = "tenant"
        elif home in paths:
            ownership = "parents"
        elif not key_name and home in above:
            ownership, (key_name, path) = "above", above[home]
        of_table = indexes[table_of(home, lowered)]
        index = _index(home, key_name, of_table, lowered) if key_name else ""
        found.append(
            Owned(model=home, ownership=ownership, key=key_name, path=path, index_name=index)
        )
    return tuple(found)


# ---- a key of its own ---------------------------------------------------------------------------


def _key_of(
    home: str, owner: RowOwner, lowered: Lowered, known: OwnerGraph
) -> tuple[Ownership, str] | None:
    """The field that holds the key, a required one before others. A required reference to a tenant is a key
    by whatever name; one that may be null, and each to a user, must be named like one.
    """
    ties = [
        one
        for one in _single(known.by_holder.get(home, ()))
        if owner.root and one.target == owner.root
    ]
    names = [one.key for one in ties if _is_key(one, owner, lowered)]
    required = [one.key for one in ties if one.is_required and one.key in names]
    for name in owner.names:
        is_named = (
            owner.found.kind != "user"
            or user_rank(name) is not None
            or name == lowered.options.tenant_key
        )
        field = lowered.models[home].fields.get(name) if home in lowered.models else None
        if field is None or not is_named or name in names or not is_bare_key(field):
            continue
        if field.reference in (None, owner.root) and not _is_anothers(home, name, owner, known):
            names.append(name)
            required.extend([name] if field.field.arity == "required" else [])
    for candidates, ownership in ((required, "direct"), (names, "optional")):
        if candidates:
            return ownership, min(candidates, key=lambda name: _nearness(name, owner))  # type: ignore[return-value]  # a literal above
    return None


def _single(ties: Iterable[Tie]) -> Iterator[Tie]:
    return (one for one in ties if len(one.fields) == 1)


def _is_key(one: Tie, owner: RowOwner, lowered: Lowered) -> bool:
    if one.holder not in lowered.models:  # a join table has two keys, whatever they are called
        return True
    if lowered.options.tenant_key:
        return one.key == lowered.options.tenant_key or one.is_required
    if owner.found.kind == "user":
        is_named = user_rank(one.key) is not None or stem(one.key) == words_of(owner.root)
        return is_named or one.key in lowered.models[owner.root].fields
    is_usual = one.key in owner.names[:1] or stem(one.key) == words_of(owner.root)
    return one.is_required or is_usual or is_tenants_name(one.key)


def _is_anothers(home: str, name: str, owner: RowOwner, known: OwnerGraph) -> bool:
    """Whether a column of that name has a relation to another model."""
    return any(
        one.fields == (name,) and one.target != owner.root for one in known.by_holder.get(home, ())
    )


def _nearness(name: str, owner: RowOwner) -> int:
    if owner.found.kind == "user":
        rank = user_rank(name)
        return 99 if rank is None else rank
    return owner.names.index(name) if name in owner.names else len(owner.names)


def _index(home: str, key: str, indexes: Iterable[TableIndex], lowered: Lowered) -> str:
    """The shortest index that starts with the key."""
    model = lowered.models.get(home)
    column = model.fields[key].name if model else key
    starting = [(len(one.fields), one.name) for one in indexes if one.fields[0] == column]
    return min(starting)[1] if starting else ""


# ---- levels above -------------------------------------------------------------------------------


def _levels_above(owner: RowOwner) -> Iterator[str]:
    """The models of the levels before the one whose key queries filter by."""
    return takewhile(lambda model: model != owner.root, (one.model for one in owner.found.levels))


def _above(owner: RowOwner, known: OwnerGraph) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The models of the levels above the tenants', what holds their keys and what hangs from that: its key,
    empty where it has none, and the way.
    """
    ways: dict[str, tuple[str, ...]] = {}
    keys: dict[str, str] = {}
    models = list(_levels_above(owner))
    for model in reversed(models):
        ways.setdefault(model, (model,))
        for one in _single(known.by_target.get(model, ())):
            if one.is_required and one.holder not in models:
                ways.setdefault(one.holder, (one.holder, model))
                keys.setdefault(one.holder, one.key)
    required = [(one.holder, one.target) for one in known.ties if one.is_required]
    parts = [pair for model in models for pair in _own_parts(model, known)]
    if models:
        _follow(ways, [*required, *parts], tuple(ways))
    return {home: (keys.get(home, ""), way) for home, way in ways.items()}


# ---- through others -----------------------------------------------------------------------------


def _paths(
    owner: RowOwner, direct: Mapping[str, tuple[Ownership, str]], known: OwnerGraph
) -> dict[str, tuple[str, ...]]:
    """From each table without a key to one with a key, the surest way first: required references to a
    required key, then to any, optional references. Of ways that are equally sure, the shortest.

    Never through tables of sign-in, nor from what a row refers to back to that row; but what the tenant's
    own row alone refers to (its settings) is the tenant's.
    """
    found: dict[str, tuple[str, ...]] = {owner.root: (owner.root,)} if owner.root else {}
    certain = {home: (home,) for home, (ownership, _) in direct.items() if ownership == "direct"}
    every: dict[str, tuple[str, ...]] = {home: (home,) for home in direct}
    reached: dict[str, tuple[str, ...]] = {}
    for starts, edges in _passes(owner, known):
        found = {**found, **(certain if starts == "direct" else every), **reached}
        _follow(found, edges, every.keys() | found.keys())
        reached = {home: path for home, path in found.items() if len(path) > 1}
    return reached


def _passes(owner: RowOwner, known: OwnerGraph) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    stays = known.users | {*_levels_above(owner), owner.root}
    # A reference to the root by one field that is no key says something else: it is no way.
    ways = [one for one in known.ties if one.target != owner.root or len(one.fields) > 1]
    required = [(one.holder, one.target) for one in ways if one.is_required]
    # Who refers to what is a tenant's may be of no tenant: people, and the levels above.
    # `lastWebhookId?` may be of another system: what may be null must name its model in full.
    optional = [
        (one.holder, one.target)
        for one in ways
        if not one.is_required and one.holder not in stays
        if one.is_stated or stem(one.key) == words_of(one.target)
    ]
    yield "direct", required
    yield "any", required
    yield "any", [*required, *_own_parts(owner.root, known)]
    yield "any", [*required, *_own_parts(owner.root, known), *optional]


def _own_parts(model: str, known: OwnerGraph) -> list[tuple[str, str]]:
    """What only a row of the model refers to, and what needs no other itself."""
    ties = [one for one in known.by_holder.get(model, ()) if one.is_unique]
    return [
        (part, model)
        for part in dict.fromkeys(one.target for one in ties)
        if part not in known.wholes and part not in known.people
        if {one.holder for one in known.by_target[part]} == {model}
    ]


def _follow(
    found: dict[str, tuple[str, ...]], edges: Iterable[tuple[str, str]], blocked: Iterable[str]
) -> None:
    """Adds the shortest way from each table that is not there yet; the first of those alike."""
    holders: dict[str, list[str]] = {}
    for holder, target in edges:
        holders.setdefault(target, []).append(holder)
    done = set(blocked)
    queue = [(len(path), number, home) for number, (home, path) in enumerate(found.items())]
    heapify(queue)
    while queue:
        length, _, home = heappop(queue)
        for holder in holders.get(home, ()):
            if holder not in done:
                done.add(holder)
                found[holder] = (holder, *found[home])
                heappush(queue, (length + 1, len(found), holder))
