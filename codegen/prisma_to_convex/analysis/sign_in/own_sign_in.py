"""Sign-in that an application wrote itself: what shows that people sign in, and the tables that come with it.

User.password                                          of who signs in
Password.hash, userId @unique                          the same in a table of its own
User.otp beside an email; Otp.code, userId             a code that was sent
BrowserSession.tokenHash, userId, expiresOn            a session
Connection @@unique([provider, providerId]), userId    an account elsewhere, by which a user signs in
LoginToken.token @id, userId, expiresAt                one step of a sign-in, with nothing else in it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Model, Scalar

from ...lowering.lowered import Lowered, LoweredModel
from ...lowering.people import is_copy
from ..facts import AuthTables, Reference, Secret
from ..name_words import words_of
from .auth_candidates import OWNERS, Tables, fields_of, is_called
from .auth_libraries import HASHES, Shape

PASSKEYS, OWN = "passkeys (WebAuthn)", "custom sign-in"
_LOGINS = frozenset(["email", "username", "login", "phone"])
_PEOPLE = frozenset({
    "account", "admin", "author", "customer", "employee", "member", "person", "profile", "staff", "user",
})  # fmt: skip  # a table
# Who reaches a machine by them signs in there, not here: a proxy, a mail server, a database.
_MACHINES = frozenset({
    "database", "dsn", "endpoint", "host", "hostname", "port", "protocol", "region", "server",
})  # fmt: skip  # a table
_MACHINE_URLS = frozenset({
    ("api", "url"), ("base", "url"), ("server", "url"), ("uri",), ("url",), ("webhook", "url"),
})  # fmt: skip  # a table
# An account elsewhere that the application uses, not one that a user signs in by: with secrets to use it.
_CONNECTIONS = frozenset(
    {"channel", "connection", "connector", "credential", "integration", "link", "sync"}
)
_SESSION_TOKENS = (("refresh", "token"), ("access", "token"), ("session", "token"))
# Tables that sign-in with passwords comes with, by the end of their names.
_SIGN_IN_TABLES: tuple[tuple[str, ...], ...] = (
    ("refresh", "token"), ("password", "reset"), ("password", "reset", "token"), ("reset", "token"),
    ("password", "history"), ("email", "verification"), ("verification", "token"),
    ("email", "verification", "token"), ("verification", "code"), ("auth", "attempt"), ("login", "attempt"),
    ("account", "lockout"), ("two", "factor"), ("2", "fa"), ("mfa",), ("totp",), ("otp",), ("recovery", "code"),
    ("session",), ("magic", "link"), ("device", "token"), ("auth", "token"), ("temporary", "auth", "token"),
)  # fmt: skip  # a table
# What says which account elsewhere a user signs in by, without `Id`.
_IDENTITIES = frozenset({
    ("account",), ("external", "user"), ("o", "auth"), ("oauth",), ("oauth", "user"), ("provider",),
    ("provider", "account"), ("provider", "subject"), ("provider", "user"), ("sub",), ("subject",), ("user",),
})  # fmt: skip  # a table
# The same, where not even a constraint says that it is one.
_GIVEN = frozenset({
    ("o", "auth", "user"), ("oauth", "user"), ("provider", "account"), ("provider", "subject"), ("provider", "user"),
})  # fmt: skip  # a table
_PROVIDERS = frozenset(
    [("provider",), ("provider", "name"), ("provider", "type"), ("oauth", "provider")]
)
# A provider of payments gives ids, too.
_COMMERCE = frozenset({
    "amount", "brand", "card", "charge", "currency", "customer", "invoice", "order", "payment", "plan", "price",
    "product", "purchase", "subscription",
})  # fmt: skip  # a table
_EXPIRY = frozenset(["expire", "expired", "expires", "expiration", "expiry"])
_HANDLES = frozenset(["id", "uid"])
_TOKENS = frozenset(["code", "hash", "token"])


def passkeys(tables: Tables, taken: set[str]) -> AuthTables | None:
    shapes = (
        Shape(("credentialPublicKey", "counter")),
        Shape(("publicKey", "counter", "credentialId")),
        Shape(("publicKey", "counter", "deviceType", "backedUp")),
    )
    places = [
        (name, field)
        for name, table in tables.items()
        if name not in taken
        for shape in shapes
        for field in fields_of(shape, table)
    ]
    if not places:
        return None
    return AuthTables(
        PASSKEYS,
        tuple(dict.fromkeys(name for name, _ in places)),
        tuple(dict.fromkeys(f"{name}.{field}" for name, field in places)),
        "A passkey is bound to the domain, not to the database: the rows can move as they are. {own} {passkeys}",
    )


def own_sign_in(
    lowered: Lowered,
    edges: Sequence[Reference],
    hidden: Sequence[Secret],
    tables: Tables,
    taken: set[str],
) -> AuthTables | None:
    """`edges` are all references, `hidden` the schema's secrets; a table that is taken is a library's."""
    at = _signs(lowered, edges, hidden, tables, taken)
    evidence = list(chain(at.secrets(), at.accounts()))
    if not evidence:
        return None
    models = {name for name, _ in evidence}
    beside = [name for name in models if not _is_people(name, lowered)]
    models.update(one for name in beside for one in at.people.get(name, {}).values())
    models.update(
        name
        for name, model in lowered.models.items()
        if name not in taken and (_is_of_sign_in(model) or at.is_one_step(name, edges))
    )
    models.update(_holding_only(models, lowered, edges))
    return AuthTables(
        OWN,
        tuple(name for name in lowered.models if name in models),
        tuple(dict.fromkeys(f"{name}.{field}" for name, field in evidence)),
        "{own} " + HASHES,
    )


class _Beside(NamedTuple):
    """What stands in a model beside a secret: what one signs in with, when it expires, or where a machine is."""

    has_login: bool
    is_ending: bool
    is_machine: bool


class _Signs(NamedTuple):
    """`people`: whose key each model needs, by the field; `alone`: the models of which there is one row for each of them;
    `beside`: of the models that hold secrets.
    """

    lowered: Lowered
    people: Mapping[str, Mapping[str, str]]
    alone: frozenset[str]
    hidden: Sequence[Secret]
    beside: Mapping[str, _Beside]
    tables: Tables
    taken: AbstractSet[str]

    def secrets(self) -> Iterator[tuple[str, str]]:
        """What people sign in with, and by which they stay signed in."""
        for one in self.hidden:
            if is_copy(one.model):
                continue
            if one.model in self.taken and one.kind not in ("password", "hash"):
                continue
            beside = self.beside[one.model]
            if (
                _is_sign_in(one, beside)
                or self._is_password(one)
                or self._is_code(one, beside)
                or self._is_session(one, beside)
            ):
                yield one.model, one.field

    def accounts(self) -> Iterator[tuple[str, str]]:
        """Accounts elsewhere, by which users sign in."""
        with_secrets = {one.model for one in self.hidden if one.kind != "personal"}
        shape = Shape(("provider", "providerAccountId"))
        for name, table in self.tables.items():
            if name in self.taken:
                continue
            is_connection = not _CONNECTIONS.isdisjoint(words_of(name)[-1:])
            if not is_connection and self._names_people(name):
                yield from ((name, field) for field in fields_of(shape, table))
            if name in self.people and not (is_connection and name in with_secrets):
                found = _identity(table.model.model)
                if not found and name not in with_secrets:
                    found = _given_identity(table.model.model)
                yield from ((name, field) for field in found)

    def _names_people(self, name: str) -> bool:
        """By a key, or by a column that is called so: the account of an integration is nobody's sign-in."""
        words = [words_of(field) for field in self.lowered.models[name].fields]
        return name in self.people or any(
            not _PEOPLE.isdisjoint(one[:-1])
            for one in words
            if one[-1:] and one[-1] in _HANDLES and len(one) == 2
        )

    def is_one_step(self, name: str, edges: Sequence[Reference]) -> bool:
        """A token or a code of one of the people, until it expires or is used, and nothing else."""
        model = self.lowered.models[name].model
        keys = self.people.get(name, {})
        if not keys or words_of(name)[-1:] not in {(word,) for word in _TOKENS}:
            return False
        if any(one.model == name and one.fields[0] not in keys for one in edges):
            return False
        names = {field.name: words_of(field.name) for field in model.scalar_fields}
        ends = any({*_EXPIRY, "used"}.intersection(words) for words in names.values())
        return ends and all(
            field.name in keys
            or names[field.name] == ("id",)
            or names[field.name][-1:] in {(word,) for word in _TOKENS}
            or field.type in (Scalar("DateTime"), Scalar("Boolean"))
            for field in model.scalar_fields
        )

    def _is_password(self, one: Secret) -> bool:
        """In a table of its own, one for each of the people."""
        is_called = "password" in (*words_of(one.model), *words_of(one.field))
        return one.kind in ("password", "hash") and is_called and one.model in self.alone

    def _is_code(self, one: Secret, beside: _Beside) -> bool:
        """A code that was sent to who signs in: beside an address, or for one of the people."""
        if one.kind != "token" or "otp" not in (*words_of(one.field), *words_of(one.model)[-1:]):
            return False
        return one.model in self.people or beside.has_login

    def _is_session(self, one: Secret, beside: _Beside) -> bool:
        """`CliSession`: of one of the people, until it expires, known by a token."""
        is_called = words_of(one.model)[-1:] == ("session",)
        is_known = one.kind in ("token", "hash") and one.model in self.people
        return is_called and beside.is_ending and is_known


