"""Who owns the rows: the model whose key the most tables need, found by structure; words only break ties.

    tenant    the key of an organization, a project, a site, ... in levels: Organization > Project
    user      single people own what they made: a guess, as nothing says who else may see it
    public    what authors publish is there for everyone
    unknown   nothing is clear: the candidates are named, and `tenant-key` decides

A tenant's key stands on most tables, or its model has members. A model that many rows hang from without
holding its key (a course, a patient) is data, not an owner; so is one that classifies (a country).

Long, as tenants, their levels and users are weighed against one another by the same measure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ManyToMany

from ...lowering.lowered import Lowered
from ..facts import Level, OwnerCandidate, OwnerKind, RowOwners
from ..name_words import words_of
from .owner_graph import OwnerGraph, Tie, is_bare_key
from .owner_names import (
    is_level_name,
    is_lookups_name,
    is_members_name,
    is_places_name,
    is_tenants_name,
    says_a_right,
    stem,
    user_rank,
)
from .published import is_content_name, published

# Shares of the tables that could be owned.
_NAMED, _NAMED_WITH_MEMBERS = 0.25, 0.12
_MEMBERS_REACH, _MEMBERS_CARRIED = 0.4, 0.15
_MEMBERS_ALL = 0.8  # though its members alone hold its key
_PLACE_CARRIED, _PLACE_WITH_MEMBERS = 0.5, 0.3
_ANY_CARRIED, _ANY_REACH = 0.6, 0.7
_USER_CARRIED, _USER_REACH = 0.3, 0.5
_BARE_NAMED, _BARE_ANY = 0.25, 0.5
_PUBLIC = 0.5
_MORE = 1.4  # where users' keys are on more than twice as many tables
_RIVAL = 0.5  # of the tables that carry the key of another thing with members
_LOWER = 0.5  # of the tables that carry the key of the level above
_USER_KEYED, _USER_REACHED = 0.4, 0.5  # optional keys counted, too
_USER_TOP = 0.6  # reached through few tables that hold the key: a user's accounts, their bookings, their lines
_USER_ALL = 0.65  # through however few: a user's parcels, and all that is in them
# A name that so many tables give to their reference to a model is the key's name, whatever it is.
_USUAL = 3
# Of models that many tables refer to, so many are looked at; so many candidates are named.
_MOST, _MOST_CANDIDATES = 60, 5


class RowOwner(NamedTuple):
    """What was decided: `names` are the fields that hold the key, `root` is empty for a model elsewhere."""

    found: RowOwners
    root: str
    names: tuple[str, ...]


class _Rated(NamedTuple):
    """A model with the tables that hold its key (`required`, `optional`) and all that it can't be without."""

    model: str
    names: tuple[str, ...]
    required: frozenset[str]
    optional: frozenset[str]
    below: frozenset[str]
    others: int
    has_members: bool = False

    @property
    def carried(self) -> float:
        return len(self.required) / max(self.others, 1)

    @property
    def reach(self) -> float:
        return len(self.below) / max(self.others, 1)

    @property
    def is_named(self) -> bool:
        return is_tenants_name(self.model) or any(map(is_tenants_name, self.names[:1]))

    @property
    def is_place(self) -> bool:
        return is_places_name(self.model)


def owners(lowered: Lowered, known: OwnerGraph) -> RowOwner:
    """By the configured key, else what the schema shows."""
    key = lowered.options.tenant_key
    if key:
        return _configured(key, lowered, known)
    rated = [one for name in _hubs(lowered, known) if (one := _rated(name, lowered, known))]
    teams = _teams(rated, known)
    user = max(
        (one for one in _users(lowered, known) if _owns_much(one, known)),
        key=lambda one: (len(one.below), len(one.required)),
        default=None,
    )
    candidates = _candidates(rated, lowered, known)
    of = len(known.countable)
    team = _chosen(teams, known)
    if team is not None and not (user is not None and _is_far_more(user, team, known)):
        levels = (*_levels(team, teams, lowered, known), *_lower(team, rated, known))
        return _owner("tenant", team, levels, candidates, of)
    bare = _bare(lowered, known)
    if bare is not None and user_rank(bare.names[0]) is None:
        return _owner("tenant", bare, (), candidates, of)
    shown = published(lowered, known)
    others = user.below if user else known.countable
    if shown and len(shown & others) >= _PUBLIC * len(others):
        return RowOwner(RowOwners("public", (), candidates, of), "", ())
    if user is not None or bare is not None:
        return _owner("user", user or bare, (), candidates, of)  # type: ignore[arg-type]  # one is there
    return RowOwner(RowOwners("unknown", (), candidates, of), "", ())


