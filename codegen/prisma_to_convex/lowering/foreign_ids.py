"""Ids of other systems: what stands beside a scalar that is named like a key of ours, and says that it is none.

model MirroredIssue {          the issues of a code host
  provider String              says whose id the next one is
  issueId  String              that host's issue, though a model `Issue` is here too
  @@unique([provider, issueId])
}
model CrmLink {                how to reach another system
  accessToken String
  instanceUrl String
  userId      String           a user there, though a model `User` is here too
}
model Job {
  runAt    DateTime
  lockedBy String              a process, not a user
}
model Lock {
  expiresAt DateTime
  ownerId   String             who holds it: a process, too
}
model Mailbox {
  clientId     String          of OAuth, though a model `Client` is here too
  clientSecret String
}
"""

from __future__ import annotations

from functools import cache

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import EnumRef, Model, Scalar, ScalarField

from ..kit.camel_case import split_name
from ..kit.plural import singular

_IDS = frozenset({"id", "ids", "uid", "uids", "uuid", "uuids", "guid", "guids"})
# The last word of a field that says of which system the other fields speak.
_SYSTEMS = frozenset({
    "carrier", "gateway", "integration", "network", "platform", "provider", "vendor",
})  # fmt: skip  # a table
# What a provider of this knows.
_PAID = ("charge", "checkout", "customer", "intent", "invoice", "order", "payment", "payout", "refund", "session",
         "subscription", "transaction", "transfer")  # fmt: skip  # a table
_MAILED = ("campaign", "email", "list", "mail", "message", "template")
_FOR = {
    "payment": _PAID, "billing": _PAID, "payout": _PAID, "email": _MAILED, "mail": _MAILED, "sms": ("message", "sms"),
    "auth": ("account", "session"), "login": ("account", "session"),
}  # fmt: skip  # a table
_ELSEWHERE = frozenset({"external", "foreign", "remote", "upstream"})
_CREDENTIALS = frozenset({
    ("access", "token"), ("api", "key"), ("api", "token"), ("client", "secret"), ("refresh", "token"),
})  # fmt: skip  # a table
_ADDRESSES = frozenset({"base", "api", "instance", "server", "tenant"})
# Whose a thing is stays ours to say, whatever system the thing came from.
_OURS = frozenset({
    "account", "company", "customer", "member", "org", "organization", "organisation", "owner", "project",
    "team", "tenant", "user", "workspace",
})  # fmt: skip  # a table
_WORKERS = frozenset({"claimed", "leased", "locked", "picked", "processed", "reserved"})
_WORK = frozenset({
    ("attempt",), ("attempts",), ("available", "at"), ("lease", "expires", "at"), ("locked", "at"),
    ("locked", "until"), ("max", "attempts"), ("next", "run", "at"), ("retries",), ("retry", "count"),
    ("run", "at"), ("worker", "id"),
})  # fmt: skip  # a table
# Beside `clientId`: it names the application at somebody's sign-in, as RFC 6749 calls it.
_OAUTH = frozenset({
    ("authorization", "url"), ("client", "secret"), ("client", "secret", "hash"), ("discovery", "url"), ("issuer",),
    ("issuer", "url"), ("token", "endpoint"), ("token", "url"),
})  # fmt: skip  # a table
_LOCKS = frozenset({"lease", "lock", "mutex", "semaphore"})
_HOLDERS = frozenset({"holder", "owner", "process", "instance", "worker", "session"})
_SAYS_SO = ("external", "third party", "third-party", "another system", "upstream", "provider's")
# What such a comment begins with.
_PLATFORMS = frozenset({
    "apple", "asana", "auth0", "aws", "azure", "bitbucket", "clerk", "discord", "facebook", "figma", "github",
    "gitlab", "google", "hubspot", "instagram", "intercom", "jira", "linear", "linkedin", "microsoft", "notion", "okta",
    "paddle", "paypal", "plaid", "salesforce", "sendgrid", "shopify", "slack", "stripe", "telegram", "twilio",
    "twitter", "vercel", "whatsapp", "youtube", "zendesk", "zoom",
})  # fmt: skip  # a table
# Types that hold ids alone: a key of such a type is no other system's text.
ID_TYPES = frozenset({"Uuid", "ObjectId", "UniqueIdentifier"})


class Surroundings(NamedTuple):
    """What a model's other fields say: `names` are their words, `system` those that name another system.

    `bare` are its ids without a relation; `has_relations`: its author writes relations where there are any;
    `only`: the words of what alone that system knows (`paymentProvider`); `unique_there`: no two rows of one system
    have the same; `is_link`: it is how to reach another system;
    `is_platforms`: the sign-in at a platform that the model is named for (`authedUserId` of a SlackAuthorization).
    """

    model: Model
    names: frozenset[tuple[str, ...]]
    system: frozenset[str]
    bare: tuple[str, ...]
    has_relations: bool
    unique_there: frozenset[str]
    only: frozenset[str]
    is_link: bool
    is_platforms: bool


