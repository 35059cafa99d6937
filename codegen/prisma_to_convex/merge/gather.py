"""schema.ts and the files that it imports as one text, as if all stood in its place: to read, not to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..typescript.tokens import NotTypeScript, TsToken, scan
from .aliases import NO_ALIASES, Aliases, with_relative_paths
from .modules import (
    ROOT,
    SCHEMA,
    Modules,
    Spot,
    declared_names,
    expression,
    imported_as,
    imports_of,
    item_at,
    re_exports,
    resolve,
    spread_names,
)
from .parse import parse
from .places import Places, calls_block, find_places, object_spot, spread_fields, table_block
from .tree import HEADER_KEY, Block, Item, Leaf, body_of, is_import, text_of

_NONE = (SCHEMA, HEADER_KEY)


def gathered_text(files: Mapping[str, str], aliases: Aliases = NO_ALIASES) -> str:
    """Raises NotTypeScript."""
    files = with_relative_paths(files, aliases).files
    return gathered({path: parse(text) for path, text in files.items()}, files[ROOT])


def gathered(modules: Modules, root: str) -> str:
    """`root` is the text of schema.ts, which it is where all stands there."""
    places = find_places(modules)
    if places.is_plain and not _spreads_fields(modules, places):
        return root
    return _Gathering(modules, places).text(root)


def _spreads_fields(modules: Modules, places: Places) -> bool:
    return any(
        next(spread_fields(modules, one), None) is not None for one in places.tables.values()
    )


class _Gathering:
    """`names` leads from a statement to its name in the one text."""

    def __init__(self, modules: Modules, places: Places) -> None:
        self.modules, self.places = modules, places
        self.names: dict[Spot, str] = {}
        self.known: dict[tuple[str, str], str | None] = {}
        taken: set[str] = set()
        for module, name in declared_names({one: modules[one] for one in (ROOT, *places.order)}):
            spot, free = Spot(module, (name,)), name
            number = 2
            while free in taken:
                free, number = f"{name}${number}", number + 1
            taken.add(free)
            self.names[spot] = free

    def text(self, root: str) -> str:
        schema = self.modules[ROOT].by_key().get(SCHEMA)
        if schema is None or self.places.home is None:
            return root
        statements = [*self.imports(), *self.statements()]
        trailing = _behind_tables(schema)
        tables = ",\n".join(self.table(name) for name in self.places.tables)
        opaque = "".join(f",\n{one}" for one in self.opaque())
        body = f"export default defineSchema({{\n{tables}{opaque}\n}}{trailing};\n"
        return "".join(f"{one};\n" for one in statements) + body

    def imports(self) -> Iterator[str]:
        """What comes from packages, and `defineTable` and `v`, which the one text uses."""
        yield 'import { defineSchema, defineTable } from "convex/server"'
        yield 'import { v } from "convex/values"'
        known = {"defineSchema", "defineTable", "v"}
        for module in dict.fromkeys((*self.places.order, ROOT)):
            for item in self.modules[module].items:
                for one in imports_of(item) if is_import(item) else ():
                    if one.local not in known and not one.source.startswith("."):
                        known.add(one.local)
                        yield f'import {{ {one.local} }} from "{one.source}"'

    def statements(self) -> Iterator[str]:
        """The constants and types, but for those that are tables, their fields, or objects of tables."""
        used = set[Spot]()
        for place in self.places.tables.values():
            used |= {Spot(one.module, one.path[:1]) for one in (place.entry, place.table)}
            if place.fields is not None:
                used.add(Spot(place.fields.module, place.fields.path[:1]))
        for module in dict.fromkeys((*self.places.order, ROOT)):
            for item in self.modules[module].items:
                spot = Spot(module, (item.key,))
                if spot in used or is_import(item) or item.key in _NONE or re_exports(item):
                    continue
                yield item.lead.strip() + "\n" * bool(item.lead.strip()) + self.renamed(
                    item, module
                )

    def opaque(self) -> Iterator[str]:
        """What is spread in and can't be read."""
        home = self.places.home
        item = item_at(self.modules, home) if home is not None else None
        block = table_block(item) if item is not None else None
        for one in block.items if block is not None else ():
            names = spread_names(one)
            if (
                home is not None
                and one.key.startswith("...")
                and not (names and resolve(self.modules, home.module, names))
            ):
                yield body_of(one)

    def table(self, name: str) -> str:
        place = self.places.tables[name]
        entry, item = item_at(self.modules, place.entry), item_at(self.modules, place.table)
        if (
            entry is None
            or item is None
            or expression(item)[:1] not in (("defineTable",), ("Table",))
        ):
            return text_of(entry).strip(" \n\t,") if entry is not None else name
        fields = "".join(self.fields(name)) if place.fields is not None else "...unread,\n"
        calls = "".join(
            text_of(block)
            for one in dict.fromkeys((place.table, place.entry))
            if (there := item_at(self.modules, one)) is not None
            and (block := calls_block(there)) is not None
        )
        lead = entry.lead.strip() or item.lead.strip()
        return f"{lead}\n{name}: defineTable({{\n{fields}}}){calls}"

    def fields(self, name: str) -> Iterator[str]:
        place = self.places.tables[name]
        item = item_at(self.modules, place.fields) if place.fields is not None else None
        block = table_block(item) if item is not None else None
        if place.fields is None or block is None:
            return
        there = dict[str, str]()
        for field, module in spread_fields(self.modules, place):
            there[field.key] = self.field(field, module)
        for one in block.items:
            if object_spot(self.modules, place.fields.module, spread_names(one)):
                continue
            there[one.key] = self.field(one, place.fields.module)
        yield from there.values()

    def field(self, item: Item, module: str) -> str:
        return f"{item.lead.strip()}\n{self.renamed(item, module)},\n".lstrip("\n")

    # ---- names ----------------------------------------------------------------------------------

    def renamed(self, item: Item, module: str) -> str:
        """The text of an item with the names that things have in the one text."""
        body = body_of(item)
        try:
            tokens = scan(body).tokens
        except NotTypeScript:
            return body
        pieces, at = list[str](), 0
        for number, token in enumerate(tokens):
            named = self._named(tokens, number, module)
            if named is None or token.start < at:
                continue
            end, text = named
            is_shorthand = len(tokens) == 1 and text != token.text
            pieces += [body[at : token.start], f"{token.text}: {text}" if is_shorthand else text]
            at = end
        return "".join([*pieces, body[at:]]).rstrip(",")

    def _named(self, tokens: tuple[TsToken, ...], at: int, module: str) -> tuple[int, str] | None:
        """Where the name that begins here ends, and what it is in the one text."""
        token = tokens[at]
        before = tokens[at - 1].text if at else ""
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if token.kind != "word" or before in (".", "?.", "const", "type", "let") or after == ":":
            return None
        name = self._global(module, token.text)
        if name is not None:
            return token.end, name
        if after == "." and at + 2 < len(tokens):
            name = self._global(module, f"{token.text}.{tokens[at + 2].text}")
            return (tokens[at + 2].end, name) if name is not None else None
        return None

    def _global(self, module: str, name: str) -> str | None:
        key = module, name
        if key not in self.known:
            spot = resolve(self.modules, module, tuple(name.split(".")))
            found = self.names.get(spot) if spot is not None else None
            self.known[key] = found or imported_as(self.modules, module, name)
        return self.known[key]


def _behind_tables(schema: Item) -> str:
    """`, { schemaValidation: false })`."""
    parts = schema.parts
    at = next((n for n, one in enumerate(parts) if isinstance(one, Block)), None)
    if at is not None:
        return "".join(text_of(one) for one in parts[at + 1 :])
    first = parts[0]
    text = first.text if isinstance(first, Leaf) else ""
    return text[text.index(",") :] if "," in text else ")"
