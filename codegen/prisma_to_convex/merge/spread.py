"""What was generated, in the files and forms that a person gave it: for each file, its part of it.

A merge knows a thing by its name and place. So before it, the generated sides are written as the person
writes: a table in a constant, its fields in another, an enum in a file of validators, names as they are
imported there. What is new goes into schema.ts, a new constant where those are that use it.

Long, as each form that a person may give a schema is written and read side by side.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from prisma_schema_parser.records import NamedTuple

from ..typescript.tokens import NotTypeScript, TsToken, scan
from .arrange import arranged, pad_of, refitted, shifted
from .imports import imported, uses, without
from .modules import (
    ROOT,
    SCHEMA,
    Modules,
    Spot,
    exported,
    expression,
    imports_of,
    item_at,
    named,
    re_exports,
    reached,
    resolve,
    spread_names,
    target,
)
from .notes import has_comment
from .places import MOST_SPREAD, Places, TablePlace, calls_block, spread_fields, table_block
from .shared_objects import shared_objects, spreads_fields, with_fields
from .tree import HEADER_KEY, Block, Item, Leaf, Part, alike, body_of, is_import, text_of

Sides = Mapping[str, Block]
_SCHEMA_AT = (ROOT, SCHEMA)
_DEFINES = re.compile(r".*?\b(?:defineTable|Table)\s*\(", re.DOTALL)


def spread(base: Block, theirs: Block, modules: Modules, places: Places) -> tuple[Sides, Sides]:
    """Both generated sides, by file."""
    is_plain = places.is_plain and not spreads_fields(modules, places)
    if is_plain or places.home is None:
        return {ROOT: base}, {ROOT: theirs}
    sides = (_tables(base), _tables(theirs))
    shared = shared_objects(modules, places, *sides)
    gone = frozenset(sides[0]).difference(sides[1])
    homes = _Homes(modules, places, base, theirs)
    found = []
    for side, tables in zip((base, theirs), sides, strict=True):
        covered = {
            name: _covered(modules, place, *(one.get(name) for one in sides)).union(
                *(one.tables.get(name, ()) for one in shared.values())
            )
            for name, place in places.tables.items()
        }
        one_side = _Side(
            side=side,
            tables=tables,
            modules=modules,
            places=places,
            homes=homes,
            covered=covered,
            gone=gone,
            shared={spot: one.base if side is base else one.theirs for spot, one in shared.items()},
        )
        found.append(one_side.files())
    return found[0], found[1]


def _tables(side: Block) -> Mapping[str, Item]:
    item = side.by_key().get(SCHEMA)
    block = table_block(item) if item is not None else None
    return block.by_key() if block is not None else {}


def _covered(
    modules: Modules, place: TablePlace, base: Item | None, theirs: Item | None
) -> frozenset[str]:
    """Fields that come from a constant that is spread in, and say there what Prisma says, or what it said and says
    still: nothing of them is to be merged."""
    there = {field.key: field for field, _ in spread_fields(modules, place)}
    sides = [_fields(one) for one in (base, theirs)]
    found = set[str]()
    for name, field in there.items():
        old, new = (side.get(name) for side in sides)
        is_same = old is not None and new is not None and alike(_bare(old), _bare(new))
        if is_same or (new is not None and alike(_bare(field), _bare(new))):
            found.add(name)
    return frozenset(found)


def _bare(item: Item) -> Item:
    return item._replace(lead="", end="")


def _fields(item: Item | None) -> Mapping[str, Item]:
    block = table_block(item) if item is not None else None
    return block.by_key() if block is not None else {}


# ---- where new constants go ---------------------------------------------------------------------


class _Homes:
    """The file of every generated constant: where it stands, or where it would best stand."""

    def __init__(self, modules: Modules, places: Places, base: Block, theirs: Block) -> None:
        self.modules, self.places = modules, places
        self.spots: dict[str, Spot] = {}
        names = {name: one for side in (base, theirs) for name, one in _constants(side).items()}
        for name in names:
            if name in places.declared:
                self.spots[name] = places.declared[name]
        self.files = Counter(spot.module for spot in self.spots.values())
        self.users = _users(theirs, names, places)
        for name, item in names.items():
            if name not in self.spots:
                self.spots[name] = Spot(self._home(name, item, names), (name,))

    def _home(self, name: str, item: Item, names: Mapping[str, Item]) -> str:
        if name not in self.users:  # `export type Role = Infer<typeof role>`
            named = [one for one in names if one != name and one in _words(item)]
            return next((self.spots[one].module for one in named if one in self.spots), ROOT)
        users = sorted(self.users[name], key=self.places.order.index)
        ranked = [module for module, _ in self.files.most_common()]
        for module in dict.fromkeys((*ranked, *users)):
            if all(one == module or not self._leads(module, one) for one in users):
                return module
        return users[0]

    def _leads(self, module: str, other: str) -> bool:
        return other in reached(self.modules, module)


def _constants(side: Block) -> dict[str, Item]:
    return {
        item.key: item
        for item in side.items
        if not is_import(item) and item.key not in (SCHEMA, HEADER_KEY)
    }


def _users(side: Block, names: Mapping[str, Item], places: Places) -> dict[str, set[str]]:
    """The files in which a constant is used: those of the tables' fields."""
    found: dict[str, set[str]] = {}
    for table, item in _tables(side).items():
        place = places.tables.get(table)
        module = place.fields.module if place is not None and place.fields is not None else ROOT
        for name in names.keys() & _words(item):
            found.setdefault(name, set()).add(module)
    for item in names.values():  # composite types hold enums
        spot = places.declared.get(item.key)
        for name in names.keys() & _words(item) - {item.key}:
            if spot is not None and not body_of(item).lstrip().startswith(("type", "export type")):
                found.setdefault(name, set()).add(spot.module)
    return found


