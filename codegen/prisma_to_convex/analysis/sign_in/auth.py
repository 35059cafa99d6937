"""Tables that libraries of authentication wrote (`auth_libraries.py`), and what signs users in by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from prisma_schema_parser.records import NamedTuple

from ...lowering.lowered import Lowered
from ..facts import AuthTables, Reference, Secret
from ..name_words import words_of
from .auth_candidates import Tables, fields_of, fold_name, tables_by_name
from .auth_libraries import (
    BESIDE,
    BETTER_AUTH,
    CONVEX_AUTH,
    HASHES,
    LIBRARIES,
    OF_ANY_USERS,
    SERVICES,
    Choice,
    Library,
    Shape,
)
from .own_sign_in import OWN, PASSKEYS, own_sign_in, passkeys

_SERVICE_IDS = frozenset({"id", "uid", "sub"})


def auth(
    lowered: Lowered, edges: Sequence[Reference], hidden: Sequence[Secret]
) -> tuple[AuthTables, ...]:
    """One for each library that was found; then services, passkeys, and sign-in of one's own.

    `edges` are all references (`references.references`), `hidden` the schema's secrets (`secrets.secrets`).
    """
    found: list[AuthTables] = []
    taken: set[str] = set()
    users, tables = _users(lowered, edges), tables_by_name(lowered)
    holders = _holders(tables)
    for library in LIBRARIES:
        recognised = _library(library, tables, holders, taken, users)
        if recognised is not None:
            found.append(recognised)
            taken.update(recognised.models)
    services = list(_services(lowered))
    found.extend(services)
    for more in (passkeys(tables, taken), own_sign_in(lowered, edges, hidden, tables, taken)):
        if more is not None and not _joined_to(found, more, lowered, edges):
            found.append(more)
        taken.update(more.models if more is not None else ())
    return tuple(_with_one_choice(found, is_kept=bool(services)))


def _joined_to(
    found: list[AuthTables], own: AuthTables, lowered: Lowered, edges: Sequence[Reference]
) -> bool:
    """Passwords and sessions of the users that a library signs in are that library's, as another way to sign in.

    So is all of one's own beside a table of sessions that names no users.
    """
    holders = {place.partition(".")[0] for place in own.evidence}
    for number, one in enumerate(found):
        theirs = {
            edge.model for edge in edges if edge.is_required and edge.target in one.models
        }.union(one.models)
        is_joined = holders.issubset(theirs) or one.library in OF_ANY_USERS
        if own.library == OWN and holders and is_joined:
            models = tuple(name for name in lowered.models if name in {*one.models, *own.models})
            advice = f"{one.advice} {HASHES}" if HASHES not in one.advice else one.advice
            evidence = (*one.evidence, *own.evidence)
            found[number] = one._replace(models=models, evidence=evidence, advice=advice)
            return True
    return False


def _with_one_choice(found: Sequence[AuthTables], *, is_kept: bool) -> Iterator[AuthTables]:
    """One library for all that is found: with passkeys, or where it is there already, Better Auth's.

    `is_kept`: a service holds the sign-in and stays.
    """
    names = {one.library for one in found}
    choice = BETTER_AUTH if names & {"Better Auth", PASSKEYS} else CONVEX_AUTH
    is_named = is_kept or "Better Auth" in names
    for one in found:
        is_one_of_ours = (
            one.library in (PASSKEYS, OWN) or "{own}" in one.advice or "{accounts}" in one.advice
        )
        text = _advice(one.advice, choice, is_first=not is_named or not is_one_of_ours)
        is_named = is_named or is_one_of_ours
        if is_kept and is_one_of_ours:
            text = (
                "The service that holds the sign-in takes the place of these, too: one sign-in, not two. "
                + HASHES
            )
        yield one._replace(advice=text)


def _advice(text: str, choice: Choice, *, is_first: bool) -> str:
    beside = BESIDE.format(name=choice.name)
    values = {
        "name": choice.name,
        "own": choice.own if is_first else beside,
        "accounts": choice.accounts if is_first else beside,
        "passkeys": choice.passkeys,
    }
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text.strip()


class _Holders(NamedTuple):
    """The tables that have the first field of a shape, by its name and by its folded name."""

    exact: Mapping[str, Sequence[str]]
    folded: Mapping[str, Sequence[str]]


def _holders(tables: Tables) -> _Holders:
    firsts = {shape.has[0] for library in LIBRARIES for shape in library.shapes if shape.has}
    exact: dict[str, list[str]] = {one: [] for one in firsts}
    folded: dict[str, list[str]] = {fold_name(one): [] for one in firsts}
    for name, table in tables.items():
        for field in firsts & table.exact.keys():
            exact[field].append(name)
        for field in folded.keys() & table.folded.keys():
            folded[field].append(name)
    return _Holders(exact, folded)


# ---- libraries ----------------------------------------------------------------------------------


def _library(
    library: Library,
    tables: Tables,
    holders: _Holders,
    taken: set[str],
    users: Mapping[str, str],
) -> AuthTables | None:
    matched: dict[str, tuple[Shape, tuple[str, ...]]] = {}
    for shape in library.shapes:
        for name in _candidates(shape, tables, holders):
            fields = fields_of(shape, tables[name])
            if fields and name not in taken and name not in matched:
                matched[name] = (shape, fields)
    shapes = {shape for shape, _ in matched.values()}
    if not any(shape.alone for shape in shapes) and len(shapes) < library.least:
        return None
    if library.name == "Better Auth" and library.shapes[0] not in shapes:
        return None
    evidence = tuple(f"{name}.{field}" for name, (_, fields) in matched.items() for field in fields)
    user_models = (
        {users[name] for name in matched if name in users} if library.with_users else set()
    )
    spaces = {tables[name].model.model.namespace for name in matched} & {"auth"}
    models = tuple(
        name
        for name, table in tables.items()
        if name in matched or name in user_models or table.model.model.namespace in spaces
    )
    return AuthTables(library.name, models, evidence, library.advice)


def _candidates(shape: Shape, tables: Tables, holders: _Holders) -> Iterable[str]:
    """Few of the tables have the first field that the shape must have."""
    if not shape.has:
        return tables
    if shape.is_exact:
        return holders.exact[shape.has[0]]
    return holders.folded[fold_name(shape.has[0])]


def _users(lowered: Lowered, edges: Sequence[Reference]) -> dict[str, str]:
    """The model of users that each model refers to: by the column that libraries call so, whatever the model is called."""
    found: dict[str, str] = {}
    for one in edges:
        is_so_called = [fold_name(name) for name in one.fields] == ["userid"]
        if one.target in lowered.models and (
            is_so_called or words_of(one.target)[-1:] == ("user",)
        ):
            found[one.model] = one.target
    return found


def _services(lowered: Lowered) -> Iterator[AuthTables]:
    found: dict[str, list[tuple[str, str]]] = {}
    for name, model in lowered.models.items():
        for field in model.fields:
            words = words_of(field)
            if len(words) > 1 and words[-1] in _SERVICE_IDS:
                joined = set(_joined(words))
                for service in (one for one in SERVICES if one in joined):
                    found.setdefault(service, []).append((name, field))
    for service in sorted(found):
        called, advice = SERVICES[service]
        places = found[service]
        models = tuple(dict.fromkeys(name for name, _ in places))
        evidence = tuple(f"{name}.{field}" for name, field in places)
        text = f"{called} holds the sign-in. {advice}; find the user by `{evidence[0]}`."
        yield AuthTables(called, models, evidence, text)


def _joined(words: tuple[str, ...]) -> Iterator[str]:
    """Words and neighbours: `auth0Id` is (auth, 0, id)."""
    yield from words
    yield from (left + right for left, right in pairwise(words))