def _signs(
    lowered: Lowered,
    edges: Sequence[Reference],
    hidden: Sequence[Secret],
    tables: Tables,
    taken: set[str],
) -> _Signs:
    people: dict[str, dict[str, str]] = {}
    alone: set[str] = set()
    persons = {name for name in {one.target for one in edges} if _is_people(name, lowered)}
    for one in edges:
        if len(one.fields) == 1 and one.is_required and one.target in persons:
            people.setdefault(one.model, {})[one.fields[0]] = one.target
            alone.update([one.model] if one.is_unique else ())
    return _Signs(
        lowered=lowered,
        people=people,
        alone=frozenset(alone),
        hidden=hidden,
        beside={name: _beside(lowered.models[name]) for name in {one.model for one in hidden}},
        tables=tables,
        taken=taken,
    )


def _is_people(name: str, lowered: Lowered) -> bool:
    model = lowered.models.get(name)
    last = words_of(name)[-1:]
    return model is not None and (not _PEOPLE.isdisjoint(last) or _has_login(model))


def _has_login(model: LoweredModel) -> bool:
    return any(words_of(name)[-1:] == (login,) for name in model.fields for login in _LOGINS)


def _beside(model: LoweredModel) -> _Beside:
    names = {words_of(name) for name in model.fields}
    is_machine = any(name[-1:] and name[-1] in _MACHINES for name in names)
    has_machine_url = not names.isdisjoint(_MACHINE_URLS) and ("email",) not in names
    return _Beside(
        has_login=_has_login(model),
        is_ending=any(not _EXPIRY.isdisjoint(name) for name in names),
        is_machine=is_machine or has_machine_url,
    )