def _words(item: Item) -> frozenset[str]:
    try:
        return frozenset(one.text for one in scan(body_of(item)).tokens if one.kind == "word")
    except NotTypeScript:
        return frozenset()


# ---- one side -----------------------------------------------------------------------------------


class _Side(NamedTuple):
    """`gone`: the tables that Prisma has no more: what a person made around their fields is not taken along unsaid.
    `shared`: the fields of objects that tables spread."""

    side: Block
    tables: Mapping[str, Item]
    modules: Modules
    places: Places
    homes: _Homes
    covered: Mapping[str, frozenset[str]]
    gone: frozenset[str]
    shared: Mapping[Spot, Mapping[str, Item]]

    def files(self) -> dict[str, Block]:
        placed = self._placed()
        return {module: self._file(module, placed) for module in (*self.places.order,)}

    def _placed(self) -> dict[Spot, Item]:
        """What of it stands elsewhere than in its own place in schema.ts."""
        found: dict[Spot, Item] = {}
        for name, item in self.tables.items():
            place = self.places.tables.get(name)
            if place is not None:
                made = self._without_covered(name, item)
                self._add_table(found, place, made, is_gone=name in self.gone)
        for spot, fields in self.shared.items():
            mine = item_at(self.modules, spot)
            if mine is not None and spot not in found:
                found[spot] = self._local(with_fields(mine, fields), spot.module)
        return found

    def _without_covered(self, name: str, item: Item) -> Item:
        covered = self.covered.get(name)
        if not covered:
            return item
        parts = tuple(
            (
                one._replace(items=tuple(f for f in one.items if f.key not in covered))
                if isinstance(one, Block) and one.kind == "fields"
                else one
            )
            for one in item.parts
        )
        return item._replace(parts=parts)

    def _add_table(
        self, found: dict[Spot, Item], place: TablePlace, made: Item, *, is_gone: bool
    ) -> None:
        spots = dict.fromkeys((place.entry, place.table, place.fields))
        for spot in spots:
            like = item_at(self.modules, spot) if spot is not None else None
            if spot is None or like is None:
                continue
            is_open = place.fields is None and spot == place.table
            if place.is_whole or is_open or (is_gone and _is_wrapped(like)):
                found[spot] = self._local(self._as_made(spot, place, like, made), spot.module)
                continue
            parts = dict[str, Block]()
            if spot == place.fields and (block := table_block(made)) is not None:
                parts["fields"] = block
            if (calls := self._calls(spot, place, made)) is not None:
                parts["calls"] = calls
            is_documented = spot == self._documented(place)
            found[spot] = self._local(_like(like, made, parts, is_documented), spot.module)

    def _documented(self, place: TablePlace) -> Spot | None:
        """Where the comment stands that was generated, if one does."""
        for spot in (place.table, place.entry):
            item = item_at(self.modules, spot)
            if item is not None and has_comment(item.lead):
                return spot
        return None

    def _as_made(self, spot: Spot, place: TablePlace, like: Item, made: Item) -> Item:
        """In the place of the person's item, as it was generated: what the person made of it is an edit of theirs."""
        calls = self._calls(spot, place, made)
        parts = made.parts if calls is None else (*made.parts[:-1], calls)
        pads = pad_of(made.lead), pad_of(like.lead)
        fitted = shifted(made._replace(parts=parts), *pads)
        is_statement = len(spot.path) == 1
        head = _head(like) if is_statement or like.key != made.key else ""
        first = fitted.parts[0]
        if head and isinstance(first, Leaf):
            fitted = fitted._replace(key=like.key, parts=(Leaf(head), *fitted.parts[1:]))
        return fitted._replace(
            lead=_lead_in(fitted, like), end=_bare_end(like.end), is_first=like.is_first
        )

    def _calls(self, spot: Spot, place: TablePlace, made: Item) -> Block | None:
        """Of the generated indexes those that stand in this item, and with the last of them the new ones."""
        calls = calls_block(made)
        holders = [
            one
            for one in dict.fromkeys((place.table, place.entry))
            if (item := item_at(self.modules, one)) is not None and calls_block(item) is not None
        ]
        if calls is None or spot not in holders:
            return None
        theirs = {one: set(_call_names(item_at(self.modules, one))) for one in holders}
        filled = [one for one in holders if theirs[one]]
        rest = filled[-1] if filled else holders[0]
        others = set[str]().union(*(names for one, names in theirs.items() if one != spot))
        items = tuple(
            one
            for one in calls.items
            if (one.key in theirs[spot] or (spot == rest and one.key not in others))
        )
        return calls._replace(items=items)

    # ---- a file ---------------------------------------------------------------------------------

    def _file(self, module: str, placed: Mapping[Spot, Item]) -> Block:
        mine = self.modules[module]
        statements = list(self._statements(module, placed))
        block = Block("statements", "", tuple(statements), mine.close)
        found = [*self._imports(module, block), *statements]
        header = [one for one in self.side.items if one.key == HEADER_KEY and module == ROOT]
        return block._replace(items=(*header, *found))

    def _statements(self, module: str, placed: Mapping[Spot, Item]) -> Iterator[Item]:
        """Constants in the order of the side, then what holds tables and fields in that of the file."""
        for name, item in _constants(self.side).items():
            if self.homes.spots[name].module == module:
                yield self._local(item, module)
        mine = self.modules[module]
        for one in mine.items:
            spot = Spot(module, (one.key,))
            inner = {
                at.path: item
                for at, item in placed.items()
                if at.module == module and at.path[0] == one.key and len(at.path) > 1
            }
            is_home = self.places.home is not None and self.places.home == spot
            if spot in placed:
                yield placed[spot]
            elif inner or is_home or self._holds_tables(spot) or (module, one.key) == _SCHEMA_AT:
                yield self._holder(spot, one, inner, is_home)
            elif self._hands_on(module, one, placed):
                yield one

    def _holds_tables(self, spot: Spot) -> bool:
        """An object of tables stays one though the side has none of them."""
        return any(
            place.entry.module == spot.module and place.entry.path[:-1] == spot.path
            for place in self.places.tables.values()
        )

    def _hands_on(self, module: str, item: Item, placed: Mapping[Spot, Item]) -> bool:
        """`export * from "./users"`, `export default schema`: nothing of its own."""
        if is_import(item):
            return False
        if re_exports(item) is not None:
            return True
        names = named(expression(item)) if item.key.startswith(SCHEMA) else ()
        there = resolve(self.modules, module, names) if names else None
        return bool(names) and (there in placed or module == ROOT)

    def _holder(
        self, spot: Spot, mine: Item, inner: Mapping[tuple[str, ...], Item], is_home: bool
    ) -> Item:
        """An object of tables or of fields with those of the side alone; the new tables, too, in the first."""
        block = table_block(mine)
        if block is None:
            return mine
        items = self._entries(spot, inner, is_home)
        made = self.side.by_key().get(SCHEMA)
        is_ours = spot == Spot(ROOT, (SCHEMA,)) and body_of(mine).startswith(SCHEMA)
        like = made if is_ours and made is not None else mine
        parts = (
            (
                arranged(items, block, block, one)._replace(open=one.open, kind=one.kind)
                if isinstance(one, Block) and one.kind in ("tables", "fields")
                else one
            )
            for one in like.parts
        )
        return like._replace(parts=tuple(parts))

    def _entries(
        self, spot: Spot, inner: Mapping[tuple[str, ...], Item], is_home: bool
    ) -> list[Item]:
        found = list(self._spreads(spot))
        used = set[tuple[str, ...]]()
        for name, item in self.tables.items():
            place = self.places.tables.get(name)
            if place is None:
                fitted = shifted(item, pad_of(item.lead), self._pad(spot))
                found += [self._local(fitted, spot.module)] if is_home else []
                continue
            for one in dict.fromkeys((place.entry, place.table, place.fields)):
                if one is None or one.module != spot.module or one.path in used:
                    continue
                if one.path in inner and len(one.path) == len(spot.path) + 1:
                    used.add(one.path)
                    found.append(inner[one.path])
        return found

    def _spreads(self, spot: Spot) -> Iterator[Item]:
        """`...userTables`, where that has tables of this side."""
        holder = item_at(self.modules, spot)
        block = table_block(holder) if holder is not None else None
        places = [self.places.tables[one] for one in self.tables if one in self.places.tables]
        for one in block.items if block is not None else ():
            names = spread_names(one)
            there = resolve(self.modules, spot.module, names) if names else None
            if there is not None and any(
                self._leads_to(there, place.entry, set()) for place in places
            ):
                yield one

    def _leads_to(self, holder: Spot, entry: Spot, seen: set[Spot]) -> bool:
        if holder.module == entry.module and entry.path[: len(holder.path)] == holder.path:
            return True
        seen.add(holder)
        item = item_at(self.modules, holder)
        block = table_block(item) if item is not None and len(seen) < MOST_SPREAD else None
        return any(
            self._leads_to(there, entry, seen)
            for one in (block.items if block is not None else ())
            if (names := spread_names(one))
            and (there := resolve(self.modules, holder.module, names)) is not None
            and there not in seen
        )

    def _pad(self, spot: Spot) -> str:
        """What the entries of an object are indented by."""
        holder = item_at(self.modules, spot)
        block = table_block(holder) if holder is not None else None
        leads = (one.lead for one in block.items) if block is not None else iter(())
        return next((pad_of(lead) for lead in leads if "\n" in lead), "  ")

    # ---- names ----------------------------------------------------------------------------------

    def _local(self, item: Item, module: str) -> Item:
        """With the names that generated constants have in this file."""
        names = {
            name: local
            for name in self.homes.spots.keys() & _words(item)
            if (local := self._name(name, module)) != name
        }
        return _renamed_item(item, names) if names else item

    def _name(self, name: str, module: str) -> str:
        spot = self.homes.spots[name]
        if spot.module == module:
            return name
        for item in self.modules[module].items:
            for one in imports_of(item) if is_import(item) else ():
                if resolve(self.modules, module, (one.local,)) == spot:
                    return one.local
                there = target(self.modules, module, one.source)
                if one.name != "*" or there is None:
                    continue
                if there == spot.module or exported(self.modules, there, (name,)) == spot:
                    return f"{one.local}.{name}"
        return name

    # ---- imports --------------------------------------------------------------------------------

    def _imports(self, module: str, block: Block) -> list[Item]:
        """What the file's part of this side needs, as the file imports it, or would."""
        generated = [item for item in self.side.items if is_import(item)]
        found = {item.key: item for one in generated if (item := _used(one, block)) is not None}
        if module != ROOT:
            found = {key: one._replace(is_first=False) for key, one in found.items()}
        mine = {item.key: item for item in self.modules[module].items if is_import(item)}
        for key, item in mine.items():
            sources = imports_of(item)
            if key not in found and sources and sources[0].source.startswith("."):
                used = _used(item, block)
                found |= {key: used} if used is not None else {}
        known = {name for one in (*found.values(), *mine.values()) for name in imported(one)}
        for name in sorted(self.homes.spots):
            spot = self.homes.spots[name]
            if spot.module != module and name not in known and _refers(block, name):
                item = _import_item(name, self._path_to(module, spot.module))
                found[item.key] = _with_name(found[item.key], item) if item.key in found else item
        return list(found.values())

    def _path_to(self, module: str, other: str) -> str:
        """`../validators`, as the file writes such paths."""
        sources = [
            one.source
            for item in self.modules[module].items
            if is_import(item)
            for one in imports_of(item)
            if one.source.startswith(".")
        ]
        for source in sources:
            if target(self.modules, module, source) == other:
                return source
        bare = other.removesuffix("x").removesuffix(".ts").removesuffix("/index")
        path = posixpath.relpath(bare, posixpath.dirname(module) or ".")
        ending = next((end for end in (".js", ".ts") if any(s.endswith(end) for s in sources)), "")
        return (path if path.startswith("../") else f"./{path}") + ending


