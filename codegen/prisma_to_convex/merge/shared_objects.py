"""Objects that tables spread, `...timestamps`: what Prisma says alike of all these tables is merged there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prisma_schema_parser.records import NamedTuple

from .arrange import arranged, pad_of, shifted
from .modules import Modules, Spot, item_at, spread_names
from .places import Places, TablePlace, spread_objects, table_block
from .tree import Block, Item, alike

Tables = Mapping[str, Item]
"""The tables of a generated side, by name."""


class SharedObject(NamedTuple):
    """`base` and `theirs` are the fields that both generated sides have in it; `tables` lack them therefore."""

    base: Mapping[str, Item]
    theirs: Mapping[str, Item]
    tables: Mapping[str, frozenset[str]]


class _Both(NamedTuple):
    """One field of one table on both generated sides."""

    table: str
    base: Item | None
    theirs: Item | None


def spreads_fields(modules: Modules, places: Places) -> bool:
    return any(next(_spots(modules, one), None) is not None for one in places.tables.values())


def shared_objects(
    modules: Modules, places: Places, base: Tables, theirs: Tables
) -> dict[Spot, SharedObject]:
    """Constants alone. A field that Prisma changes in one of the tables only is none of theirs."""
    users: dict[Spot, list[str]] = {}
    for name, place in places.tables.items():
        for spot in _spots(modules, place) if name in base and name in theirs else ():
            if len(spot.path) == 1:
                users.setdefault(spot, []).append(name)
    found = {}
    for spot, names in users.items():
        agreed = dict(_agreed(modules, places, spot, _sides(names, base, theirs)))
        found[spot] = SharedObject(
            base={name: old for name, (old, _, _) in agreed.items()},
            theirs={name: new for name, (_, new, _) in agreed.items() if new is not None},
            tables={
                table: frozenset(name for name, (_, _, tables) in agreed.items() if table in tables)
                for table in names
            },
        )
    return found


def _sides(names: list[str], base: Tables, theirs: Tables) -> dict[str, tuple[Tables, Tables]]:
    return {name: (_fields(base[name]), _fields(theirs[name])) for name in names}


def _agreed(
    modules: Modules, places: Places, spot: Spot, tables: Mapping[str, tuple[Tables, Tables]]
) -> Iterator[tuple[str, tuple[Item, Item | None, frozenset[str]]]]:
    """The fields of which all tables say the same, on each side, with these tables."""
    for name in _fields(item_at(modules, spot)):
        both = [
            _Both(table, old.get(name), new.get(name))
            for table, (old, new) in tables.items()
            if name not in _own_fields(modules, places.tables[table])
        ]
        first = next(iter(both), None)
        if first is None or first.base is None:
            continue
        if all(_alike(one.base, first.base) and _alike(one.theirs, first.theirs) for one in both):
            yield name, (first.base, first.theirs, frozenset(one.table for one in both))


def _alike(one: Item | None, other: Item | None) -> bool:
    if one is None or other is None:
        return one is other
    return alike(one._replace(lead=""), other._replace(lead=""))


def _own_fields(modules: Modules, place: TablePlace) -> Tables:
    return _fields(item_at(modules, place.fields)) if place.fields is not None else {}


def _fields(item: Item | None) -> Mapping[str, Item]:
    block = table_block(item) if item is not None else None
    return {one.key: one for one in block.items if not spread_names(one)} if block else {}


def _spots(modules: Modules, place: TablePlace) -> Iterator[Spot]:
    """What a table's object spreads, and what that spreads."""
    if place.fields is not None:
        yield from spread_objects(modules, place.fields)


def with_fields(mine: Item, fields: Mapping[str, Item]) -> Item:
    """The object as it stands there, with these fields alone."""
    parts = tuple(
        _with_fields(one, fields) if isinstance(one, Block) and one is table_block(mine) else one
        for one in mine.parts
    )
    return mine._replace(parts=parts)


def _with_fields(block: Block, fields: Mapping[str, Item]) -> Block:
    pad = next((pad_of(one.lead) for one in block.items if "\n" in one.lead), "  ")
    items = [
        shifted(fields[one.key], pad_of(fields[one.key].lead), pad)
        for one in block.items
        if one.key in fields
    ]
    return arranged(items, block, block, block)
