"""What holds whose key: the ties on which owners are found, and who the people are.

Left out are columns that say who did something (`createdBy`), lists, references of a table to itself,
and whatever the tables of sign-in refer to: a session says nothing of whose the other rows are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Scalar

from ...kit.reachability import closure
from ...lowering.lowered import Lowered, LoweredField
from ..facts import AuthTables, Reference
from ..name_words import words_of
from ..references import homes
from .owner_names import is_audit, is_members_name, is_users_name, says_a_right, stem

_IDS = frozenset({"String", "Int", "BigInt", "Bytes"})
_LOGINS = frozenset(["email", "handle", "login", "nickname", "phone", "username"])
_HANDLES = frozenset(["id", "uid", "uuid", "guid"])
# A model so called is one of people who sign in, whatever else is known of it.
_SIGN_IN = frozenset({
    "benutzer", "gebruiker", "profile", "user", "usuario", "utente", "utilisateur",
})  # fmt: skip  # a table
# A name that so many tables give to their reference to a model is the key's name, whatever it is.
_USUAL = 3
# A person and a profile, one to one, may have the same column.
_OF_A_PAIR = 2


class Tie(NamedTuple):
    """`holder` holds the key of `target` in `fields`; `is_stated`: a relation or a directive says so, else its
    name. `is_unique`: no two rows hold the same."""

    holder: str
    fields: tuple[str, ...]
    target: str
    is_required: bool
    is_stated: bool
    is_unique: bool = False

    @property
    def key(self) -> str:
        return self.fields[0]


class OwnerGraph(NamedTuple):
    """`by_target` has the ties to each model. `people` may sign in, `users` do for sure; `of_auth` are
    all tables of authentication, `sign_in` those that only they refer to; `staffed` sign in themselves and list
    by address who may act for them, so they are no users; `countable` are all that could belong to somebody. `parts` leads from a model to what can't be without a row of it,
    `wholes` the other way.
    """

    ties: tuple[Tie, ...]
    by_target: Mapping[str, tuple[Tie, ...]]
    by_holder: Mapping[str, tuple[Tie, ...]]
    people: frozenset[str]
    users: frozenset[str]
    staffed: frozenset[str]
    of_auth: frozenset[str]
    sign_in: frozenset[str]
    countable: frozenset[str]
    parts: Mapping[str, tuple[str, ...]]
    wholes: Mapping[str, tuple[str, ...]]

    def below(self, models: Sequence[str]) -> frozenset[str]:
        return closure(models, self.parts)

    def above(self, model: str) -> frozenset[str]:
        return closure([model], self.wholes) - {model}


def owner_graph(
    lowered: Lowered, edges: Sequence[Reference], auth: Sequence[AuthTables]
) -> OwnerGraph:
    """`edges` are all references, `auth` the tables of sign-in (`auth.auth`)."""
    in_auth = {name for one in auth for name in one.models if name in lowered.models}
    staffed = frozenset(_staffed(lowered, edges))
    users = frozenset(
        name
        for name in lowered.models
        if _is_user(name, lowered, edges, in_auth) and name not in staffed
    )
    people = users | {name for name in lowered.models if _has_login(name, lowered)}
    used = {one.target for one in edges if one.model not in in_auth}
    sign_in = frozenset(in_auth - people - used)
    found = tuple(one for one in _ties(lowered, edges) if one.holder not in sign_in)
    required = [one for one in found if one.is_required]
    return OwnerGraph(
        ties=found,
        by_target=_grouped((one.target, one) for one in found),
        by_holder=_grouped((one.holder, one) for one in found),
        people=people,
        users=users,
        staffed=staffed,
        of_auth=frozenset(in_auth),
        sign_in=sign_in,
        countable=frozenset(lowered.models) - sign_in - users,
        parts=_distinct((one.target, one.holder) for one in required),
        wholes=_distinct((one.holder, one.target) for one in required),
    )


def is_bare_key(field: LoweredField) -> bool:
    """Whether a field without a relation may hold a key."""
    type_ = field.field.type
    return isinstance(type_, Scalar) and type_.name in _IDS and field.field.arity != "list"


# ---- people -------------------------------------------------------------------------------------


def _is_user(name: str, lowered: Lowered, edges: Sequence[Reference], in_auth: set[str]) -> bool:
    if words_of(name)[-1:] and words_of(name)[-1] in _SIGN_IN:
        return True
    is_likely = is_users_name(name) or _has_login(name, lowered)
    fields = {words_of(field) for field in lowered.models[name].fields}
    has_password = any("password" in words and "reset" not in words for words in fields)
    if (
        name in in_auth
        and is_likely
        and any(words[-1:] == (login,) for words in fields for login in _LOGINS)
    ):
        return has_password or any(one.target == name and one.model in in_auth for one in edges)
    return False


def _staffed(lowered: Lowered, edges: Sequence[Reference]) -> Iterator[str]:
    """`TeamMember` with `merchantId`, an email and a role: several people act for one merchant."""
    by_model: dict[str, list[Reference]] = {}
    for one in edges:
        by_model.setdefault(one.model, []).append(one)
    staffed = {
        name
        for name, own in by_model.items()
        if name in lowered.models
        and is_members_name(name)
        and len({one.target for one in own}) == 1
        and _has_address_and_right(lowered.models[name].fields)
    }
    for one in edges:
        is_list = one.is_required and not one.is_unique and one.model in staffed
        if is_list and not (words_of(one.target)[-1:] and words_of(one.target)[-1] in _SIGN_IN):
            yield one.target


def _has_address_and_right(fields: Collection[str]) -> bool:
    return any(words_of(name)[-1:] == ("email",) for name in fields) and any(
        map(says_a_right, fields)
    )


def _has_login(name: str, lowered: Lowered) -> bool:
    """No two rows have the same name to sign in by."""
    return any(
        index.kind == "unique"
        and len(index.fields) == 1
        and words_of(index.fields[0].name)[-1:]
        and words_of(index.fields[0].name)[-1] in _LOGINS
        for index in lowered.models[name].model.indexes
    )


# ---- ties ---------------------------------------------------------------------------------------


def _ties(lowered: Lowered, edges: Sequence[Reference]) -> Iterator[Tie]:
    stated = list(_stated(lowered, edges))
    related = {(one.holder, one.key) for one in stated if len(one.fields) == 1}
    yield from stated
    for name, model in lowered.models.items():
        for key, field in model.fields.items():
            if (name, key) in related or not is_bare_key(field) or is_audit(key):
                continue
            target = field.reference or _soft_target(name, key, lowered)
            if target and target != name and target in lowered.models:
                is_required = field.field.arity == "required"
                related.add((name, key))
                yield Tie(
                    holder=name,
                    fields=(key,),
                    target=target,
                    is_required=is_required,
                    is_stated=False,
                )
    yield from _by_usual_name(lowered, stated, related)
    yield from _by_own_name(lowered, related)


def _stated(lowered: Lowered, edges: Sequence[Reference]) -> Iterator[Tie]:
    known = frozenset(homes(lowered))
    for one in edges:
        model = lowered.models.get(one.model)
        is_emitted = model is None or all(name in model.fields for name in one.fields)
        is_way = is_emitted and not one.is_list and one.target in known and one.model != one.target
        if is_way and not any(map(is_audit, (*one.fields, one.relation))):
            yield Tie(
                holder=one.model,
                fields=one.fields,
                target=one.target,
                is_required=one.is_required,
                is_stated=True,
                is_unique=one.is_unique,
            )


def _soft_target(model: str, field: str, lowered: Lowered) -> str:
    """Of a soft reference that can only be of one model."""
    soft = lowered.soft.get((model, field))
    return soft.targets[0] if soft and len(soft.targets) == 1 and not soft.by else ""


def _by_usual_name(
    lowered: Lowered, stated: Sequence[Tie], related: set[tuple[str, str]]
) -> Iterator[Tie]:
    """A column with the name that a model's keys have elsewhere, where the model keeps its old key."""
    names: dict[str, set[str]] = {}
    times: dict[tuple[str, str], int] = {}
    for one in stated:
        if len(one.fields) == 1:
            names.setdefault(one.key, set()).add(one.target)
            times[one.key, one.target] = times.get((one.key, one.target), 0) + 1
    usual = {
        key: target
        for key, targets in names.items()
        for target in targets
        if len(targets) == 1
        if target in lowered.models and lowered.models[target].replaced_id is None
        if times[key, target] >= _USUAL or stem(key) == words_of(target)
    }
    for name, model in lowered.models.items():
        for key in [key for key in model.fields if key in usual]:
            field, target = model.fields[key], usual[key]
            if (name, key) not in related and target != name and is_bare_key(field):
                required = field.field.arity == "required"
                yield Tie(
                    holder=name, fields=(key,), target=target, is_required=required, is_stated=False
                )


