"""Names that Convex accepts, made from Prisma's (facts/convex.md section 1.2).

Convex: `[A-Za-z_][A-Za-z0-9_]*`, at most 64 characters, no leading underscore for tables, fields and
indexes. Prisma: any letters of any script.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from ..kit.plural import plural, singular
from ..typescript.reserved_words import RESERVED_WORDS
from .convex_schema import MAX_IDENTIFIER, RESERVED_INDEX_NAMES

_WORD = re.compile(r"[A-Za-z0-9]+")
_VALID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

# An exported validator shares its module with these, and JavaScript has its own reserved words.
RESERVED_CONSTANTS = RESERVED_WORDS | {"defineSchema", "defineTable", "v"}
# Latin letters that are no letter with an accent.
_LATIN = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l",
        "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
    }
)  # fmt: skip  # a table
_NOTHING: Container[str] = frozenset()


NAME_RULE = f"ASCII letters, digits and `_`, a letter first, at most {MAX_IDENTIFIER}"


def is_name(text: str) -> bool:
    """Whether Convex takes it for a table, field or index."""
    return len(text) <= MAX_IDENTIFIER and _VALID.fullmatch(text) is not None


def table_name(model: str) -> str:
    """`FormTemplate` -> `formTemplates`."""
    return (
        shorten(plural(camel_case(model, "table"))) if _words(model) else camel_case(model, "table")
    )


def camel_case(name: str, fallback: str) -> str:
    """`FormTemplate`, `form_template` -> `formTemplate`; `URLMapping` -> `urlMapping`."""
    words = _words(name)
    if not words:
        return f"{fallback}_{_hash(name)}"
    head, *rest = words
    joined = _lower_first(head) + "".join(word[0].upper() + word[1:] for word in rest)
    return joined if joined[0].isalpha() else f"{fallback}{joined}"


def field_name(name: str, fallback: str = "field") -> str:
    """The name itself when Convex accepts it, else the nearest that it does."""
    if is_name(name):
        return name
    cleaned = re.sub(r"[^A-Za-z0-9_]", "_", _ascii(name)).strip("_")
    if not cleaned:
        return f"{fallback}_{_hash(name)}"
    return shorten(cleaned if cleaned[0].isalpha() else f"{fallback}_{cleaned}")


def index_name(prefix: str, fields: Iterable[str]) -> str:
    """`by_subAccountId_and_email`; a nested path's dots become underscores. What is too long loses its `_and_`
    before it is shortened.
    """
    parts = [field.replace(".", "_") for field in fields]
    name = f"{prefix}_" + "_and_".join(parts)
    if len(name) > MAX_IDENTIFIER:
        plain = f"{prefix}_" + "_".join(parts)
        name = plain if len(plain) <= MAX_IDENTIFIER else shorten(name)
    return f"{name}_field" if name in RESERVED_INDEX_NAMES else name


def unique(name: str, taken: Container[str], reserved: Container[str] = _NOTHING) -> str:
    """`name`, or with the first number from 2 that makes it free."""
    candidate, number = name, 1
    while candidate in taken or candidate in reserved:
        number += 1
        candidate = _numbered(name, number)
    return candidate


class NamesGiven:
    """Gives each name once, as `unique` does. What was tried is not tried again, however many ask for one name."""

    def __init__(self, taken: Iterable[str] = (), reserved: Container[str] = _NOTHING) -> None:
        self._taken = set(taken)
        self._reserved = reserved
        self._last: dict[str, int] = {}

    def give(self, name: str) -> str:
        number = self._last.get(name, 1)
        candidate = _numbered(name, number)
        while candidate in self._taken or candidate in self._reserved:
            number += 1
            candidate = _numbered(name, number)
        self._last[name] = number
        self._taken.add(candidate)
        return candidate


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name[: MAX_IDENTIFIER - len(str(number))]}{number}"


def shorten(name: str) -> str:
    """At most 64 characters: the tail of a longer name gives way to a hash of the whole."""
    if len(name) <= MAX_IDENTIFIER:
        return name
    digest = _hash(name)
    return f"{name[: MAX_IDENTIFIER - len(digest) - 1]}_{digest}"


def singular_id(name: str) -> str:
    """The key that refers to one of `name`: `categories` -> `categoryId`."""
    return field_name(f"{singular(name)}Id")


def _words(name: str) -> list[str]:
    return _WORD.findall(_ascii(name))


def _lower_first(word: str) -> str:
    """`Form` -> `form`, `URLMapping` -> `urlMapping`, `ID` -> `id`."""
    capitals = re.match(r"[A-Z]+", word)
    if capitals is None:
        return word
    count = capitals.end()
    if count == len(word) or count == 1:
        return word[:count].lower() + word[count:]
    if not word[count].islower():
        return word[:count].lower() + word[count:]
    return word[: count - 1].lower() + word[count - 1 :]


def _ascii(name: str) -> str:
    """Accents removed; letters of other scripts stay, and are dropped later."""
    if name.isascii():
        return name
    from unicodedata import combining, normalize

    plain = "".join(char for char in normalize("NFKD", name) if not combining(char))
    return plain.translate(_LATIN)


def _hash(name: str) -> str:
    from hashlib import sha256  # it loads OpenSSL, and few schemas need it

    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
