"""Renames. A merge knows a thing by its name, so one that is called otherwise now left, and another came.

Nobody says that it is the same one, so it is taken for it only where both sides have renamed alike; else
a message says what it looks like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import TypeAlias

from .conflict import literal_of
from .tree import Block, Item, Kind, Leaf, body_of, essence

Path: TypeAlias = tuple[str, ...]
_TABLES = "export default"


def followed(base: Block, mine: Block, theirs: Block) -> Block:
    """The tables, fields or declarations of `base`, under their new names where they have those on both sides."""
    here, there = set(mine.keys()), set(theirs.keys())
    before = set(base.keys())
    gone, new = before - here - there, (here & there) - before
    names = {**_matched(base, theirs, gone, new), **_matched(base, mine, gone, new)}
    if len(set(names.values())) < len(names):
        names = _matched(base, theirs, gone, new)
    if not names:
        return base
    items = (
        under(item, names[item.key], base.kind) if item.key in names else item
        for item in base.items
    )
    return base._replace(items=tuple(items))


def under(item: Item, name: str, kind: Kind) -> Item:
    """The item as it would stand under another name."""
    first = item.parts[0]
    if name == item.key or not isinstance(first, Leaf):
        return item
    old = re.escape(item.key)
    if kind == "statements":
        head = re.sub(rf"\b((?:const|type)\s+){old}\b", rf"\g<1>{name}", first.text, count=1)
    elif first.text == item.key:  # `users` for `users: users`
        head = f"{name}: {first.text}"
    else:
        head = re.sub(rf"^([\"']?){old}\1(?=\s*:)", name, first.text)
    return item._replace(key=name, parts=(Leaf(head), *item.parts[1:]))


def probable(base: Block, theirs: Block) -> Mapping[Path, str]:
    """What `theirs` seems to call what it no longer has: by path, of tables, their fields, declarations."""
    found: dict[Path, str] = {(old,): new for old, new in _renamed(base, theirs)}
    for tables, now in _blocks(base, theirs, _TABLES):
        found.update({(_TABLES, old): new for old, new in _renamed(tables, now)})
        for table in tables.items:
            for fields, fields_now in _blocks(tables, now, table.key):
                for old, new in _renamed(fields, fields_now):
                    found[_TABLES, table.key, old] = new
    for union in base.items:
        for values, now in _blocks(base, theirs, union.key):
            if values.kind == "members":
                found.update({(union.key, old): new for old, new in _other_value(values, now)})
    return found


def _other_value(before: Block, now: Block) -> Iterator[tuple[str, str]]:
    """The one value that an enum has in the place of one that is gone."""
    known, there = before.by_key(), now.by_key()
    gone = [key for key in known if key not in there]
    new = [key for key in there if key not in known]
    if len(gone) == len(new) == 1 and len(before.items) == len(now.items):
        yield gone[0], new[0]


def named_here(key: str, base: Block, mine: Block) -> str:
    """What to do about a field or declaration that is gone here, where one that only this file has says the same."""
    known = base.by_key()
    look = _look(known[key], base.kind) if key in known else ()
    alike = [
        one.key for one in mine.items if one.key not in known and _look(one, base.kind) == look
    ]
    if not look or len(alike) != 1:
        return ""
    where = "at the field" if base.kind == "fields" else "above it"
    return (
        f"`{alike[0]}` is new here and looks the same: if `{key}` was renamed, say it in Prisma, {where}: "
        f"`/// @convex.name({alike[0]})`"
    )


def hint(path: Path, names: Mapping[Path, str]) -> str:
    """What to do about what is gone; nothing where nothing looks like it."""
    if path not in names:
        return ""
    old, new = literal_of(path[-1]), literal_of(names[path])
    if old is not None:
        looks = f"`{new}` is new in Prisma in its place: if `{old}`"
    else:
        looks = f"`{names[path]}` is new in Prisma and looks the same: if `{path[-1]}`"
    return f"{looks} was renamed, rename it here too and run again"


def _renamed(base: Block, theirs: Block) -> Iterator[tuple[str, str]]:
    before, now = set(base.keys()), set(theirs.keys())
    yield from _matched(base, theirs, before - now, now - before).items()


def _blocks(base: Block, theirs: Block, key: str) -> Iterator[tuple[Block, Block]]:
    """The tables of both sides, or the fields of one."""
    one, other = base.by_key().get(key), theirs.by_key().get(key)
    sides = [
        next((part for part in item.parts if isinstance(part, Block)), None) if item else None
        for item in (one, other)
    ]
    match sides:
        case [Block() as old, Block() as new] if old.kind == new.kind and old.kind != "calls":
            yield old, new


def _matched(
    base: Block, theirs: Block, gone: Collection[str], new: Collection[str]
) -> dict[str, str]:
    """Old name -> new name, where one thing that is gone and one that is new look alike."""
    if not gone or not new or base.kind not in ("statements", "tables", "fields"):
        return {}
    looks = [
        {item.key: _look(item, block.kind) for item in block.items if item.key in keys}
        for block, keys in ((base, gone), (theirs, new))
    ]
    times = [Counter(side.values()) for side in looks]
    by_look = {look: name for name, look in looks[1].items()}
    return {
        old: by_look[look]
        for old, look in looks[0].items()
        if look and times[0][look] == 1 == times[1][look]
    }


def _look(item: Item, kind: str) -> Hashable:
    """What stays through a renaming: a table's fields, a field's or a declaration's value."""
    if kind == "tables":
        blocks = (part for part in item.parts if isinstance(part, Block) and part.kind == "fields")
        return tuple(sorted(field.key for block in blocks for field in block.items))
    words = essence(body_of(item))
    mark = "=" if kind == "statements" else ":"
    return words[words.index(mark) :] if mark in words else ()