def _owner(
    kind: OwnerKind,
    root: _Rated,
    levels: tuple[Level, ...],
    candidates: tuple[OwnerCandidate, ...],
    of: int,
) -> RowOwner:
    ours = root.below | {root.model, *(level.model for level in levels)}
    beside = tuple(
        one
        for one in candidates
        if one.model not in ours and one.key not in root.names and one.required >= _USUAL
    )
    return RowOwner(RowOwners(kind, levels, beside, of), root.model, root.names)


def _configured(key: str, lowered: Lowered, known: OwnerGraph) -> RowOwner:
    targets = Counter(one.target for one in known.ties if one.fields == (key,))
    model = next((name for name, _ in targets.most_common(1)), _model_named(key, lowered))
    model = model if model in lowered.models else ""
    is_user = user_rank(key) in (0, 1) or model in known.users
    found = RowOwners("user" if is_user else "tenant", (), (), len(known.countable))
    return RowOwner(found, model, (key,))


def _model_named(key: str, lowered: Lowered) -> str:
    return next((name for name in lowered.models if words_of(name) == stem(key)), "")


# ---- what a model owns --------------------------------------------------------------------------


def _hubs(lowered: Lowered, known: OwnerGraph) -> list[str]:
    counts = {
        name: len({one.holder for one in ties})
        for name, ties in known.by_target.items()
        if name in lowered.models and name not in known.sign_in
    }
    order = {name: number for number, name in enumerate(lowered.models)}
    return sorted(counts, key=lambda name: (-counts[name], order[name]))[:_MOST]


def _rated(model: str, lowered: Lowered, known: OwnerGraph) -> _Rated | None:
    ties = known.by_target.get(model, ())
    countable = known.countable - {model} - known.above(model)
    required = frozenset(one.holder for one in ties if one.is_required and len(one.fields) == 1)
    optional = frozenset(one.holder for one in ties if len(one.fields) == 1) - required
    names = Counter(one.key for one in ties if len(one.fields) == 1)
    return _Rated(
        model=model,
        names=_usual(names, model),
        required=required & (countable | known.users),
        optional=optional & countable,
        below=(known.below([model]) & countable),
        others=len(countable),
        has_members=_has_members(model, lowered, known),
    )


def _usual(names: Counter[str], model: str) -> tuple[str, ...]:
    """The names of a model's key, the most usual first: not that of a reference that says something else."""
    common = [name for name, _ in names.most_common()]
    usual = [
        name
        for name in common
        if names[name] >= _USUAL or is_tenants_name(name) or stem(name) == words_of(model)
    ]
    return tuple(usual or common[:1])


def _has_members(model: str, lowered: Lowered, known: OwnerGraph) -> bool:
    """People are of it: a table of members with the keys of both, a key on the people, a list of them."""
    ties = known.by_target.get(model, ())
    holders = dict.fromkeys(one.holder for one in ties)
    return (
        any(one.is_required and one.holder in known.users for one in ties)
        or any(_joins_people(holder, model, lowered, known) for holder in holders)
        or _lists_people(model, lowered, known)
        or model in known.staffed
    )


def _joins_people(holder: str, model: str, lowered: Lowered, known: OwnerGraph) -> bool:
    people = {tie.target for tie in known.by_holder.get(holder, ()) if tie.target in known.people}
    names = lowered.models[holder].fields if holder in lowered.models else {}
    is_joining = bool(people) or any(
        user_rank(name) == 0 and is_bare_key(field) for name, field in names.items()
    )
    if is_joining and (is_members_name(holder) or any(map(says_a_right, names))):
        return True
    return any(_is_pair(holder, model, target) for target in people)


def _lists_people(model: str, lowered: Lowered, known: OwnerGraph) -> bool:
    return any(
        isinstance(relation, ManyToMany)
        and model in (relation.model_a, relation.model_b)
        and {relation.model_a, relation.model_b} & known.users
        for relation in lowered.schema.relations
    )


