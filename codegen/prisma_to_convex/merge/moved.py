"""Tables that a person renamed, or moved into constants: what was generated, in the form that they have now.

A merge knows a thing by its name and place. So before it, the two generated sides are written as the person
writes: the table under its new name, `const users = defineTable(...)` above and `users,` in its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from prisma_schema_parser.records import NamedTuple

from .arrange import pad_of, shifted
from .tree import Block, Item, Leaf, Part, body_of, essence, shape

_SCHEMA = "export default"
_TABLE = ("", "fields", "", "calls")
_ALIKE = 0.5
"""The part of the fields, of both tables together, that a renamed table still shares."""


class Forms(NamedTuple):
    """`renamed` leads from the name of a table to the one that a person gave it, `moved` from a table to its
    constant."""

    renamed: Mapping[str, str]
    moved: Mapping[str, str]

    def of(self, side: Block, mine: Block) -> Block:
        """A generated side as the person would have written it."""
        there = _tables(side)
        if there is None:
            return side
        names = {
            old: new
            for old, new in self.renamed.items()
            if old in there.by_key() and new not in there.by_key()
        }
        return _moved(_renamed(side, names), self.moved, mine)


def forms(base: Block, mine: Block) -> Forms:
    """What became of the tables that were last generated."""
    before, now = _tables(base), _tables(mine)
    if before is None or now is None:
        return Forms({}, {})
    return Forms(_names(base, mine, before, now), _constants(mine, now))


def _tables(block: Block) -> Block | None:
    item = block.by_key().get(_SCHEMA)
    blocks = (part for part in item.parts if isinstance(part, Block)) if item else iter(())
    return next((part for part in blocks if part.kind == "tables"), None)


# ---- another name -------------------------------------------------------------------------------


def _names(base: Block, mine: Block, before: Block, now: Block) -> dict[str, str]:
    gone = {item.key: _fields(item, base) for item in before.items if item.key not in now.by_key()}
    new = {item.key: _fields(item, mine) for item in now.items if item.key not in before.by_key()}
    return likely_names(gone, new)


def likely_names(
    gone: Mapping[str, frozenset[str]], new: Mapping[str, frozenset[str]]
) -> dict[str, str]:
    """Of each table that is gone, the one new table that has most of its fields, if that is of no other; tables
    with their fields."""
    found: dict[str, str] = {}
    for old, fields in gone.items():
        alike = [name for name, others in new.items() if _share(fields, others) > _ALIKE]
        if len(alike) == 1:
            found[old] = alike[0]
    times = Counter(found.values())
    return {old: name for old, name in found.items() if times[name] == 1}


def _fields(item: Item, side: Block) -> frozenset[str]:
    holder = side.by_key().get(_constant(item), item)
    blocks = [part for part in holder.parts if isinstance(part, Block) and part.kind == "fields"]
    return frozenset(key for block in blocks for key in block.by_key())


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 0


def _renamed(side: Block, names: Mapping[str, str]) -> Block:
    """With the tables and all ids of them under their new names."""
    for old, new in names.items():
        ids = re.compile(rf"(\bv\s*\.\s*id\(\s*)([\"']){re.escape(old)}\2")
        side = _with_leaves(side, ids, rf"\g<1>\g<2>{new}\g<2>")
    tables = _tables(side)
    if not names or tables is None:
        return side
    items = tuple(_under(item, names.get(item.key, item.key)) for item in tables.items)
    return _with_tables(side, tables._replace(items=items))


def _with_leaves(part: Block, pattern: re.Pattern[str], text: str) -> Block:
    def changed(one: Part) -> Part:
        if isinstance(one, Leaf):
            return Leaf(pattern.sub(text, one.text))
        return _with_leaves(one, pattern, text)

    items = tuple(
        item._replace(parts=tuple(changed(one) for one in item.parts)) for item in part.items
    )
    return part._replace(items=items)


def _under(item: Item, name: str) -> Item:
    first = item.parts[0]
    if name == item.key or not isinstance(first, Leaf):
        return item
    head = re.compile(rf"^([\"']?){re.escape(item.key)}\1(?=\s*:)").sub(name, first.text)
    return item._replace(key=name, parts=(Leaf(head), *item.parts[1:]))


# ---- constants ----------------------------------------------------------------------------------


def _constants(mine: Block, now: Block) -> dict[str, str]:
    """The constant of each table whose place names one that this file declares as a table."""
    declared = mine.by_key()
    return {
        item.key: name
        for item in now.items
        if (name := _constant(item)) in declared and shape(declared[name]) == _TABLE
    }


def _constant(item: Item) -> str:
    """What `users` or `users: usersTable` names; empty for a table that is written out."""
    words = essence(body_of(item))
    if len(words) == 1:
        return words[0]
    return words[2] if len(words) == 3 and words[1] == ":" else ""


def _moved(side: Block, constants: Mapping[str, str], mine: Block) -> Block:
    tables, ours = _tables(side), _tables(mine)
    if not constants or tables is None or ours is None:
        return side
    places, declared = ours.by_key(), mine.by_key()
    statements, left = [], []
    for item in tables.items:
        name = constants.get(item.key)
        if name is None or shape(item) != _TABLE or name in side.by_key():
            left.append(item)
            continue
        like = declared[name]
        item = shifted(item, pad_of(item.lead), pad_of(like.lead))
        statements.append(like._replace(parts=(like.parts[0], *item.parts[1:]), is_first=False))
        left.append(places[item.key]._replace(is_first=item.is_first))
    found = _with_tables(side, tables._replace(items=tuple(left)))
    at = found.keys().index(_SCHEMA)
    return found._replace(items=(*found.items[:at], *statements, *found.items[at:]))


def _with_tables(side: Block, tables: Block) -> Block:
    def changed(item: Item) -> Item:
        if item.key != _SCHEMA:
            return item
        parts = (
            tables if isinstance(one, Block) and one.kind == "tables" else one for one in item.parts
        )
        return item._replace(parts=tuple(parts))

    return side._replace(items=tuple(changed(item) for item in side.items))


def told(found: Forms, generated: Block) -> str:
    """For the summary: what of what is generated now stands under another name, or in a constant."""
    tables = _tables(generated)
    known = tables.by_key() if tables is not None else {}
    names = [f"{old} as {new}" for old, new in found.renamed.items() if old in known]
    return f"renamed {', '.join(names)}" if names else ""


def new_tables(base: Block, mine: Block) -> list[str]:
    """Those that nobody generated."""
    before, now = _tables(base), _tables(mine)
    if before is None or now is None:
        return []
    return [item.key for item in now.items if item.key not in before.by_key()]


def name_hint(table: str, new: Sequence[str]) -> str:
    """What to do where a table that is gone may be one of the new ones."""
    if not new:
        return ""
    named = " or ".join(f"`/// @convex.name({name})`" for name in new[:3])
    return f"if `{table}` was renamed here, say it in Prisma, above its model: {named}"
