"""What the name of a key or of a model says about whose rows are whose. Words only break ties: see `row_owners`."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from ...lowering.people import without_particle
from ..name_words import words_of

_HANDLES = frozenset(["id", "uid", "uuid", "guid", "fk", "ref", "key"])
# By these names a row belongs to a user, the nearest first.
USER_KEYS = (
    "user", "owner", "owned by", "author", "creator", "member", "profile", "customer",
    "benutzer", "gebruiker", "usuario", "utente", "utilisateur",
)  # fmt: skip  # a table
# Models of people who sign in, by the last word.
USER_MODELS = frozenset({
    "account", "customer", "member", "person", "profile", "user",
    "benutzer", "gebruiker", "usuario", "utente", "utilisateur",
})  # fmt: skip  # a table
# Models that are there to keep their customers' rows apart.
_TENANTS = frozenset({
    "tenant", "organization", "organisation", "org", "workspace", "team", "subaccount", "agency",
    "mandant", "organizacao", "organizacion", "organizzazione",
})  # fmt: skip  # a table
# Models that often are, and as often are something else: a bank account, a group of things.
_PLACES = frozenset({
    "account", "app", "application", "branch", "brand", "business", "church", "client", "clinic", "club",
    "community", "company", "department", "environment", "family", "group", "guild", "hospital", "hotel",
    "household", "installation", "instance", "merchant", "organizer", "practice", "project", "property",
    "publication", "restaurant", "salon", "school", "server", "shop", "site", "space", "store", "studio",
    "vendor", "website",
    "boutique", "clinica", "empresa", "entreprise", "escola", "escuela", "firma", "loja", "negocio", "projet", "projeto",
    "proyecto", "restaurante", "sucursal", "tienda",
})  # fmt: skip  # a table
# Tables that classify: what refers to one of their rows is not its part.
_LOOKUPS = frozenset({
    "category", "city", "color", "colour", "country", "currency", "kind", "language", "level", "locale",
    "plan", "region", "role", "stage", "state", "status", "tag", "template", "tier", "timezone", "type",
    "unit",
})  # fmt: skip  # a table
_MEMBERS = frozenset({
    "collaborator", "editor", "employee", "member", "membership", "participant", "seat", "staff",
})  # fmt: skip  # a table
_RIGHTS = frozenset(["access", "permission", "privilege", "role"])
_NO_PARTICIPLE = frozenset(["owned", "sold", "hosted"])


def stem(name: str) -> tuple[str, ...]:
    """What a key is named for: `organization_id` -> (organization)."""
    return tuple(word for word in words_of(name) if word not in _HANDLES)


def user_rank(name: str) -> int | None:
    """How clearly a field names the user whose a row is, from 0; None for a field that does not."""
    words = " ".join(stem(name))
    return USER_KEYS.index(words) if words in USER_KEYS else None


@cache
def is_audit(name: str) -> bool:
    """`createdBy`, `deleted_by_id`, `lastModifiedByUserId`: who did something with a row, not whose it is."""
    words = words_of(name)
    words = without_particle(words[:-1] if words[-1:] == ("id",) else words)
    return any(
        by == "by" and done.endswith(("ed", "en", "one", "ade")) and done not in _NO_PARTICIPLE
        for done, by in pairwise(words)
    )


def is_tenants_name(name: str) -> bool:
    """Of a model, or of a key's stem."""
    words = stem(name)
    return words[-1:] != () and (words[-1] in _TENANTS or words[-2:] == ("sub", "account"))


def is_places_name(name: str) -> bool:
    return any(word in _PLACES for word in stem(name)[-1:])


def is_level_name(name: str) -> bool:
    """Of a model that may stand above the tenants': who pays for several of them, too."""
    return is_tenants_name(name) or is_places_name(name) or stem(name)[-1:] == ("customer",)


def is_lookups_name(name: str) -> bool:
    return any(word in _LOOKUPS for word in words_of(name)[-1:])


def is_users_name(name: str) -> bool:
    return any(word in USER_MODELS for word in words_of(name)[-1:])


def is_members_name(name: str) -> bool:
    return bool(_MEMBERS.intersection(words_of(name)))


def says_a_right(name: str) -> bool:
    return any(word in _RIGHTS for word in words_of(name)[-1:])