def _is_wrapped(item: Item) -> bool:
    """Whether something stands around the fields that nobody generated: another call, a comment."""
    around = [part.text for part in item.parts if isinstance(part, Leaf)]
    return any(map(has_comment, around)) or "".join(around).count("(") > 1


def _call_names(item: Item | None) -> list[str]:
    calls = calls_block(item) if item is not None else None
    return calls.keys() if calls is not None else []


def _like(mine: Item, made: Item, parts: Mapping[str, Block], is_lead: bool) -> Item:
    """The person's item with what was generated in the places of its fields and indexes."""
    pads = pad_of(made.lead), pad_of(mine.lead)
    made_parts = shifted(made._replace(parts=tuple(parts.values())), *pads).parts
    by_kind = dict(zip(parts, made_parts, strict=True))
    found: list[Part] = []
    for one in mine.parts:
        kind = one.kind if isinstance(one, Block) else ""
        block = by_kind.get(kind)
        if isinstance(one, Block) and isinstance(block, Block):
            found.append(refitted(block, one) if kind == "fields" and one.items else block)
        else:
            found.append(one)
    fitted = shifted(made, *pads) if is_lead else made._replace(lead="")
    lead = _lead_in(fitted, mine) if has_comment(mine.lead) else mine.lead
    return mine._replace(lead=lead, parts=tuple(found), end=_bare_end(mine.end))


