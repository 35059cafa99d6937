"""Names of arguments, variables and functions: valid, and each once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..typescript.reserved_words import RESERVED_WORDS

# Beside them, words of TypeScript that a name would make hard to read.
RESERVED = RESERVED_WORDS | frozenset(
    [
        "abstract",
        "any",
        "as",
        "async",
        "boolean",
        "declare",
        "from",
        "get",
        "infer",
        "is",
        "keyof",
        "module",
        "namespace",
        "never",
        "number",
        "object",
        "of",
        "readonly",
        "require",
        "set",
        "string",
        "symbol",
        "type",
        "unique",
        "unknown",
    ]
)
IN_HANDLERS = frozenset({"ctx", "args", "q", "id", "count", "Promise", "Date", "Set", "crypto"})


def identifier(text: str) -> str:
    """ASCII letters, digits and `_`, a letter first; empty where there is none.

    >>> identifier("3 größte Posts")
    'grPosts'
    """
    words: list[str] = re.findall(r"[A-Za-z0-9_]+", text)
    found = [word.lstrip("_0123456789") for word in words]
    first, *others = [word for word in found if word] or [""]
    return first + "".join(map(capitalized, others))


def capitalized(name: str) -> str:
    return name[:1].upper() + name[1:]


def camel(*words: str) -> str:
    """The words as one name; empty ones are none.

    >>> camel("with", "", "notes")
    'withNotes'
    """
    first, *others = [word for word in words if word]
    return first + "".join(map(capitalized, others))


class ScopeNames:
    """Names that are taken in one scope."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def new(self, *wanted: str) -> str:
        """The first that is free and no reserved word; else the last with a number."""
        for name in wanted:
            if name and name not in self._taken and name not in RESERVED:
                break
        else:
            base = wanted[-1] or "value"
            number = 2
            while f"{base}{number}" in self._taken:
                number += 1
            name = f"{base}{number}"
        self._taken.add(name)
        return name