def _is_pair(name: str, left: str, right: str) -> bool:
    """`TeamUser` and `UserTeam` join teams and users."""
    return words_of(name) in (words_of(left) + words_of(right), words_of(right) + words_of(left))


# ---- tenants ------------------------------------------------------------------------------------


def _teams(rated: Sequence[_Rated], known: OwnerGraph) -> list[_Rated]:
    """Tenants, and the levels below them whose keys more tables carry than theirs."""
    others = [one for one in rated if one.model not in known.users]
    found = [
        one for one in others if _is_tenant(one, known) and not _is_rivalled(one, others, known)
    ]
    carried = {one.model: len(one.required) for one in found}
    for one in others:
        is_shared = one.has_members and not _is_rivalled(one, others, known)
        is_level = one.is_named or one.is_place or is_shared
        wholes = known.above(one.model) | _may_be_of(one, known)
        above = [carried[name] for name in wholes if name in carried]
        if one not in found and is_level and above and len(one.required) > max(above):
            found.append(one)
    return found


def _is_tenant(one: _Rated, known: OwnerGraph) -> bool:
    is_known = one.is_named or one.is_place or one.model in known.staffed
    if one.model in known.people and not is_known:
        return False
    if _is_users_account(one, known):
        return False
    spread = len(one.below | one.optional) / max(one.others, 1)
    if one.is_named and one.required | one.optional:
        return spread >= (_NAMED_WITH_MEMBERS if one.has_members else _NAMED)
    if is_lookups_name(one.model):
        return False
    is_all = one.reach >= _MEMBERS_ALL and len(one.below) > 2
    if is_all and one.model not in known.people and _keeps_members(one, known):
        return True
    if len(one.required) < 2:
        return False
    if one.has_members and one.reach >= _MEMBERS_REACH and one.carried >= _MEMBERS_CARRIED:
        return True
    if one.is_place and one.has_members and spread >= _PLACE_WITH_MEMBERS:
        return True
    if one.is_place and one.carried >= _PLACE_CARRIED:
        return True
    is_part = any(
        set(words_of(name)).isdisjoint(words_of(one.model))
        for name in known.above(one.model) - known.users
        if is_content_name(one.model) or not is_level_name(name)
    )
    is_everywhere = one.carried >= _ANY_CARRIED and one.reach >= _ANY_REACH
    return is_everywhere and not (is_part or _has_one_user(one, known)) and len(one.required) > 2


def _may_be_of(one: _Rated, known: OwnerGraph) -> set[str]:
    """What its rows may be of: a project's workspace, if it has one."""
    return {tie.target for tie in known.by_holder.get(one.model, ()) if tie.is_stated}


def _is_rivalled(one: _Rated, others: Sequence[_Rated], known: OwnerGraph) -> bool:
    """Where people share several things side by side (sets of cards, classes), none of them is what keeps all apart,
    but for one that is called so."""
    if not one.has_members or one.is_named or one.is_place or one.model in known.staffed:
        return False
    line = known.above(one.model) | one.below
    return one.carried < _ANY_CARRIED and any(
        other.has_members
        and other.model not in line
        and one.model not in other.below
        and len(other.required) >= _RIVAL * len(one.required)
        for other in others
        if other.model != one.model
    )


def _keeps_members(one: _Rated, known: OwnerGraph) -> bool:
    """In a table of members, who have rights or duties; students are on a list."""
    ties = known.by_target.get(one.model, ())
    return one.has_members and any(is_members_name(tie.holder) for tie in ties)


def _is_users_account(one: _Rated, known: OwnerGraph) -> bool:
    """At a bank, a broker, a provider: it has a user, where an account of customers has several."""
    ties = known.by_holder.get(one.model, ())
    is_of_users = any(tie.target in known.users and _is_owning(tie.key, tie.target) for tie in ties)
    return words_of(one.model)[-1:] == ("account",) and is_of_users and not one.has_members


def _has_one_user(one: _Rated, known: OwnerGraph) -> bool:
    """Whose it is, with all that hangs from it: the sender of a parcel."""
    ties = known.by_holder.get(one.model, ())
    return not one.has_members and any(
        tie.target in known.users and tie.is_required and _is_owning(tie.key, tie.target)
        for tie in ties
    )