def _is_sign_in(secret: Secret, beside: _Beside) -> bool:
    """A password, or the token of a session, in a table of people; not that of a link or an invitation."""
    words, owner = words_of(secret.field), words_of(secret.model)[-1:]
    if secret.kind == "token":
        return words[-2:] in _SESSION_TOKENS and owner == ("user",)
    if secret.kind not in ("password", "hash") or "password" not in words:
        return False
    is_theirs = beside.has_login or (words == ("password",) and not OWNERS.isdisjoint(owner))
    return not beside.is_machine and is_theirs


def _identity(model: Model) -> tuple[str, ...]:
    """The column that says which account elsewhere it is: no two rows of one provider have the same."""
    said = {word for field in model.scalar_fields for word in words_of(field.name)}
    if _COMMERCE & {*said, *words_of(model.name)}:
        return ()
    for index in model.indexes:
        names = index.field_names
        if index.kind in ("id", "unique") and len(names) == 2:
            ids = [name for name in names if _says_who(name, model)]
            if len(ids) == 1 and any(
                words_of(name) in _PROVIDERS for name in names if name not in ids
            ):
                return (ids[0],)
    return ()


def _given_identity(model: Model) -> tuple[str, ...]:
    """`providerUserId` beside `provider`: a column that can mean nothing else."""
    words = {field.name: words_of(field.name) for field in model.scalar_fields}
    said = {word for one in (words_of(model.name), *words.values()) for word in one}
    if said & _COMMERCE or _PROVIDERS.isdisjoint(words.values()):
        return ()
    ids = [name for name, one in words.items() if one[:-1] in _GIVEN and one[-1] in _HANDLES]
    return tuple(ids[:1])


def _says_who(name: str, model: Model) -> bool:
    words, field = words_of(name), model.scalar(name)
    is_id = words[-1:] != () and words[-1] in _HANDLES
    is_text = field is not None and field.type == Scalar("String")
    return is_id and is_text and words[:-1] in _IDENTITIES


def _is_of_sign_in(model: LoweredModel) -> bool:
    """A table of sessions must name the user: others are those of visitors, games, courses."""
    if not any(is_called(model, end) for end in _SIGN_IN_TABLES):
        return False
    is_session = words_of(model.model.name)[-1] == "session"
    return not is_session or any(words_of(name)[:1] == ("user",) for name in model.fields)


def _holding_only(models: set[str], lowered: Lowered, edges: Sequence[Reference]) -> Iterator[str]:
    """A table of sessions that only tables of sign-in refer to: one session, several users."""
    for name in lowered.models:
        if name not in models and words_of(name)[-1:] == ("session",):
            referring = {one.model for one in edges if one.target == name}
            if referring and referring.issubset(models):
                yield name
