"""What the merged file names and no longer has: a hand-written index over a field that left Prisma.

Each side was whole, so such a name stood on one of them: what one side removed, the other uses.
"""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.records import NamedTuple

from ..typescript.tokens import TsToken, lexed, string_value
from .clashes import Answer, Clash, tables_of
from .conflict import Conflict
from .imports import declared
from .renames import hint, probable
from .tree import Block, Item, Leaf, body_of, is_import

_FIELD_KEYS = frozenset(("searchField", "vectorField", "filterFields"))


class Use(NamedTuple):
    """`path` leads to what uses `name`: a declaration, a table, or (with its table) a field."""

    path: tuple[str, ...]
    kind: str
    name: str
    item: Item


def dangling(merged: Block, base: Block, mine: Block, theirs: Block) -> list[Clash]:
    """The uses of what some side had and the result has not; those that `mine` had already aside."""
    sides = [_names(side) for side in (base, mine, theirs)]
    had = frozenset().union(*sides)
    gone = {name for name in had - _names(merged) if name in sides[1] or not _hides(mine, name)}
    if not gone:
        return []
    before = {_identity(use) for use in _broken(mine, had - sides[1])}
    ours = {_identity(use) for use in _broken(mine, had)}
    names = probable(base, theirs)
    return [
        _clash(use, _identity(use) in ours, hint(_declared_at(use), names))
        for use in _broken(merged, frozenset(gone))
        if _identity(use) not in before
    ]


def _identity(use: Use) -> tuple[tuple[str, ...], str, str]:
    return use.path, use.kind, use.name


def _clash(use: Use, is_mine: bool, advice: str) -> Clash:
    """Who uses it keeps it by having added it; who removed it has the use removed too."""
    text = body_of(use.item)
    how = "is gone from Prisma" if is_mine else "was removed here"
    conflict = Conflict(
        path=use.path,
        reason=f"uses the {use.kind} `{use.name}`, which {how}",
        base=None,
        mine=text if is_mine else None,
        theirs=None if is_mine else text,
        hint=advice if is_mine else "",
    )
    kept = Answer(_declared_at(use), of_base_alone=True)
    removed = Answer(use.path, use.kind == "field")
    return Clash(conflict, *((kept, removed) if is_mine else (removed, kept)))


def _hides(mine: Block, name: tuple[str, ...]) -> bool:
    """Whether what is not to be seen in `mine` may be there all the same: spread in from elsewhere."""
    match name:
        case ("table", _):
            return any(_is_spread(table) for table in tables_of(mine))
        case ("field", owner, _):
            table = next((one for one in tables_of(mine) if one.key == owner), None)
            if table is None:
                return False
            return not _has_object(table) or any(map(_is_spread, _fields(table)))
        case _:
            return False


def _is_spread(item: Item) -> bool:
    return item.key.startswith("...")


def _has_object(table: Item) -> bool:
    return any(isinstance(part, Block) and part.kind == "fields" for part in table.parts)


def _declared_at(use: Use) -> tuple[str, ...]:
    """The path that led to what is used."""
    match use.kind:
        case "declaration":
            return (use.name,)
        case "table":
            return ("export default", use.name)
        case _:
            return (*use.path[:2], use.name)


Named = frozenset[tuple[str, ...]]


def _names(statements: Block) -> Named:
    """(kind, name) of declarations and tables; (table, name) of fields is ("field", table, name)."""
    names = {("declaration", name) for name in declared(statements)}
    found: set[tuple[str, ...]] = set(names)
    for table in tables_of(statements):
        found.add(("table", table.key))
        found.update(("field", table.key, field.key) for field in _fields(table))
    return frozenset(found)


def _fields(table: Item) -> Iterator[Item]:
    for part in table.parts:
        if isinstance(part, Block) and part.kind == "fields":
            yield from part.items


def _broken(statements: Block, gone: Named) -> list[Use]:
    uses = [
        use
        for item in statements.items
        if not is_import(item)
        for use in _uses(item, (item.key,))
        if (use.kind, use.name) in gone
    ]
    uses += [
        use
        for table in tables_of(statements)
        for use in _field_uses(table)
        if ("field", table.key, use.name) in gone
    ]
    return list(dict.fromkeys(uses))


def _uses(item: Item, path: tuple[str, ...]) -> Iterator[Use]:
    """Words that may be a declaration's name, and `v.id("table")`; innermost items tell them."""
    own = "".join(part.text for part in item.parts if isinstance(part, Leaf))
    tokens = [token for token in lexed(own) if token.kind != "comment"]
    for number, token in enumerate(tokens):
        if token.kind == "word" and not _is_property(tokens, number):
            yield Use(path, "declaration", token.text, item)
        if token.kind == "string" and _joined_text(tokens, number - 4, number) == "v.id(":
            yield Use(path, "table", string_value(token.text), item)
    for part in item.parts:
        if isinstance(part, Block):
            for inner in part.items:
                yield from _uses(inner, (*path, inner.key))


def _is_property(tokens: list[TsToken], number: int) -> bool:
    """`x.name` and `name: x`."""
    following = _joined_text(tokens, number + 1, number + 2)
    return following == ":" or _joined_text(tokens, number - 1, number) in (".", "?.")


def _joined_text(tokens: list[TsToken], start: int, stop: int) -> str:
    return "".join(token.text for token in tokens[max(start, 0) : stop])


def _field_uses(table: Item) -> Iterator[Use]:
    """The fields that a table's calls name."""
    for part in table.parts:
        if isinstance(part, Block) and part.kind == "calls":
            for call in part.items:
                for name in _fields_of(body_of(call)):
                    yield Use(("export default", table.key, call.key), "field", name, call)


def _fields_of(call: str) -> list[str]:
    """The strings of `[...]`, and of `searchField: "..."` and the like."""
    names: list[str] = []
    key = ""
    depth = 0
    for token in lexed(call):
        depth += (token.text == "[") - (token.text == "]")
        if token.kind == "word":
            key = token.text
        elif token.kind == "string" and (key in _FIELD_KEYS or (key == "index" and depth)):
            names.append(string_value(token.text).partition(".")[0])
    return names