def _by_own_name(lowered: Lowered, related: set[tuple[str, str]]) -> Iterator[Tie]:
    """A column called as a unique column of people is (`uid`), where most relations are left unwritten."""
    names: dict[str, list[str]] = {}
    for name, model in lowered.models.items():
        for index in model.model.indexes:
            fields = index.field_names
            if (
                index.kind in ("unique", "id")
                and len(fields) == 1
                and _is_known_by(fields[0], name)
            ):
                names.setdefault(fields[0], []).append(name)
    own = _own_handles(lowered)
    for name, model in lowered.models.items():
        for key in names.keys() & model.fields.keys():
            field, targets = model.fields[key], names[key]
            is_free = (name, key) not in related and name not in targets and key not in own[name]
            if len(targets) == 1 and is_free and is_bare_key(field):
                required = field.field.arity == "required"
                yield Tie(
                    holder=name,
                    fields=(key,),
                    target=targets[0],
                    is_required=required,
                    is_stated=False,
                )


def _own_handles(lowered: Lowered) -> dict[str, frozenset[str]]:
    """By model, the columns of which no two of its rows have the same, where other models have such columns, too:
    each row's own `uuid`."""
    alone = {
        name: frozenset(
            index.field_names[0]
            for index in model.model.indexes
            if index.kind in ("unique", "id") and len(index.field_names) == 1
        )
        for name, model in lowered.models.items()
    }
    times = Counter(name for names in alone.values() for name in names)
    return {
        model: frozenset(name for name in names if times[name] > _OF_A_PAIR)
        for model, names in alone.items()
    }


def _is_known_by(field: str, model: str) -> bool:
    """A handle of people by no other word (`uid`) or by the model's own (`userId`)."""
    words = words_of(field)
    is_handle = words[-1:] != () and words[-1] in _HANDLES
    return (
        is_handle
        and words != ("id",)
        and is_users_name(model)
        and stem(field) in ((), words_of(model))
    )


# ---- plain --------------------------------------------------------------------------------------


def _grouped(pairs: Iterator[tuple[str, Tie]]) -> dict[str, tuple[Tie, ...]]:
    found: dict[str, list[Tie]] = {}
    for name, tie in pairs:
        found.setdefault(name, []).append(tie)
    return {name: tuple(group) for name, group in found.items()}


def _distinct(pairs: Iterator[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, other in chain(pairs):
        found.setdefault(name, {})[other] = None
    return {name: tuple(others) for name, others in found.items()}
