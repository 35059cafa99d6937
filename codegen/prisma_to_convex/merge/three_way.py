"""Three trees into one: what one side alone changed is taken; what both changed must agree.

merge(base, mine, base) = mine and merge(base, base, theirs) = theirs hold for every part of the
tree, because each function asks that first, of the texts, before it looks inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from prisma_schema_parser.records import NamedTuple

from ..typescript.literals import WIDTH
from .arrange import arranged, refitted, reindented, tidied
from .conflict import Conflict, Prefer, Record
from .imports import values_typed_by
from .item_order import merged_order
from .notes import merge_ends, merge_leads
from .renames import followed
from .tree import (
    HEADER_KEY,
    Block,
    Item,
    Kind,
    Leaf,
    Part,
    alike,
    bodies_alike,
    is_import,
    same,
    shape,
    text_of,
)

CHANGED = "changed here and in Prisma"
GONE = "changed here, gone from Prisma"
DELETED = "deleted here, changed in Prisma"
ADDED = "added here and in Prisma"
SPREAD = "changed in Prisma, and comes here from an object that others share"

_Node = TypeVar("_Node", Item, Block, Leaf, Part)


class Merge(NamedTuple):
    """How to merge: where conflicts go, which side stands in for the answer, and what lines are broken beyond."""

    record: Record
    prefer: Prefer
    width: int = WIDTH

    def is_mine(self, path: tuple[str, ...]) -> bool:
        return self.prefer.side(path) != "prisma"


def merge_blocks(
    how: Merge, base: Block, mine: Block, theirs: Block, path: tuple[str, ...] = ()
) -> Block:
    """Lists of named things. The result stands in the place of `mine`, with its indentation."""
    easy = _unchanged(base, mine, theirs)
    if easy is not None and mine.kind != "names":
        return easy
    if mine.kind in ("tables", "fields", "statements"):
        base = followed(base, mine, theirs)
    sides = base.by_key(), mine.by_key(), theirs.by_key()
    merged: dict[str, Item] = {}
    for key in dict.fromkeys((*sides[1], *sides[2])):
        there = sides[2].get(key)
        fitting = there and reindented(there, theirs, mine)
        item = _merge_entry(
            how, sides[0].get(key), sides[1].get(key), fitting, (*path, key), mine.kind
        )
        if item is not None:
            merged[key] = item
    if mine.kind == "statements":
        merged |= _types_of_kept(merged, sides)
    order = merged_order(base.keys(), mine.keys(), theirs.keys(), merged)
    if mine.kind == "fields":
        order = _behind_spreads(order, sides[1])
    return arranged([merged[key] for key in order], base, mine, theirs)


def _types_of_kept(
    merged: Mapping[str, Item], sides: tuple[Mapping[str, Item], ...]
) -> dict[str, Item]:
    """What one side removed with its value, which stays all the same: `export type Role = Infer<typeof role>`."""
    base, mine, theirs = sides
    return {
        key: there
        for key in base
        if key not in merged and (there := mine.get(key) or theirs.get(key)) is not None
        for lacking in (theirs if key in mine else mine,)
        if any(name in merged and name not in lacking for name in values_typed_by(there))
    }


def _behind_spreads(order: list[str], mine: Mapping[str, Item]) -> list[str]:
    """What comes from Prisma alone, behind what is spread here: before it, `...shared` may say something else."""
    last = max((at for at, key in enumerate(order) if key.startswith("...")), default=-1)
    late = [key for key in order[: max(last, 0)] if key not in mine]
    return [*(key for key in order[: last + 1] if key not in late), *late, *order[last + 1 :]]


def _unchanged(base: _Node, mine: _Node, theirs: _Node) -> _Node | None:
    """The answer where at most one side changed, to the letter."""
    if theirs == base or mine == theirs:
        return mine
    return theirs if mine == base else None


def _merge_entry(
    how: Merge,
    base: Item | None,
    mine: Item | None,
    theirs: Item | None,
    path: tuple[str, ...],
    kind: Kind,
) -> Item | None:
    """One name on three sides; None where the result does not have it."""
    if mine is None or theirs is None:
        return _merge_absent(how, base, mine, theirs, path, kind)
    if base is not None:
        return merge_items(how, base, mine, theirs, path)
    if bodies_alike(mine, theirs):
        return merge_items(how, mine._replace(lead="", end=""), mine, theirs, path)
    _report(how, path, ADDED, None, mine, theirs)
    return mine if how.is_mine(path) else theirs


def _merge_absent(
    how: Merge,
    base: Item | None,
    mine: Item | None,
    theirs: Item | None,
    path: tuple[str, ...],
    kind: Kind,
) -> Item | None:
    """One side lacks the name: it added it not, or took it away."""
    there = mine or theirs
    if base is None or there is None:
        return there
    if path == (HEADER_KEY,):
        return mine  # who takes the header away wants it gone, whatever it would say now
    if kind == "names" or is_import(there):
        return there  # `imports.py` takes away what nobody uses
    if alike(base, there):
        return None
    _report(how, path, DELETED if mine is None else GONE, base, mine, theirs)
    return mine if how.is_mine(path) else theirs


def merge_items(how: Merge, base: Item, mine: Item, theirs: Item, path: tuple[str, ...]) -> Item:
    easy = _unchanged(base, mine, theirs)
    if mine.key == HEADER_KEY or (easy is not None and not is_import(mine)):
        return easy or mine
    lead, leads_clash = merge_leads(base.lead, mine.lead, theirs.lead)
    end, ends_clash = merge_ends(base.end, mine.end, theirs.end)
    if leads_clash or ends_clash:
        _report(how, path, CHANGED, base, mine, theirs)
        return mine if how.is_mine(path) else theirs
    parts = _merge_parts(how, base, mine, theirs, path)
    merged = Item(key=mine.key, lead=lead, parts=parts, end=end, is_first=mine.is_first)
    return tidied(merged, mine, how.width)


def _merge_parts(
    how: Merge, base: Item, mine: Item, theirs: Item, path: tuple[str, ...]
) -> tuple[Part, ...]:
    if is_import(mine) and shape(base) == shape(mine) == shape(theirs):
        return _merge_each(how, base, mine, theirs, path)  # names of either side stay
    if base.parts == theirs.parts or bodies_alike(mine, theirs):
        return mine.parts
    if base.parts == mine.parts:
        return theirs.parts
    if shape(base) == shape(mine) == shape(theirs):
        return _merge_each(how, base, mine, theirs, path)
    if bodies_alike(base, theirs):
        return mine.parts
    if bodies_alike(base, mine):
        return theirs.parts
    _report(how, path, CHANGED, base, mine, theirs)
    return mine.parts if how.is_mine(path) else theirs.parts


def _merge_each(
    how: Merge, base: Item, mine: Item, theirs: Item, path: tuple[str, ...]
) -> tuple[Part, ...]:
    merged: list[Part] = []
    is_around_ours = True
    for old, ours, new in zip(base.parts, mine.parts, theirs.parts, strict=True):
        if isinstance(old, Block) and isinstance(ours, Block) and isinstance(new, Block):
            block = merge_blocks(how, old, ours, new, path)
            merged.append(block if is_around_ours else refitted(block, new))
        elif same(text_of(new), text_of(old)) or same(text_of(ours), text_of(new)):
            merged.append(ours)
        elif same(text_of(ours), text_of(old)):
            merged.append(new)
            is_around_ours = False
        else:
            _report(how, path, CHANGED, base, mine, theirs)
            return mine.parts if how.is_mine(path) else theirs.parts
    return tuple(merged)


def _report(
    how: Merge,
    path: tuple[str, ...],
    reason: str,
    base: Item | None,
    mine: Item | None,
    theirs: Item | None,
) -> None:
    old, ours, new = (None if one is None else text_of(one) for one in (base, mine, theirs))
    how.record(Conflict(path=path, reason=reason, base=old, mine=ours, theirs=new))