def _bare_end(end: str) -> str:
    """Without a comment: nobody generated it."""
    return end[: end.find("/")].rstrip() if has_comment(end) else end


def _lead_in(made: Item, mine: Item) -> str:
    """The comments that were generated, behind the empty lines of the person's item."""
    gap = mine.lead[: len(mine.lead) - len(mine.lead.lstrip("\n"))]
    return gap + (made.lead.lstrip("\n") if made.lead.strip() else pad_of(mine.lead))


def _head(item: Item) -> str:
    """`export const users = defineTable(` of a constant."""
    first = item.parts[0]
    found = _DEFINES.match(first.text) if isinstance(first, Leaf) else None
    return found[0] if found else ""


def _used(item: Item, block: Block) -> Item | None:
    unused = {name for name in imported(item) if not uses(block, name)}
    return without(item, unused)


def _import_item(name: str, source: str) -> Item:
    return Item(
        key=f"import {source}",
        lead="\n",
        parts=(
            Leaf("import "),
            Block("names", "{", (_name_item(name),), " }"),
            Leaf(f' from "{source}"'),
        ),
        end=";",
        is_first=False,
    )


def _name_item(name: str) -> Item:
    return Item(key=name, lead=" ", parts=(Leaf(name),), end="", is_first=True)


def _with_name(item: Item, more: Item) -> Item:
    """The import with another name in its braces; as it is where it has none."""
    extra = next(one for one in more.parts if isinstance(one, Block)).items
    parts: list[Part] = []
    for one in item.parts:
        if isinstance(one, Block) and one.kind == "names":
            last = len(one.items) - 1
            items = [
                old._replace(end=old.end or ",") if number == last else old
                for number, old in enumerate(one.items)
            ]
            one = one._replace(items=(*items, *(new._replace(is_first=False) for new in extra)))
        parts.append(one)
    return item._replace(parts=tuple(parts))


