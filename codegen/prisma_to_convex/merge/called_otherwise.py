"""What is gone from a file and seems to have another name there: what to write in Prisma, so that it is known."""

from __future__ import annotations

from .modules import Modules, Spot, item_at
from .places import Places, table_block
from .renames import named_here
from .table_names import tables_of_side
from .tree import Block


def called_otherwise(
    path: tuple[str, ...], module: str, base: Block, modules: Modules, places: Places
) -> str:
    """The hint for a field or declaration of a module, by its path there; empty where nothing looks like it."""
    key, within = path[-1], path[:-1]
    if not within:
        return named_here(key, base, modules[module])
    spot = Spot(module, within)
    item = item_at(modules, spot)
    here = table_block(item) if item is not None else None
    made = tables_of_side(base)
    if here is None or made is None:
        return ""
    tables = made.by_key()
    for name, place in places.tables.items():
        fields = table_block(tables[name]) if name in tables and place.fields == spot else None
        if fields is not None:
            return named_here(key, fields, here)
    return ""
