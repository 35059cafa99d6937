"""The words that a name is made of: `passwordHash`, `password_hash` and `PasswordHash` say the same."""

from __future__ import annotations

from functools import cache

from ..kit.camel_case import split_name

# Words that people write as one.
_JOINED: dict[str, tuple[str, ...]] = {
    "accesstoken": ("access", "token"),
    "apikey": ("api", "key"),
    "apitoken": ("api", "token"),
    "authtoken": ("auth", "token"),
    "birthdate": ("birth", "date"),
    "birthday": ("birth", "day"),
    "clientsecret": ("client", "secret"),
    "dateofbirth": ("date", "of", "birth"),
    "emailaddress": ("email", "address"),
    "firstname": ("first", "name"),
    "fullname": ("full", "name"),
    "idtoken": ("id", "token"),
    "ipaddress": ("ip", "address"),
    "lastname": ("last", "name"),
    "passwordhash": ("password", "hash"),
    "phonenumber": ("phone", "number"),
    "privatekey": ("private", "key"),
    "refreshtoken": ("refresh", "token"),
    "resettoken": ("reset", "token"),
    "secretkey": ("secret", "key"),
    "sessiontoken": ("session", "token"),
    "zipcode": ("zip", "code"),
}
# Plurals are regular where it matters here; these only look like one.
_NO_PLURAL = frozenset(
    {
        "address",
        "access",
        "alias",
        "pass",
        "previous",
        "status",
        "business",
        "news",
        "sms",
        "dns",
        "aws",
        "ids",
    }
)


@cache
def words_of(name: str) -> tuple[str, ...]:
    """In lower case and singular: `API_Keys` -> (api, key). Letters beyond ASCII end a word."""
    return tuple(part for word in split_name(name) for part in _parts(word))


@cache
def _parts(word: str) -> tuple[str, ...]:
    singular = _singular(word)
    return _JOINED.get(word) or _JOINED.get(singular) or (singular,)


def _singular(word: str) -> str:
    if (
        word in _NO_PLURAL
        or len(word) < 4
        or not word.endswith("s")
        or word.endswith(("ss", "sis"))
    ):
        return word
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