def _renamed_item(item: Item, names: Mapping[str, str]) -> Item:
    if not any(isinstance(part, Block) for part in item.parts):
        text = _renamed_text(text_of(item._replace(lead="", end="")), names)
        return item._replace(parts=(Leaf(text),))
    parts = (
        (
            one._replace(items=tuple(_renamed_item(inner, names) for inner in one.items))
            if isinstance(one, Block)
            else one
        )
        for one in item.parts
    )
    return item._replace(parts=tuple(parts))


def _renamed_text(text: str, names: Mapping[str, str]) -> str:
    try:
        tokens = scan(text).tokens
    except NotTypeScript:
        return text
    if len(tokens) == 1 and tokens[0].text in names:
        return f"{tokens[0].text}: {names[tokens[0].text]}"
    pieces, at = list[str](), 0
    for number, token in enumerate(tokens):
        if token.text in names and _is_reference(tokens, number):
            pieces += [text[at : token.start], names[token.text]]
            at = token.end
    return "".join([*pieces, text[at:]])


def _refers(block: Block, name: str) -> bool:
    """Whether code other than imports means something by the name."""
    for item in block.items:
        for part in item.parts if not is_import(item) else ():
            if isinstance(part, Block):
                if _refers(part, name):
                    return True
            elif name in part.text and _renamed_text(part.text, {name: ""}) != part.text:
                return True
    return False


