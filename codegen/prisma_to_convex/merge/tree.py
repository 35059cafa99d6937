"""schema.ts as a tree that loses nothing: the texts of its parts, joined, are the file.

```
Block(open, items, close)     { email: v.string(), // @unique }
Item(lead, parts, end)          lead: blanks and comments before; end: the comma and what follows it on its line
Leaf(text)                      whatever is not looked into
```
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..typescript.tokens import NotTypeScript, TsToken, lexed, string_value

Kind: TypeAlias = Literal["statements", "tables", "fields", "calls", "members", "names"]

_OPENERS = frozenset("([{")
_CLOSERS = ("", ")", "]", "}")
HEADER_KEY = "the header"


class Leaf(NamedTuple):
    text: str


class Item(NamedTuple):
    """`key` is its name among its neighbours; `is_first` whether it stood first where it comes from."""

    key: str
    lead: str
    parts: tuple[Part, ...]
    end: str
    is_first: bool


class Block(NamedTuple):
    """`close` begins behind the last item: blanks and comments before the bracket belong to it."""

    kind: Kind
    open: str
    items: tuple[Item, ...]
    close: str

    def keys(self) -> list[str]:
        return [item.key for item in self.items]

    def by_key(self) -> Mapping[str, Item]:
        """Kept for the last few long blocks: all tables are looked for in one, each by its name."""
        if len(self.items) < _LONG:
            return {item.key: item for item in self.items}
        for items, known in _KEPT:
            if items is self.items:
                return known
        made = {item.key: item for item in self.items}
        _KEPT.append((self.items, made))
        return made


_LONG = 100
_KEPT: deque[tuple[tuple[Item, ...], Mapping[str, Item]]] = deque(maxlen=8)

Part: TypeAlias = Leaf | Block


def text_of(node: Part | Item) -> str:
    return "".join(pieces_of(node))


def body_of(item: Item) -> str:
    pieces: list[str] = []
    for part in item.parts:
        _gather(part, pieces)
    return "".join(pieces)


def pieces_of(node: Part | Item) -> list[str]:
    """The texts that the node is made of, none of which begins or ends inside a word or a comment."""
    pieces: list[str] = []
    _gather(node, pieces)
    return pieces


def _gather(node: Part | Item, pieces: list[str]) -> None:
    if isinstance(node, Leaf):
        pieces.append(node.text)
    elif isinstance(node, Block):
        pieces.append(node.open)
        for item in node.items:
            _gather(item, pieces)
        pieces.append(node.close)
    else:
        pieces.append(node.lead)
        for part in node.parts:
            _gather(part, pieces)
        pieces.append(node.end)


def shape(item: Item) -> tuple[str, ...]:
    """Items of one shape can be merged part by part."""
    return tuple(part.kind if isinstance(part, Block) else "" for part in item.parts)


def is_import(item: Item) -> bool:
    return item.key.startswith("import ")


@lru_cache(maxsize=1 << 16)
def essence(text: str) -> tuple[str, ...]:
    """What the text says, however it is laid out: equal for two layouts of one thing.

    Blanks, semicolons, commas before a closing bracket and the choice of quotes don't count.
    """
    try:
        return tuple(_essence(text))
    except NotTypeScript:  # part of a construct: two such texts are the same only to the letter
        return (text,)


def _essence(text: str) -> Iterator[str]:
    pending: list[str] = []  # a comma, and the comments behind it
    for token in lexed(text):
        if token.kind == "comment":
            if pending:
                pending.append(_canonical(token))
            else:
                yield _canonical(token)
            continue
        if pending:
            yield from pending[token.text in _CLOSERS :]
            pending.clear()
        if token.text == ",":
            pending.append(",")
        elif token.text != ";":
            yield _canonical(token)
    yield from pending[1:]


def same(one: str, other: str) -> bool:
    return one == other or _says_the_same(essence(one), essence(other))


def _says_the_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if one == other:
        return True
    if "nullable" not in one and "nullable" not in other:
        return False
    return with_long_nullables(one) == with_long_nullables(other)


def with_long_nullables(words: tuple[str, ...]) -> tuple[str, ...]:
    """`v.nullable(x)` as `v.union(x, v.null())`, which Convex takes for the same validator."""
    found: list[str] = []
    ends: list[int] = []  # of the calls of `v.nullable` that are open: how deep they stand
    depth = 0
    for at, word in enumerate(words):
        depth += (word in _OPENERS) - (word in _CLOSERS)
        if (
            word == "nullable"
            and words[at - 2 : at] == ("v", ".")
            and words[at + 1 : at + 2] == ("(",)
        ):
            found.append("union")
            ends.append(depth)
            continue
        if ends and word == ")" and depth == ends[-1]:
            found.extend((",", "v", ".", "null", "(", ")"))
            ends.pop()
        found.append(word)
    return tuple(found)


def alike(one: Item, other: Item) -> bool:
    """Whether the texts of two items are the `same`; only where they part are they looked into."""
    if one == other or _same_meaning(*_apart(pieces_of(one), pieces_of(other))):
        return True
    return any("nullable" in text_of(item) for item in (one, other)) and same(
        text_of(one), text_of(other)
    )


def bodies_alike(one: Item, other: Item) -> bool:
    return alike(one._replace(lead="", end=""), other._replace(lead="", end=""))


def _apart(one: list[str], other: list[str]) -> tuple[str, str]:
    """The texts without what both begin and end with, but for a word on each side: what a comma or a
    slash means hangs on its neighbours.
    """
    shortest = min(len(one), len(other))
    start = next((n for n in range(shortest) if one[n] != other[n]), shortest)
    left = shortest - start
    end = next((n for n in range(left) if one[-1 - n] != other[-1 - n]), left)
    while start and not _is_code(one[start - 1]):
        start -= 1
    while end and not _is_code(one[-end]):
        end -= 1
    start, end = max(start - 1, 0), max(end - 1, 0)
    return "".join(one[start : len(one) - end]), "".join(other[start : len(other) - end])


def _is_code(piece: str) -> bool:
    return "/" not in piece and not piece.isspace() and piece != ""


def _same_meaning(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return all(a == b for a, b in zip_longest(_essence(one), _essence(other)))
    except NotTypeScript:
        return False


def _canonical(token: TsToken) -> str:
    match token.kind:
        case "string":
            return '"' + string_value(token.text)
        case "comment":
            return " ".join(re.sub(r"\n\s*\*(?!/)", "\n", token.text).split())
        case _:
            return token.text
