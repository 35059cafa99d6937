"""Where each table, and each constant that was generated, stands in schema.ts and the files that it imports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prisma_schema_parser.records import NamedTuple

from .modules import (
    ROOT,
    SCHEMA,
    Modules,
    Path,
    Spot,
    declared_names,
    expression,
    item_at,
    named,
    reached,
    resolve,
    spread_names,
)
from .tree import Block, Item

_TABLES = "tables"
_LONGEST_WAY = 8
"""Names that lead to names; beyond it they go in a circle."""
MOST_SPREAD = 200
"""Objects that are spread into one, and into those."""


class TablePlace(NamedTuple):
    """`entry` has the name, `table` the `defineTable(...)`, `fields` the object of its fields (None where that can't
    be followed); one and the same where the table is written out in its place."""

    entry: Spot
    table: Spot
    fields: Spot | None

    @property
    def is_whole(self) -> bool:
        return self.entry == self.table == self.fields


class Places(NamedTuple):
    """`home` is the object that has the tables; `order` the files as they are run; `declared` where a constant
    stands, by name."""

    tables: Mapping[str, TablePlace]
    declared: Mapping[str, Spot]
    home: Spot | None
    order: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether all stands in schema.ts as we would write it."""
        if self.home is None:
            return len(self.order) == 1
        return (
            self.home == Spot(ROOT, (SCHEMA,))
            and len(self.order) == 1
            and all(
                one.is_whole and one.entry.path[:-1] == (SCHEMA,) for one in self.tables.values()
            )
        )


def find_places(modules: Modules) -> Places:
    order = tuple(reached(modules, ROOT))
    declared: dict[str, Spot] = {}
    for module, name in declared_names({one: modules[one] for one in (ROOT, *order)}):
        declared.setdefault(name, Spot(module, (name,)))
    home = _home(modules)
    tables: dict[str, TablePlace] = {}
    for name, entry in _entries(modules, home, set()) if home is not None else ():
        tables[name] = _place(modules, entry)
    return Places(tables, declared, home, order)


def _home(modules: Modules) -> Spot | None:
    """The object that `defineSchema` is given."""
    item = modules[ROOT].by_key().get(SCHEMA)
    if item is None:
        return None
    words = expression(item)
    if words[:2] != ("defineSchema", "("):
        return None
    if table_block(item) is not None:
        return Spot(ROOT, (SCHEMA,))
    found = resolve(modules, ROOT, named(words[2:]))
    there = item_at(modules, found) if found is not None else None
    return found if there is not None and table_block(there) is not None else None


def table_block(item: Item) -> Block | None:
    """The object in an item: of tables, or of fields."""
    kinds = (_TABLES, "fields")
    return next((one for one in item.parts if isinstance(one, Block) and one.kind in kinds), None)


def calls_block(item: Item) -> Block | None:
    return next((one for one in item.parts if isinstance(one, Block) and one.kind == "calls"), None)


def _entries(modules: Modules, home: Spot, seen: set[Spot]) -> Iterator[tuple[str, Spot]]:
    """The tables by name; those of a spread object, too, which is looked into once."""
    seen.add(home)
    item = item_at(modules, home)
    block = table_block(item) if item is not None else None
    for one in block.items if block is not None else ():
        names = spread_names(one)
        if not names:
            yield one.key, Spot(home.module, (*home.path, one.key))
            continue
        there = resolve(modules, home.module, names)
        if there is not None and there not in seen and len(seen) < MOST_SPREAD:
            yield from _entries(modules, there, seen)


def _place(modules: Modules, entry: Spot) -> TablePlace:
    table: Spot | None = entry
    item = item_at(modules, entry)
    for _ in range(_LONGEST_WAY):
        words = expression(item) if item is not None else ()
        if table is None or item is None or words[:2] in (("defineTable", "("), ("Table", "(")):
            break
        table = resolve(modules, table.module, _head(words))
        item = item_at(modules, table) if table is not None else None
    if table is None or item is None:
        return TablePlace(entry, entry, None)
    return TablePlace(entry, table, _fields(modules, table, item))


def _head(words: tuple[str, ...]) -> Path:
    """`tables.users` of `tables.users.index(...)`."""
    names = named(words)
    ended = len(names) * 2 - 1 < len(words)
    return names[:-1] if ended and len(names) > 1 and words[len(names) * 2 - 1] == "(" else names


def _fields(modules: Modules, table: Spot, item: Item) -> Spot | None:
    """The object itself, or the constant that `defineTable(userFields)` and `defineTable({ ...userFields })` name."""
    block = table_block(item)
    if block is None:
        words = expression(item)
        return object_spot(modules, table.module, named(words[2:]))
    only = block.items[0] if len(block.items) == 1 else None
    names = spread_names(only) if only is not None else ()
    return object_spot(modules, table.module, names) if names else table


def object_spot(modules: Modules, module: str, names: Path) -> Spot | None:
    """The object that `userFields`, or `user.fields` of a validator, names."""
    for suffix in (("fields",), ()):
        if suffix and names[-1:] != suffix:
            continue
        found = resolve(modules, module, names[: len(names) - len(suffix)])
        there = item_at(modules, found) if found is not None else None
        if there is not None and table_block(there) is not None:
            return found
    return None


def spread_fields(modules: Modules, place: TablePlace) -> Iterator[tuple[Item, str]]:
    """The fields that come into a table's object from constants that it spreads, with their file."""
    for there in spread_objects(modules, place.fields) if place.fields is not None else ():
        inner = item_at(modules, there)
        block = table_block(inner) if inner is not None else None
        for field in block.items if block is not None else ():
            if not spread_names(field):
                yield field, there.module


def spread_objects(modules: Modules, start: Spot) -> Iterator[Spot]:
    """What an object spreads, and what that spreads: each once, however often it stands there."""
    seen, waiting = {start}, [start]
    while waiting:
        spot = waiting.pop(0)
        item = item_at(modules, spot)
        block = table_block(item) if item is not None else None
        for one in block.items if block is not None else ():
            names = spread_names(one)
            there = object_spot(modules, spot.module, names) if names else None
            if there is not None and there not in seen and len(seen) < MOST_SPREAD:
                seen.add(there)
                waiting.append(there)
                yield there