def surroundings(model: Model, related: frozenset[tuple[str, str]]) -> Surroundings:
    """`related` are the fields of foreign keys, by model."""
    scalars = model.scalar_fields
    words = {field.name: words_in(field.name) for field in scalars}
    text = [
        field
        for field in scalars
        if isinstance(field.type, EnumRef) or field.type == Scalar("String")
    ]
    names = frozenset(words.values())
    system = frozenset(
        field.name for field in text if words[field.name][-1:] and words[field.name][-1] in _SYSTEMS
    )
    has_relations = any((model.name, field.name) in related for field in scalars)
    return Surroundings(
        model=model,
        names=names,
        system=system,
        bare=tuple(
            field.name
            for field in scalars
            if len(words[field.name]) > 1
            and words[field.name][-1] in _IDS
            and (model.name, field.name) not in related
        ),
        has_relations=has_relations,
        unique_there=_unique_there(model, system),
        only=_only({words[name][:-1] for name in system}),
        is_link=has_relations and _is_link(names),
        is_platforms=bool(names & _CREDENTIALS and _PLATFORMS.intersection(words_in(model.name))),
    )


def is_foreign(field: ScalarField, stem: tuple[str, ...], beside: Surroundings) -> bool:
    """Whether the field is another system's id, for all that its name says; `stem` is its name without `Id`."""
    said = (field.documentation or "").lower()
    if any(text in said for text in _SAYS_SO) or _says_a_platform(said):
        return True
    if stem[:1] and stem[0] in _WORKERS and beside.names & _WORK:
        return True
    if stem == ("client",) and beside.names & _OAUTH and ("currency",) not in beside.names:
        return True
    if stem[-1] in _HOLDERS and _LOCKS.intersection(words_in(singular(beside.model.name))[-1:]):
        return True
    if field.native_type is not None and field.native_type.name in ID_TYPES:
        return False
    if _ELSEWHERE.intersection(stem) or _is_own(stem, beside.model.name):
        return True
    if field.type != Scalar("String"):
        return False
    if field.name in beside.unique_there:
        return True
    if stem[-1] == "by":
        return False
    if beside.system:
        if beside.only and beside.only.isdisjoint(stem):
            return False
        return _OURS.isdisjoint(stem[-1:]) and beside.has_relations
    return beside.is_link or (len(stem) > 1 and beside.is_platforms)


def leads_there(
    stem: tuple[str, ...], ids: frozenset[tuple[str, ...]], beside: Surroundings
) -> bool:
    """Whether the target keeps another system's id of that name (`gmailLabelId`), as the model keeps others.

    `ids` are the target's, see `id_endings`.
    """
    if not beside.has_relations or len(beside.bare) < 2 or not _OURS.isdisjoint(stem[-1:]):
        return False
    return stem in ids


def id_endings(model: Model) -> frozenset[tuple[str, ...]]:
    """What its ids are called without their first words: `gmailLabelId` is a label's."""
    return frozenset(
        words[start:-1]
        for words in (words_in(field.name) for field in model.scalar_fields)
        if words[-1:] and words[-1] in _IDS
        for start in range(1, len(words) - 1)
    )


def is_same_kind(left: ScalarField, right: ScalarField) -> bool:
    """Whether one can hold what the other holds: a database's own type of ids is no text."""
    natives = [one.native_type.name if one.native_type else "" for one in (left, right)]
    if left.type != right.type or (all(natives) and natives[0] != natives[1]):
        return False
    return natives[0] == natives[1] or not ID_TYPES.intersection(natives)


@cache
def words_in(name: str) -> tuple[str, ...]:
    return split_name(name, keep_digits=True)


# ---- clues --------------------------------------------------------------------------------------


def _says_a_platform(said: str) -> bool:
    """`Stripe customer ID`, `GitHub numeric account id`: whose id it is stands first."""
    words = said.replace("'s", "").split()
    return (
        bool(words)
        and words[0] in _PLATFORMS
        and "id" in {word.strip(".,;:()") for word in words[:5]}
    )


def _is_own(stem: tuple[str, ...], model: str) -> bool:
    """`Account.accountId` is the id that another system gave it."""
    return stem == words_in(singular(model)) or stem == words_in(model)


def _only(before: set[tuple[str, ...]]) -> frozenset[str]:
    """Of what comes before `provider`; nothing where one of them speaks of all."""
    if not all(words and words[-1] in _FOR for words in before):
        return frozenset()
    return frozenset(word for words in before for word in _FOR[words[-1]])


def _unique_there(model: Model, system: frozenset[str]) -> frozenset[str]:
    """No two rows of one system have the same."""
    return frozenset(
        name
        for index in model.indexes
        if index.kind in ("id", "unique")
        and not (system | {"source"}).isdisjoint(index.field_names)
        for name in index.field_names
    )


def _is_link(names: frozenset[tuple[str, ...]]) -> bool:
    """Credentials and an address of another system; tables of sign-in have no address."""
    return bool(names & _CREDENTIALS) and any(
        words[-1] in ("url", "uri", "host", "domain")
        and (len(words) == 1 or words[0] in _ADDRESSES)
        for words in names
        if words
    )
