"""The key of tenants: which field says whose a row is, and what follows for every table.

The key is the one that was configured; else, of the fields with a tenant's name (tenancy.py of the
package: `organizationId`, ...), the one that most tables are reached by; else that of users.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..lowering.lowered import Lowered
from ..lowering.tenant_keys import is_tenant_key
from .exposure import leaks
from .facts import Owned, Reference, Secret, Tenancy
from .global_uniques import global_uniques
from .name_words import words_of
from .ownership import ReferenceGraph, Root, is_bare_key, owned, reference_graph, stem, user_rank

_USER_MODELS = frozenset(["user", "account", "profile", "member", "customer", "person"])
# They often name something else: a bank account, a group of things, a shop among others.
_AMBIGUOUS = frozenset(["account", "group", "store", "shop", "merchant", "business", "company"])

# The least share of the other tables that must be reached, by how clear the name is.
_CLEAR_SHARE, _AMBIGUOUS_SHARE = 0.15, 0.5
# A name that so many tables give to their reference to the root is the key's name, whatever it is.
_USUAL = 3


def tenancy(
    lowered: Lowered, edges: tuple[Reference, ...], secrets: Sequence[Secret]
) -> Tenancy | None:
    """None where neither tenants nor users own a thing."""
    known = reference_graph(lowered, edges)
    root = _configured(lowered, known.references) or _found(lowered, known)
    if root is None:
        return None
    all_ = owned(root, lowered, known)
    keys = [one.key for one in all_ if one.key]
    return Tenancy(
        key=root.names[0] if root.is_configured else _most_common(keys),
        root=root.model,
        is_configured=root.is_configured,
        is_user=root.is_user,
        owned=all_,
        without_index=tuple(one for one in all_ if one.key and not one.index_name),
        global_uniques=() if root.is_user else global_uniques(lowered, all_, known, secrets),
        leaks=leaks(lowered, all_, secrets),
    )


def _configured(lowered: Lowered, edges: tuple[Reference, ...]) -> Root | None:
    name = lowered.options.tenant_key
    if not name:
        return None
    model = _most_common([one.target for one in edges if one.fields == (name,)])
    model = model if model in lowered.models else _model_named(name, lowered)
    is_user = bool(_USER_MODELS.intersection(stem(name)[-1:]))
    return Root(model, (name,), is_user, is_configured=True)


def _found(lowered: Lowered, known: ReferenceGraph) -> Root | None:
    """The tenants' key, unless it says little and users own the most by far."""
    team, user = _team(lowered, known), _user(lowered, known)
    if team is None or user is None:
        return team or user
    reached, others = (_reached(owned(one, lowered, known)) for one in (team, user))
    return user if others > 2 * reached else team


def _reached(all_: tuple[Owned, ...]) -> int:
    return sum(one.ownership in ("direct", "optional", "parents") for one in all_)


# ---- tenants ------------------------------------------------------------------------------------


def _team(lowered: Lowered, known: ReferenceGraph) -> Root | None:
    """The candidate from which the most tables are reached; of two alike, the one more often named."""
    best: tuple[int, int] = (0, 0)
    found: Root | None = None
    for root in _candidates(lowered, known.references):
        all_ = owned(root, lowered, known)
        score = (_reached(all_), sum(bool(one.key) for one in all_))
        words = stem(root.names[0])
        is_clear = len(words) != 1 or words[0] not in _AMBIGUOUS
        share = _CLEAR_SHARE if is_clear else _AMBIGUOUS_SHARE
        least = 1 if root.model else 2
        others = len(all_) - bool(root.model)
        if score > best and score[1] >= least and score[0] >= share * others:
            best, found = score, root
    return found


def _candidates(lowered: Lowered, edges: tuple[Reference, ...]) -> Iterator[Root]:
    """The models that a tenant's key refers to, each with its keys' names; then keys without relations."""
    names: dict[str, Counter[str]] = {}
    called: set[str] = set()
    for one in edges:
        if len(one.fields) == 1 and not one.is_list and one.target in lowered.models:
            names.setdefault(one.target, Counter())[one.fields[0]] += 1
            if is_tenant_key(one.fields[0]) or is_tenant_key(f"{one.relation}Id"):
                called.add(one.target)
    related: set[str] = set()
    for model, counted in names.items():
        if model in called:
            usual = [
                name
                for name, times in counted.most_common()
                if times >= _USUAL or is_tenant_key(name) or stem(name) == words_of(model)
            ]
            if usual:
                related.update(usual)
                yield Root(model, tuple(usual), False)
    bare = Counter(
        name
        for model_ in lowered.models.values()
        for name, field in model_.fields.items()
        if is_tenant_key(name) and name not in related and is_bare_key(field)
    )
    for name, _ in bare.most_common():
        yield Root(_model_named(name, lowered), (name,), False)


# ---- users --------------------------------------------------------------------------------------


def _user(lowered: Lowered, known: ReferenceGraph) -> Root | None:
    """The model of users that is referred to most, else a bare `userId` of users who are elsewhere."""
    edges = known.references
    model = _most_common(
        [
            one.target
            for one in edges
            if _USER_MODELS.intersection(words_of(one.target)[-1:])
            and one.model != one.target
            and one.target in lowered.models
        ]
    )
    if model:
        fields = [one.fields[0] for one in edges if one.target == model and len(one.fields) == 1]
        names = tuple(dict.fromkeys(name for name in fields if user_rank(name) is not None))
        root = Root(model, names or ("userId",), True)
    else:
        bare = [
            name
            for one in lowered.models.values()
            for name, field in one.fields.items()
            if user_rank(name) == 0 and is_bare_key(field)
        ]
        root = Root("", (_most_common(bare),), True)
    all_ = owned(root, lowered, known)
    return root if any(one.key for one in all_) else None


# ---- names --------------------------------------------------------------------------------------


def _model_named(key: str, lowered: Lowered) -> str:
    """The model that a bare key is named for."""
    return next((name for name in lowered.models if words_of(name) == stem(key)), "")


def _most_common(names: list[str]) -> str:
    """The first of those that come most often; empty for none."""
    return max(dict.fromkeys(names), key=names.count, default="")
