"""Tables that a person, or Prisma, calls otherwise than when they were last generated.

What the lock remembers comes first: which model a table is, and what it was called here. Else a table that is
gone is the one new table that has most of its fields.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from prisma_schema_parser.records import NamedTuple

from .modules import SCHEMA, Modules, Path
from .places import Places, table_block
from .renames import under
from .tree import Block, Item, Leaf, Part

_ALIKE = 0.5
"""The part of the fields, of both tables together, that a renamed table still shares."""


class TableIdentity(NamedTuple):
    """Which model a table is: its name, and that of its table in the database. `here` is what a person calls it, where
    that differs from what is generated."""

    model: str
    database: str
    here: str = ""


Identities = Mapping[str, TableIdentity]
"""By the table's generated name."""

UNKNOWN: Identities = MappingProxyType({})


class Renames(NamedTuple):
    """From old names to new ones: `by_hand` of tables as they were generated, `in_prisma` of those that Prisma calls
    otherwise now."""

    by_hand: Mapping[str, str]
    in_prisma: Mapping[str, str]

    def of(self, side: Block) -> Block:
        """A generated side under the names that its tables have here."""
        there = tables_of_side(side)
        if there is None:
            return side
        names = {
            old: new
            for old, new in self.by_hand.items()
            if old in there.by_key() and new not in there.by_key()
        }
        return _renamed(side, names)


def renames(base: Block, mine: Block, theirs: Block, last: Identities, now: Identities) -> Renames:
    """`last` and `now` say which model a table of `base` and of `theirs` is."""
    before, ours, new = (tables_of_side(side) for side in (base, mine, theirs))
    if before is None or ours is None or new is None:
        return Renames({}, {})
    by_hand = _by_hand(before, ours, last)
    in_prisma = _in_prisma(before, new, last, now)
    for old, there in in_prisma.items():
        if by_hand.get(old, there) != there:  # the person's name stands, whatever Prisma says now
            by_hand[there] = by_hand[old]
    moved = {
        old: there
        for old, there in in_prisma.items()
        if old not in by_hand and old in ours.by_key() and there not in ours.by_key()
    }
    return Renames(by_hand, moved)


def tables_of_side(block: Block) -> Block | None:
    item = block.by_key().get(SCHEMA)
    found = table_block(item) if item is not None else None
    return found if found is not None and found.kind == "tables" else None


# ---- what is called otherwise -------------------------------------------------------------------


def _by_hand(before: Block, now: Block, last: Identities) -> dict[str, str]:
    there, here = before.by_key(), now.by_key()
    known = {
        old: one.here
        for old, one in last.items()
        if one.here and old in there and old not in here and one.here in here
    }
    gone = {
        key: _fields(item) for key, item in there.items() if key not in here and key not in known
    }
    taken = set(known.values())
    new = {
        key: _fields(item) for key, item in here.items() if key not in there and key not in taken
    }
    return {**known, **likely_names(gone, new)}


def _in_prisma(before: Block, new: Block, last: Identities, now: Identities) -> dict[str, str]:
    was, now_there = before.by_key(), new.by_key()
    gone = {one: last[one] for one in was if one in last and one not in now_there}
    come = {one: now[one] for one in now_there if one in now and one not in was}
    found: dict[str, str] = {}
    for part in ("model", "database"):
        times = Counter(getattr(one, part) for one in come.values())
        names = {getattr(one, part): name for name, one in come.items()}
        for old, one in gone.items():
            key = getattr(one, part)
            if old not in found and times[key] == 1 and names[key] not in found.values():
                found[old] = names[key]
    return found


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


def _fields(item: Item) -> frozenset[str]:
    blocks = [part for part in item.parts if isinstance(part, Block) and part.kind == "fields"]
    return frozenset(key for block in blocks for key in block.by_key())


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0


# ---- under another name -------------------------------------------------------------------------


def _renamed(side: Block, names: Mapping[str, str]) -> Block:
    """With the tables and all ids of them under their new names."""
    tables = tables_of_side(side)
    if not names or tables is None:
        return side
    side = _with_ids(side, names)
    for old, new in names.items():
        side = _changed_at(side, (SCHEMA, old), new)
    return side


def renamed_modules(modules: Modules, places: Places, names: Mapping[str, str]) -> Modules:
    """A person's files with tables, and all ids of them, under the names that Prisma has for them now."""
    if not names:
        return modules
    found = {module: _with_ids(tree, names) for module, tree in modules.items()}
    for old, new in names.items():
        place = places.tables.get(old)
        spot = place.entry if place is not None else None
        if spot is not None:
            found[spot.module] = _changed_at(found[spot.module], spot.path, new)
    return found


def _with_ids(part: Block, names: Mapping[str, str]) -> Block:
    for old, new in names.items():
        ids = re.compile(rf"(\bv\s*\.\s*id\(\s*)([\"']){re.escape(old)}\2")
        part = _with_leaves(part, ids, rf"\g<1>\g<2>{new}\g<2>")
    return part


def _with_leaves(part: Block, pattern: re.Pattern[str], text: str) -> Block:
    def changed(one: Part) -> Part:
        if isinstance(one, Leaf):
            return Leaf(pattern.sub(text, one.text))
        return _with_leaves(one, pattern, text)

    items = tuple(
        item._replace(parts=tuple(changed(one) for one in item.parts)) for item in part.items
    )
    return part._replace(items=items)


def _changed_at(block: Block, path: Path, name: str) -> Block:
    """With another name for the item that a path leads to."""
    items = tuple(
        (
            item
            if item.key != path[0]
            else (
                under(item, name, block.kind)
                if len(path) == 1
                else item._replace(
                    parts=tuple(
                        _changed_at(one, path[1:], name) if isinstance(one, Block) else one
                        for one in item.parts
                    )
                )
            )
        )
        for item in block.items
    )
    return block._replace(items=items)


def renames_text(found: Renames, generated: Block) -> str:
    """For the summary: what of what is generated now stands under another name."""
    tables = tables_of_side(generated)
    known = tables.by_key() if tables is not None else {}
    names = [f"{old} as {new}" for old, new in found.by_hand.items() if old in known]
    return f"renamed {', '.join(names)}" if names else ""


def new_tables(base: Block, mine: Block) -> list[str]:
    """Those that nobody generated."""
    before, now = tables_of_side(base), tables_of_side(mine)
    if before is None or now is None:
        return []
    known = before.by_key()
    return [item.key for item in now.items if item.key not in known]


def name_hint(table: str, new: Sequence[str]) -> str:
    """What to do where a table that is gone may be one of the new ones."""
    if not new:
        return ""
    named = " or ".join(f"`/// @convex.name({name})`" for name in new[:3])
    return f"if `{table}` was renamed here, say it in Prisma, above its model: {named}"
