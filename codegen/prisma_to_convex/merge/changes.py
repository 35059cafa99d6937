"""What one schema.ts has that another has not: its tables, fields, indexes, and what else it declares.

Layout and comments are no change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

from .tree import HEADER_KEY, Block, Item, Kind, Leaf, body_of, essence, is_import, shape, text_of

How: TypeAlias = Literal["removed", "added", "changed"]

_WORDS: dict[Kind, str] = {
    "tables": "table",
    "fields": "field",
    "calls": "index",
    "members": "literal",
    "statements": "declaration",
}
_LITERAL = re.compile(r"v\.literal\((.*)\)", re.DOTALL)
_INDEX_FIELDS = re.compile(r'\[\s*("[^"]*"(?:\s*,\s*"[^"]*")*)\s*,?\s*\]')


class Change(NamedTuple):
    """`what` is a table, field, index, literal or declaration; `note` says why, where that is known."""

    how: How
    what: str
    name: str
    note: str = ""


def changes(before: Block, after: Block) -> list[Change]:
    """In the order of the files: what is removed, then what is added or changed."""
    return list(_changes(before, after, ()))


def _changes(before: Block, after: Block, path: tuple[str, ...]) -> Iterator[Change]:
    if after.kind == "names":  # imports follow from the rest
        return
    word = _WORDS[after.kind]
    was, now = before.by_key(), after.by_key()
    for key, item in was.items():
        if key not in now and not _is_beside_the_point(key, item):
            yield Change("removed", word, _name(path, _key(item, word)), _covered(item, after))
    for key, item in now.items():
        if _is_beside_the_point(key, item):
            continue
        if key not in was:
            yield Change("added", word, _name(path, _key(item, word)))
        else:
            yield from _inside(was[key], item, word, (*path, key))


def _is_beside_the_point(key: str, item: Item) -> bool:
    return key == HEADER_KEY or is_import(item)


def _name(path: tuple[str, ...], key: str) -> str:
    return ".".join(part for part in (*path, key) if part != "export default")


def _key(item: Item, word: str) -> str:
    """Of a literal its value: `"ADMIN"`."""
    found = _LITERAL.fullmatch(body_of(item)) if word == "literal" else None
    return found[1] if found else item.key


def _inside(was: Item, now: Item, word: str, path: tuple[str, ...]) -> Iterator[Change]:
    if _meaning(body_of(was)) == _meaning(body_of(now)):
        return
    if shape(was) != shape(now):
        yield Change("changed", word, _name(path[:-1], path[-1]))
        return
    pairs = list(zip(was.parts, now.parts, strict=True))
    leaves = [(a, b) for a, b in pairs if isinstance(a, Leaf) and isinstance(b, Leaf)]
    if any(_meaning(text_of(a)) != _meaning(text_of(b)) for a, b in leaves):
        yield Change("changed", word, _name(path[:-1], path[-1]))
    for a, b in pairs:
        if isinstance(a, Block) and isinstance(b, Block):
            yield from _changes(a, b, path)


def _meaning(text: str) -> tuple[str, ...]:
    return tuple(word for word in essence(text) if not word.startswith(("//", "/*")))


def _covered(gone: Item, after: Block) -> str:
    """The index that begins with the fields of one that is gone."""
    fields = _index_fields(gone) if after.kind == "calls" else ()
    for item in after.items if fields else ():
        if _index_fields(item)[: len(fields)] == fields:
            return f"{item.key} covers it"
    return ""


def _index_fields(item: Item) -> tuple[str, ...]:
    found = _INDEX_FIELDS.search(body_of(item))
    return tuple(re.findall(r'"([^"]*)"', found[1])) if found else ()
