"""Whose the rows of each table are, when the key is known: by a field of their own, or by what they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Scalar

from ..lowering.lowered import Lowered, LoweredField, LoweredModel
from ..lowering.tenant_keys import is_tenant_key
from .facts import Owned, Ownership, Reference
from .name_words import words_of
from .references import homes, table_of

# By these names a row belongs to a user, the nearest first.
_USER_KEYS = ("user", "owner", "author", "creator", "created by", "member", "profile", "customer")
_HANDLES = frozenset(["id", "uid", "uuid", "guid", "fk", "ref", "key"])
_IDS = frozenset({"String", "Int", "BigInt", "Bytes"})


class Root(NamedTuple):
    """A model that rows may belong to, empty for one that is elsewhere; `names` are fields that say so."""

    model: str
    names: tuple[str, ...]
    is_user: bool
    is_configured: bool = False


class ReferenceGraph(NamedTuple):
    """All references of a schema, also by who holds them; `soft` ones are told by their names alone.

    `indexes` has the fields of each table's indexes by their names.
    """

    references: tuple[Reference, ...]
    by_model: Mapping[str, tuple[Reference, ...]]
    soft: tuple[tuple[str, str], ...]
    indexes: Mapping[str, Mapping[str, tuple[str, ...]]]


def stem(name: str) -> tuple[str, ...]:
    """What a key is named for: `organization_id` -> (organization)."""
    return tuple(word for word in words_of(name) if word not in _HANDLES)


def user_rank(name: str) -> int | None:
    """How clearly a field names the user whose a row is, from 0; None for a field that does not."""
    words = " ".join(stem(name))
    return _USER_KEYS.index(words) if words in _USER_KEYS else None


def is_bare_key(field: LoweredField) -> bool:
    """Whether a field without a relation may hold a key."""
    type_ = field.field.type
    return isinstance(type_, Scalar) and type_.name in _IDS and field.field.arity != "list"


def reference_graph(lowered: Lowered, edges: tuple[Reference, ...]) -> ReferenceGraph:
    by_model: dict[str, list[Reference]] = {}
    for one in edges:
        by_model.setdefault(one.model, []).append(one)
    tables = {
        table.name: {index.name: index.fields for index in table.indexes}
        for table in lowered.convex.tables
    }
    by_home = {home: tables[table_of(home, lowered)] for home in homes(lowered)}
    by_holder = {model: tuple(group) for model, group in by_model.items()}
    return ReferenceGraph(edges, by_holder, tuple(_soft(lowered, edges)), by_home)


def _soft(lowered: Lowered, found: Sequence[Reference]) -> Iterator[tuple[str, str]]:
    """Fields named like a key elsewhere, or like a model, that have no relation."""
    related = {(one.model, field) for one in found for field in one.fields}
    targets: dict[str, set[str]] = {}
    for one in found:
        if len(one.fields) == 1 and not one.is_list and one.model != one.target:
            targets.setdefault(one.fields[0], set()).add(one.target)
    for name, model in lowered.models.items():
        for key, field in model.fields.items():
            soft = lowered.soft.get((name, key))
            candidates = soft.targets if soft else tuple(targets.get(key, ()))
            if len(candidates) != 1 or (soft and soft.by):
                continue
            if (name, key) in related or not is_bare_key(field):
                continue
            # `lastWebhookId?` may be of another system: what may be null must name its model in full.
            is_sure = field.field.arity == "required" or stem(key) == words_of(candidates[0])
            if is_sure and candidates[0] != name:
                yield name, candidates[0]


def owned(root: Root, lowered: Lowered, known: ReferenceGraph) -> tuple[Owned, ...]:
    """One for each table, join tables included."""
    direct: dict[str, tuple[Ownership, str]] = {}
    for home in homes(lowered):
        key = _key_of(home, root, lowered, known) if home != root.model else None
        if key is not None:
            direct[home] = key
    paths = _paths(root, direct, known)
    found: list[Owned] = []
    for home in homes(lowered):
        ownership, key_name = direct.get(home, ("shared", ""))
        if home == root.model:
            ownership = "tenant"
        elif home in paths:
            ownership = "parents"
        index = _index(home, key_name, lowered, known) if key_name else ""
        found.append(
            Owned(
                model=home,
                ownership=ownership,
                key=key_name,
                path=paths.get(home, ()),
                index_name=index,
            )
        )
    return tuple(found)


# ---- a key of its own ---------------------------------------------------------------------------


def _key_of(
    home: str, root: Root, lowered: Lowered, known: ReferenceGraph
) -> tuple[Ownership, str] | None:
    """The field that holds the key, a required one before others. A required reference to the root is a
    key by whatever name; an optional one must be named like one: `defaultTeamId` says something else.
    """
    model = lowered.models.get(home)
    to_root = [
        one.fields[0]
        for one in known.by_model.get(home, ())
        if root.model and one.target == root.model
        if len(one.fields) == 1 and not one.is_list
    ]
    if model is None:
        return ("direct", to_root[0]) if to_root else None
    related = [name for name in to_root if name in model.fields]
    names = list(dict.fromkeys((*_named(root, model, related), *_required(related, model))))
    if root.is_user and not root.is_configured:
        names.sort(key=_nearness)
    required = _required(names, model)
    if required:
        return "direct", required[0]
    return ("optional", names[0]) if names else None


def _named(root: Root, model: LoweredModel, related: Sequence[str]) -> Iterator[str]:
    """The fields of the key's names, bare or related to the root; those that are related by such a name."""
    for name in root.names:
        field = model.fields.get(name)
        if field is None or (root.is_user and not root.is_configured and user_rank(name) is None):
            continue
        if name in related or (is_bare_key(field) and field.reference in (None, root.model)):
            yield name
    for name in related:
        if user_rank(name) is not None if root.is_user else is_tenant_key(name):
            yield name


