"""The field list of a block attribute: `[a, b(sort: Desc, length: 10), c.d]`."""

from .draft import Column, Draft
from .markup import NONE, array, call, named


def item(draft: Draft, column: Column, *, sort: bool = True, length: bool = False) -> str:
    """One field; `sort` = it may have an order, `length` = it has to have a length."""
    dice, arguments = draft.dice, list[str]()
    if sort and dice.chance(4):
        arguments.append(named("sort", dice.pick(("Desc", "Asc"))))
    if length or (draft.can("length") and column.base in ("String", "Bytes") and dice.chance(5)):
        arguments.append(named("length", str(1 + dice.below(200))))
    if dice.chance(16):
        return _curious(draft, column.name, arguments)
    return call(column.name, *arguments) if arguments else column.name


def _curious(draft: Draft, name: str, arguments: list[str]) -> str:
    """What Prisma happens to let pass: an empty list, an unknown argument, a trailing comma."""
    if not arguments:
        return call(name)
    text = call(name, *arguments, *(["foo: 1"] if draft.dice.chance(2) else []))
    return f"{text[:-1]},{NONE})"


def field_list(draft: Draft, items: list[str]) -> str:
    """The default argument `fields`; a single plain field needs no brackets."""
    bare = len(items) == 1 and "(" not in items[0] and draft.dice.chance(4)
    text = items[0] if bare else array(items)
    return named("fields", text) if draft.dice.chance(5) else text


def reordered(draft: Draft, arguments: list[str]) -> list[str]:
    return draft.dice.shuffled(arguments) if draft.dice.chance(6) else arguments
