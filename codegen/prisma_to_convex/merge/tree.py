"""schema.ts as a tree that loses nothing: the texts of its parts, joined, are the file.

```
Block(open, items, close)     { email: v.string(), // @unique }
Item(lead, parts, end)          lead: blanks and comments before; end: the comma and what follows it on its line
Leaf(text)                      whatever is not looked into
```
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from .tokens import NotTypeScript, Token, lexed, string_value

Kind: TypeAlias = Literal["statements", "tables", "fields", "calls", "members", "names"]

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

    def by_key(self) -> dict[str, Item]:
        return {item.key: item for item in self.items}


Part: TypeAlias = Leaf | Block


def text_of(node: Part | Item) -> str:
    match node:
        case Leaf(text):
            return text
        case Item():
            return node.lead + body_of(node) + node.end
        case Block():
            return node.open + "".join(map(text_of, node.items)) + node.close


def body_of(item: Item) -> str:
    return "".join(map(text_of, item.parts))


def shape(item: Item) -> tuple[str, ...]:
    """Items of one shape can be merged part by part."""
    return tuple(part.kind if isinstance(part, Block) else "" for part in item.parts)


def is_import(item: Item) -> bool:
    return item.key.startswith("import ")


@lru_cache(maxsize=4096)
def essence(text: str) -> tuple[str, ...]:
    """What the text says, however it is laid out: equal for two layouts of one thing.

    Blanks, semicolons, commas before a closing bracket and the choice of quotes don't count.
    """
    try:
        tokens = lexed(text)
    except NotTypeScript:  # part of a construct: two such texts are the same only to the letter
        return (text,)
    said: list[str] = []
    following = ""  # what comes next but comments
    for token in reversed(tokens):
        if token.text != ";" and (token.text != "," or following not in _CLOSERS):
            said.append(_said(token))
        if token.kind != "comment":
            following = token.text
    return tuple(reversed(said))


def same(one: str, other: str) -> bool:
    return one == other or essence(one) == essence(other)


def _said(token: Token) -> str:
    match token.kind:
        case "string":
            return '"' + string_value(token.text)
        case "comment":
            return " ".join(re.sub(r"\n\s*\*(?!/)", "\n", token.text).split())
        case _:
            return token.text