def _required(names: Iterable[str], model: LoweredModel) -> list[str]:
    return [name for name in names if model.fields[name].field.arity == "required"]


def _nearness(name: str) -> int:
    rank = user_rank(name)
    return len(_USER_KEYS) if rank is None else rank


def _index(home: str, key: str, lowered: Lowered, known: ReferenceGraph) -> str:
    """The shortest index that starts with the key."""
    model = lowered.models.get(home)
    column = model.fields[key].name if model else key
    starting = [
        (len(fields), name) for name, fields in known.indexes[home].items() if fields[0] == column
    ]
    return min(starting)[1] if starting else ""


# ---- through others -----------------------------------------------------------------------------


def _paths(
    root: Root, direct: Mapping[str, tuple[Ownership, str]], known: ReferenceGraph
) -> dict[str, tuple[str, ...]]:
    """From each table without a key to one with a key, the surest way first: required references to a
    required key, then to any, what such a table has alone (1-1), optional references, mere names. Of
    ways that are equally sure, the shortest.
    """
    found: dict[str, tuple[str, ...]] = {root.model: (root.model,)} if root.model else {}
    certain = {home: (home,) for home, (ownership, _) in direct.items() if ownership == "direct"}
    every: dict[str, tuple[str, ...]] = {home: (home,) for home in direct}
    reached: dict[str, tuple[str, ...]] = {}
    for starts, edges in _passes(root, known):
        found = {**found, **(certain if starts == "direct" else every), **reached}
        blocked = every.keys() | found.keys()
        _follow(found, edges, blocked)
        reached = {home: path for home, path in found.items() if len(path) > 1}
    return reached


def _passes(root: Root, known: ReferenceGraph) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    # A reference to the root by one field that is no key says something else: it is no way.
    real = [one for one in known.references if one.target != root.model or len(one.fields) > 1]
    required = [(one.model, one.target) for one in real if one.is_required]
    # A user is nobody's part, though somebody may have just one.
    alone = [
        (one.target, one.model)
        for one in known.references
        if one.is_unique and one.target != root.model and words_of(one.target)[-1:] != ("user",)
    ]
    optional = [(one.model, one.target) for one in real if not one.is_required]
    soft = [(model, target) for model, target in known.soft if target != root.model]
    yield "direct", required
    yield "any", required
    yield "any", [*required, *alone]
    yield "any", [*required, *alone, *optional]
    yield "any", [*required, *alone, *optional, *soft]


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