def _is_reference(tokens: Sequence[TsToken], at: int) -> bool:
    before = tokens[at - 1].text if at else ""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    declares = ("const", "let", "type", "interface")
    return tokens[at].kind == "word" and before not in (".", "?.", *declares) and after != ":"


def without_gone_exports(before: Modules, after: Mapping[str, Block]) -> dict[str, Block]:
    """The merged files, none of which exports on what another no longer has."""
    found = dict(after)
    for module, tree in after.items():
        items = [
            left
            for item in tree.items
            if (left := _exporting(before, after, module, item)) is not None
        ]
        if len(items) != len(tree.items) or any(
            a is not b for a, b in zip(items, tree.items, strict=False)
        ):
            found[module] = tree._replace(items=tuple(items))
    return found


def _exporting(before: Modules, after: Modules, module: str, item: Item) -> Item | None:
    listed = None if is_import(item) else re_exports(item)
    if listed is None or listed[1][0][0] == "*":
        return item
    gone = {
        here
        for _, here in listed[1]
        if exported(before, module, (here,)) and not exported(after, module, (here,))
    }
    if not gone:
        return item
    left = [one for one in listed[1] if one[1] not in gone]
    if not left:
        return None
    names = ", ".join(a if a == b else f"{a} as {b}" for a, b in left)
    text = body_of(item)
    whole = f"{text[: text.index('{')]}{{ {names} }}{text[text.index('}') + 1 :]}"
    return item._replace(parts=(Leaf(whole),))