def _chosen(teams: Sequence[_Rated], known: OwnerGraph) -> _Rated | None:
    """Whose key the most tables carry; of two alike, the one that more hangs from without the other."""

    def own(one: _Rated) -> int:
        lower = [other.below for other in teams if one.model in known.above(other.model)]
        return len(one.below.difference(*lower))

    return max(
        teams,
        key=lambda one: (
            len(one.required),
            one.is_named or (one.is_place and one.has_members),
            own(one),
            len(one.optional),
        ),
        default=None,
    )


def _levels(
    key: _Rated, teams: Sequence[_Rated], lowered: Lowered, known: OwnerGraph
) -> tuple[Level, ...]:
    """From the top to the level that queries filter by: each can't be without a row of the one above."""
    found = [Level(key.model, key.names[0], len(key.required))]
    accepted = {one.model: one for one in teams}
    passed = {*known.users, key.model}
    while True:
        ties = [
            tie
            for tie in known.by_holder.get(found[0].model, ())
            if tie.target not in passed and tie.target in lowered.models
            if (tie.target in accepted and (tie.is_required or _is_ones_only(tie, known)))
            or (
                tie.is_required
                and tie.target not in known.of_auth
                and _is_above(tie, found[0].model)
            )
        ]
        if not ties:
            return tuple(found)
        best = max(ties, key=lambda tie: (tie.target in accepted, is_tenants_name(tie.target)))
        passed.add(best.target)
        holders = {tie.holder for tie in known.by_target[best.target] if tie.is_required}
        found.insert(0, Level(best.target, best.key, len(holders)))


def _is_ones_only(tie: Tie, known: OwnerGraph) -> bool:
    """Of a project without one nobody else is the owner: a website that is a team's or a user's is a level by itself."""
    ties = known.by_holder.get(tie.holder, ())
    return tie.is_stated and not any(
        one.target in known.users and _is_owning(one.key, one.target) for one in ties
    )


def _is_above(tie: Tie, level: str) -> bool:
    """A `HospitalNetwork` has several hospitals, whatever networks are elsewhere; a `HospitalType` owns none, and
    `HospitalSettings` are of one."""
    if is_level_name(tie.target):
        return True
    is_of_these = not set(words_of(tie.target)).isdisjoint(words_of(level))
    return is_of_these and not tie.is_unique and not is_lookups_name(tie.target)


def _lower(key: _Rated, rated: Sequence[_Rated], known: OwnerGraph) -> Iterator[Level]:
    """Levels below: a project's environments, where at least half as many tables carry their key."""
    least = max(_USUAL, _LOWER * len(key.required))
    found = [
        one
        for one in rated
        if one.model not in known.users and (one.is_named or one.is_place)
        if any(
            tie.is_required and tie.target == key.model
            for tie in known.by_holder.get(one.model, ())
        )
        if len(one.required) >= least
    ]
    if found:
        best = max(found, key=lambda one: (len(one.required), len(one.below)))
        yield Level(best.model, best.names[0], len(best.required))


def _bare(lowered: Lowered, known: OwnerGraph) -> _Rated | None:
    """A key that most tables have though its model is elsewhere, or no relation leads there."""
    countable = known.countable
    holders = _bare_keys(lowered, known)
    named = {words_of(name): name for name in reversed(list(lowered.models))}
    best: tuple[str, frozenset[str]] | None = None
    for key, found in holders.items():
        model = named.get(stem(key), "")
        required = frozenset(name for name, is_required in found if is_required and name != model)
        carried = len(required) / max(len(countable) - (model in countable), 1)
        is_clear = is_tenants_name(key) or user_rank(key) == 0
        if carried >= (_BARE_NAMED if is_clear else _BARE_ANY) and (
            len(required) > 1 + (not is_clear) or (is_clear and carried == 1)
        ):
            better = best is None or (len(required), is_clear) > (len(best[1]), False)
            best = (key, required) if better else best
    if best is None:
        return None
    key, required = best
    model = named.get(stem(key), "")
    return _Rated(
        model=model,
        names=(key,),
        required=required,
        optional=frozenset(name for name, _ in holders[key]) - required - {model},
        below=known.below(sorted(required)) & countable,
        others=len(countable - {model}),
    )


