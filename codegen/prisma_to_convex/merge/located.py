"""From a place in the one text of a schema to the file, and the place in it, where that stands."""

from __future__ import annotations

from .modules import ROOT, SCHEMA, Modules, Path, item_at
from .places import Places, calls_block, table_block


def located(modules: Modules, places: Places, path: Path) -> tuple[str, Path]:
    """`path` leads to a constant, or through `export default` to a table, its field or its index."""
    if path[:1] != (SCHEMA,) or len(path) < 2:
        spot = places.declared.get(path[0]) if path else None
        return (spot.module, (*spot.path, *path[1:])) if spot is not None else (ROOT, path)
    place = places.tables.get(path[1])
    if place is None:
        return ROOT, path
    for spot in dict.fromkeys((place.entry, place.table, place.fields)):
        item = item_at(modules, spot) if spot is not None and path[2:] else None
        if spot is None or item is None:
            continue
        blocks = calls_block(item), table_block(item)
        if any(block is not None and path[2] in block.by_key() for block in blocks):
            return spot.module, (*spot.path, *path[2:])
    return place.entry.module, (*place.entry.path, *path[2:])
