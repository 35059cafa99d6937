"""Tables that libraries of authentication wrote (`auth_libraries.py`), and what signs users in by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..lowering.lowered import Lowered, LoweredModel
from .auth_libraries import (
    BESIDE,
    BETTER_AUTH,
    CONVEX_AUTH,
    HASHES,
    LIBRARIES,
    SERVICES,
    Choice,
    Library,
    Shape,
)
from .facts import AuthTables, Reference, Secret
from .name_words import words_of

_PASSKEYS, _OWN = "passkeys (WebAuthn)", "sign-in of its own"
_OWNERS = frozenset(["user", "admin", "auth", "account", "login", "member", "customer", "staff"])
_SERVICE_IDS = frozenset({"id", "uid", "sub"})
_LOGINS = frozenset(["email", "username", "login", "phone"])
# Who reaches a machine by them signs in there, not here: a proxy, a mail server, a database.
_MACHINES = frozenset({
    "database", "dsn", "endpoint", "host", "hostname", "port", "protocol", "region", "server",
})  # fmt: skip  # a table
_MACHINE_URLS = frozenset({
    ("api", "url"), ("base", "url"), ("server", "url"), ("uri",), ("url",), ("webhook", "url"),
})  # fmt: skip  # a table
# An account elsewhere that the application uses, not one that a user signs in by.
_CONNECTIONS = frozenset(
    {"channel", "connection", "connector", "credential", "integration", "link", "sync"}
)
_SESSION_TOKENS = (("refresh", "token"), ("access", "token"), ("session", "token"))
# Tables that sign-in with passwords comes with, by the end of their names.
_SIGN_IN_TABLES: tuple[tuple[str, ...], ...] = (
    ("refresh", "token"), ("password", "reset"), ("password", "reset", "token"), ("reset", "token"),
    ("password", "history"), ("email", "verification"), ("verification", "token"),
    ("email", "verification", "token"), ("verification", "code"), ("auth", "attempt"), ("login", "attempt"),
    ("account", "lockout"), ("two", "factor"), ("otp",), ("recovery", "code"), ("session",),
    ("magic", "link"), ("device", "token"),
)  # fmt: skip  # a table


def auth(
    lowered: Lowered, edges: Sequence[Reference], hidden: Sequence[Secret]
) -> tuple[AuthTables, ...]:
    """One for each library that was found; then services, passkeys, and sign-in of one's own.

    `edges` are all references (`references.references`), `hidden` the schema's secrets (`secrets.secrets`).
    """
    found: list[AuthTables] = []
    taken: set[str] = set()
    users, tables = _users(lowered, edges), _tables(lowered)
    holders = _holders(tables)
    for library in LIBRARIES:
        recognised = _library(library, tables, holders, taken, users)
        if recognised is not None:
            found.append(recognised)
            taken.update(recognised.models)
    services = list(_services(lowered))
    found.extend(services)
    for more in (_passkeys(tables, taken), _own(lowered, hidden, tables, taken)):
        if more is not None and not _joined_to(found, more, lowered):
            found.append(more)
        taken.update(more.models if more is not None else ())
    return tuple(_with_one_choice(found, is_kept=bool(services)))


def _joined_to(found: list[AuthTables], own: AuthTables, lowered: Lowered) -> bool:
    """Passwords of the users that a library signs in are that library's, as another way to sign in."""
    holders = {place.partition(".")[0] for place in own.evidence}
    for number, one in enumerate(found):
        if own.library == _OWN and holders and holders.issubset(one.models):
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
    choice = BETTER_AUTH if names & {"Better Auth", _PASSKEYS} else CONVEX_AUTH
    is_named = is_kept or "Better Auth" in names
    for one in found:
        is_one_of_ours = (
            one.library in (_PASSKEYS, _OWN) or "{own}" in one.advice or "{accounts}" in one.advice
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


class _AuthCandidate(NamedTuple):
    """`exact` and `folded` have the names of its fields by themselves, and without case and underscores."""

    model: LoweredModel
    exact: Mapping[str, str]
    folded: Mapping[str, str]


Tables: TypeAlias = Mapping[str, _AuthCandidate]


class _Holders(NamedTuple):
    """The tables that have the first field of a shape, by its name and by its folded name."""

    exact: Mapping[str, Sequence[str]]
    folded: Mapping[str, Sequence[str]]


def _tables(lowered: Lowered) -> Tables:
    found = {}
    for name, model in lowered.models.items():
        names = [field.name for field in model.model.scalar_fields]
        folded = {_folded(one): one for one in names}
        found[name] = _AuthCandidate(model, dict(zip(names, names, strict=True)), folded)
    return found


def _holders(tables: Tables) -> _Holders:
    firsts = {shape.has[0] for library in LIBRARIES for shape in library.shapes if shape.has}
    exact: dict[str, list[str]] = {one: [] for one in firsts}
    folded: dict[str, list[str]] = {_folded(one): [] for one in firsts}
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
            fields = _fields_of(shape, tables[name])
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
    return holders.folded[_folded(shape.has[0])]


def _fields_of(shape: Shape, table: _AuthCandidate) -> tuple[str, ...]:
    """The model's fields that make it this table; empty where it is another."""
    fold: Callable[[str], str] = str if shape.is_exact else _folded
    names = table.exact if shape.is_exact else table.folded
    wanted = [fold(one) for one in shape.has]
    if any(one not in names for one in wanted) or any(fold(one) in names for one in shape.not_):
        return ()
    if shape.called and not _is_called(table.model, shape.called):
        return ()
    if shape.is_all and len(names) != len(wanted):
        return ()
    more = [one for one in map(fold, shape.any) if one in names][:1]
    if shape.any and not more:
        return ()
    columns = [one for one in (*wanted, *more) if _folded(one) not in ("userid", "id")]
    return tuple(names[one] for one in columns)


def _is_called(model: LoweredModel, end: tuple[str, ...]) -> bool:
    """By its name in Prisma, which may say whose it is: `UserSession` is a session, `FormSession` is none."""
    words = words_of(model.model.name)
    return words[-len(end) :] == end and _OWNERS.issuperset(words[: -len(end)])


@cache
def _folded(name: str) -> str:
    return name.replace("_", "").lower()


def _users(lowered: Lowered, edges: Sequence[Reference]) -> dict[str, str]:
    """The model of users that each model refers to."""
    return {
        one.model: one.target
        for one in edges
        if words_of(one.target)[-1:] == ("user",) and one.target in lowered.models
    }


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


# ---- of one's own -------------------------------------------------------------------------------


def _passkeys(tables: Tables, taken: set[str]) -> AuthTables | None:
    shapes = (
        Shape(("credentialPublicKey", "counter")),
        Shape(("publicKey", "counter", "credentialId")),
    )
    places = [
        (name, field)
        for name, table in tables.items()
        if name not in taken
        for shape in shapes
        for field in _fields_of(shape, table)
    ]
    if not places:
        return None
    return AuthTables(
        _PASSKEYS,
        tuple(dict.fromkeys(name for name, _ in places)),
        tuple(dict.fromkeys(f"{name}.{field}" for name, field in places)),
        "A passkey is bound to the domain, not to the database: the rows can move as they are. {own} {passkeys}",
    )


def _own(
    lowered: Lowered, hidden: Sequence[Secret], tables: Tables, taken: set[str]
) -> AuthTables | None:
    """What shows people who sign in, and the tables that come with it."""
    evidence = [
        (one.model, one.field)
        for one in hidden
        if one.model not in taken or one.kind in ("password", "hash")
        if _is_sign_in(one, lowered)
    ]
    accounts = Shape(("provider", "providerAccountId"))
    evidence.extend(
        (name, field)
        for name, table in tables.items()
        if name not in taken and _CONNECTIONS.isdisjoint(words_of(name)[-1:])
        for field in _fields_of(accounts, table)
    )
    if not evidence:
        return None
    models = {name for name, _ in evidence}
    models.update(
        name
        for name, model in lowered.models.items()
        if name not in taken and _is_of_sign_in(model)
    )
    return AuthTables(
        _OWN,
        tuple(name for name in lowered.models if name in models),
        tuple(f"{name}.{field}" for name, field in evidence),
        "{own} " + HASHES,
    )


def _is_sign_in(secret: Secret, lowered: Lowered) -> bool:
    """A password, or the token of a session, in a table of people; not that of a link or an invitation."""
    words = words_of(secret.field)
    if secret.kind == "token":
        return words[-2:] in _SESSION_TOKENS and words_of(secret.model)[-1:] == ("user",)
    if secret.kind not in ("password", "hash") or "password" not in words:
        return False
    names = {words_of(name) for name in lowered.models[secret.model].fields}
    is_machine = any(name[-1:] and name[-1] in _MACHINES for name in names) or (
        names & _MACHINE_URLS and ("email",) not in names
    )
    return not is_machine and any(name[-1:] == (login,) for name in names for login in _LOGINS)


def _is_of_sign_in(model: LoweredModel) -> bool:
    """A table of sessions must name the user: others are those of visitors, games, courses."""
    if not any(_is_called(model, end) for end in _SIGN_IN_TABLES):
        return False
    is_session = words_of(model.model.name)[-1] == "session"
    return not is_session or any(words_of(name)[:1] == ("user",) for name in model.fields)