def _bare_keys(lowered: Lowered, known: OwnerGraph) -> dict[str, list[tuple[str, bool]]]:
    """The tables that have a key without a relation, by its name, and whether they need it."""
    tied = {(one.holder, field) for one in known.ties for field in one.fields}
    found: dict[str, list[tuple[str, bool]]] = {}
    for name, model in lowered.models.items():
        for key, field in model.fields.items() if name in known.countable else ():
            is_key = len(words_of(key)) > 1 and stem(key) != words_of(key)
            if is_key and (name, key) not in tied and is_bare_key(field):
                found.setdefault(key, []).append((name, field.field.arity == "required"))
    return found


# ---- users --------------------------------------------------------------------------------------


def _users(lowered: Lowered, known: OwnerGraph) -> Iterator[_Rated]:
    """People by the keys whose names say that a row is theirs: not reviewers, not senders."""
    for model in lowered.models:
        if model in known.people and model in known.by_target:
            own = lowered.models[model].fields
            ties = [
                one
                for one in known.by_target.get(model, ())
                if len(one.fields) == 1 and (one.key in own or _is_owning(one.key, model))
            ]
            countable = known.countable - {model}
            required = frozenset(one.holder for one in ties if one.is_required)
            # By what the tables of sign-in call it, no row is asked for.
            tied_keys = [one.key for one in ties if one.holder in countable]
            names = Counter(tied_keys or [one.key for one in ties])
            order = sorted(names, key=lambda name: (-names[name], user_rank(name) or 0))
            yield _Rated(
                model=model,
                names=tuple(order),
                required=required & countable,
                optional=(frozenset(one.holder for one in ties) - required) & countable,
                below=known.below(sorted(required)) & countable,
                others=len(countable),
            )


def _is_owning(key: str, model: str) -> bool:
    return user_rank(key) is not None or stem(key) == words_of(model)


def _owns_much(one: _Rated, known: OwnerGraph) -> bool:
    if one.carried >= _USER_CARRIED and one.reach >= _USER_REACH:
        return True
    holders, others = one.required | one.optional, max(one.others, 1)
    reached = len(_reached(one, known)) / others
    if len(holders) >= _USER_KEYED * others and reached >= _USER_REACHED:
        return True
    if one.model not in known.users or not holders:
        return False
    # A seller and a buyer that a user is once are two owners, if any.
    has_many = any(
        tie.holder in holders and not tie.is_unique for tie in known.by_target.get(one.model, ())
    )
    is_all = has_many and others >= _USUAL and reached >= _USER_ALL
    return is_all or (len(holders) >= _USUAL and reached >= _USER_TOP)


def _is_far_more(user: _Rated, team: _Rated, known: OwnerGraph) -> bool:
    """Where few of the rows are a team's, the others are their users'."""
    theirs, ours = len(_reached(user, known)), len(_reached(team, known))
    is_more = len(user.required) > 2 * len(team.required) and theirs > _MORE * ours
    return is_more or theirs > 2 * ours


def _reached(one: _Rated, known: OwnerGraph) -> frozenset[str]:
    """What may have the key, and what can't be without that."""
    return known.below(sorted(one.required | one.optional)) & known.countable


# ---- named where nothing is clear ----------------------------------------------------------------


def _candidates(
    rated: Sequence[_Rated], lowered: Lowered, known: OwnerGraph
) -> tuple[OwnerCandidate, ...]:
    """What most tables hold the key of, for who has to choose."""
    people = {one.model: one for one in _users(lowered, known)}
    all_ = [people.get(one.model, one) for one in rated if not is_lookups_name(one.model)]
    bare = _bare(lowered, known)
    found = [
        OwnerCandidate(
            key=one.names[0],
            model=one.model,
            required=len(one.required),
            optional=len(one.optional),
            reached=len(one.below),
        )
        for one in (*all_, *([bare] if bare else ()))
        if one.names and len(one.required) + len(one.optional) > 1
    ]
    found.sort(key=lambda one: (-one.required, -one.reached, -one.optional))
    return tuple(dict.fromkeys(found))[:_MOST_CANDIDATES]
