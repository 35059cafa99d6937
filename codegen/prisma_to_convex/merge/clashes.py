"""What does not go together in a merged file though each part is one side's own: a name declared by both,
two indexes over the same fields (a push refuses them), a use of what the other side removed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from prisma_schema_parser.records import NamedTuple

from .conflict import Conflict
from .imports import exported, names_of, without
from .notes import has_comment
from .tree import Block, Item, body_of, essence, is_import, text_of

SAME_NAME = "added here and in Prisma"
SAME_INDEX = "is here under another name, and Convex refuses two indexes over the same fields"

Sides = tuple[Block, Block, Block]


class Answer(NamedTuple):
    """What a merge does without, so that one side has its way: all three texts, or the base alone (then the
    side that still has it has added it)."""

    path: tuple[str, ...]
    is_call: bool = False
    of_base_alone: bool = False


class Clash(NamedTuple):
    """`mine` and `prisma` answer it, each for its side."""

    conflict: Conflict
    mine: Answer
    prisma: Answer


def doubled_names(merged: Block, sides: Sides) -> list[Clash]:
    """Names that one file declares twice; those that a side had twice aside."""
    names = {
        clash.conflict.path: clash
        for find in (names_of, exported)
        for clash in _doubled_names(merged, sides, find)
    }
    return list(names.values())


def doubled_indexes(merged: Block, mine: Block, theirs: Block) -> list[Clash]:
    return list(_doubled_indexes(merged, mine, theirs))


def _doubled_names(
    merged: Block, sides: Sides, find: Callable[[Item], list[str]]
) -> Iterator[Clash]:
    def times(statements: Block) -> Counter[str]:
        return Counter(name for item in statements.items for name in find(item))

    base, mine, theirs = sides
    ours = mine.by_key()
    for name in times(merged) - (times(base) | times(mine) | times(theirs)):
        items = [item for item in merged.items if name in find(item)]
        here = next((one for one in items if one.key in ours and name in find(ours[one.key])), None)
        there = next((one for one in items if one.key not in ours), None)
        if here and there:
            conflict = Conflict(
                path=(name,),
                reason=SAME_NAME,
                base=None,
                mine=text_of(here),
                theirs=text_of(there),
            )
            yield Clash(
                conflict,
                Answer((there.key,)),
                Answer((here.key, name) if is_import(here) else (here.key,)),
            )


def _doubled_indexes(merged: Block, mine: Block, theirs: Block) -> Iterator[Clash]:
    ours, news = ({table.key: _calls(table) for table in tables_of(one)} for one in (mine, theirs))
    for table in tables_of(merged):
        texts = _calls(table)
        here = texts.keys() - news.get(table.key, {}).keys()
        there = texts.keys() - ours.get(table.key, {}).keys()
        if not here or not there:
            continue
        own = {_but_its_name(texts[name]): name for name in sorted(here)}
        for name in sorted(there):
            if double := own.get(_but_its_name(texts[name])):
                path = "export default", table.key
                conflict = Conflict(
                    path=(*path, name),
                    reason=SAME_INDEX,
                    base=None,
                    mine=texts[double],
                    theirs=texts[name],
                )
                yield Clash(conflict, Answer((*path, name), True), Answer((*path, double), True))


def _calls(table: Item) -> dict[str, str]:
    return {
        call.key: body_of(call)
        for part in table.parts
        if isinstance(part, Block) and part.kind == "calls"
        for call in part.items
    }


def _but_its_name(call: str) -> tuple[str, ...]:
    """`, ["email"])` of `.index("by_email", ["email"])`: no two kinds of index go on alike."""
    return essence(call)[4:]


def tables_of(statements: Block) -> Iterator[Item]:
    for item in statements.items:
        for part in item.parts:
            if isinstance(part, Block) and part.kind == "tables":
                yield from part.items


# ---- answers ------------------------------------------------------------------------------------


def without_answer(block: Block, answer: Answer) -> Block:
    """A text without what stands against the preferred side."""
    return _without(block, answer.path, answer.is_call)


def _without(block: Block, path: tuple[str, ...], is_call: bool) -> Block:
    items: list[Item] = []
    for item in block.items:
        left = _item_without(item, path[1:], is_call) if item.key == path[0] else item
        items += [] if left is None else [left]
    emptied = bool(block.items) and not items and not has_comment(block.close)
    return block._replace(items=tuple(items), close=block.close.strip() if emptied else block.close)


def _item_without(item: Item, path: tuple[str, ...], is_call: bool) -> Item | None:
    if not path:
        return None
    if is_import(item):
        return without(item, set(path))
    parts = (
        (
            _without(part, path, is_call)
            if isinstance(part, Block) and (len(path) > 1 or is_call == (part.kind == "calls"))
            else part
        )
        for part in item.parts
    )
    return item._replace(parts=tuple(parts))
