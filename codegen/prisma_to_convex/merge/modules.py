"""schema.ts and the files that it imports: which name, in which file, means what is declared where."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple

from .tree import Block, Item, Leaf, body_of, essence, is_import

ROOT = "schema.ts"
SCHEMA = "export default"
_ENDINGS = (".ts", ".tsx", ".mts", "/index.ts", "/index.tsx")
_SCRIPT = re.compile(r"\.(?:[cm]?[jt]s|[jt]sx)$")
_WORD = re.compile(r"[\w$]+\Z")
_DEEPEST = 20
"""Names that lead on to names; beyond it they go in a circle."""

Path: TypeAlias = tuple[str, ...]
Modules: TypeAlias = Mapping[str, Block]
"""By path from the folder of schema.ts, which is called `schema.ts`: `tables/users.ts`."""


class Spot(NamedTuple):
    """Where an item stands: its file, and the keys that lead to it from the statements inward."""

    module: str
    path: Path


class ImportedName(NamedTuple):
    """`local` is `name` of `source`: `default`, `*` for all that it exports, or a name."""

    local: str
    source: str
    name: str


def imports_of(item: Item) -> list[ImportedName]:
    """What an import statement brings."""
    words = essence(body_of(item))
    if len(words) < 4 or not words[-1].startswith('"'):
        return []
    source, found = words[-1][1:], list[ImportedName]()
    at = 2 if words[1] == "type" and words[2] not in ("from", ",") else 1
    if _is_name(words[at]) and words[at] != "from":
        found.append(ImportedName(words[at], source, "default"))
    for mark, as_, local in zip(words, words[1:], words[2:], strict=False):
        if (mark, as_) == ("*", "as"):
            found.append(ImportedName(local, source, "*"))
    if "{" in words and "}" in words:
        named = words[words.index("{") + 1 : words.index("}")]
        found += [ImportedName(local, source, name) for name, local in _listed(named)]
    return found


def re_exports(item: Item) -> tuple[str, list[tuple[str, str]]] | None:
    """The source and (name there, name here) of `export {...}` with or without `from`, of `export *` (`*`, and the
    name of all together, or none); None for another statement."""
    if not item.key.startswith(("export {", "export *")):
        return None
    words = essence(body_of(item))
    source = words[-1][1:] if words[-1].startswith('"') else ""
    if words[1] == "*":
        return source, [("*", words[3] if words[2] == "as" else "")]
    if words[1] != "{" or "}" not in words:
        return None
    return source, _listed(words[2 : words.index("}")])


def _listed(words: Sequence[str]) -> list[tuple[str, str]]:
    """(name, local name) of `a, b as c, type d`."""
    found: list[tuple[str, str]] = []
    one: list[str] = []
    for word in (*words, ","):
        if word != ",":
            one.append(word)
            continue
        names = one[1:] if len(one) > 1 and one[0] == "type" and one[1] != "as" else one
        if names:
            found.append((names[0], names[-1]))
        one = []
    return found


def _is_name(word: str) -> bool:
    return _WORD.match(word) is not None


# ---- files --------------------------------------------------------------------------------------


def sources_of(tree: Block) -> list[str]:
    """What a file imports, and exports on, from."""
    found: list[str] = []
    for item in tree.items:
        sources = [one.source for one in imports_of(item)] if is_import(item) else []
        if not is_import(item) and (exported := re_exports(item)) is not None:
            sources = [exported[0]]
        found += filter(None, sources)
    return list(dict.fromkeys(found))


def candidates(module: str, source: str) -> list[str]:
    """The paths that `./tables/users` may mean, from the folder of schema.ts; none outside it."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(module), source))
    if path.startswith(("../", "/")) or path == "..":
        return []
    bare = _SCRIPT.sub("", path)
    return [path] * (bare != path) + [(bare if bare != path else path) + end for end in _ENDINGS]


def target(modules: Modules, module: str, source: str) -> str | None:
    if not source.startswith("."):
        return None
    return next((one for one in candidates(module, source) if one in modules), None)


def reached(modules: Modules, start: str) -> list[str]:
    """The files in the order in which they are run: first what others import; `start` last."""
    order: list[str] = []
    seen = {start}
    open_ = [(start, iter(sources_of(modules[start])))]
    while open_:  # a chain may be longer than Python recurses
        module, sources = open_[-1]
        for source in sources:
            there = target(modules, module, source)
            if there is not None and there not in seen:
                seen.add(there)
                open_.append((there, iter(sources_of(modules[there]))))
                break
        else:
            order.append(module)
            open_.pop()
    return order


# ---- names --------------------------------------------------------------------------------------


def item_at(modules: Modules, spot: Spot) -> Item | None:
    block: Block | None = modules.get(spot.module)
    item: Item | None = None
    for key in spot.path:
        if block is None:
            blocks = [part for part in item.parts if isinstance(part, Block)] if item else []
        else:
            blocks = [block]
        item = next((there[key] for one in blocks if key in (there := one.by_key())), None)
        block = None
        if item is None:
            return None
    return item


def expression(item: Item) -> tuple[str, ...]:
    """The words of what a constant, a property or a default export is, up to the object or the chain of calls in it."""
    first = item.parts[0]
    words = essence(first.text if isinstance(first, Leaf) else body_of(item))
    if words[:2] == ("export", "default"):
        return words[2:]
    if words[:1] == ("export",):
        words = words[1:]
    if words[:1] in (("const",), ("let",), ("var",)):
        return words[words.index("=") + 1 :] if "=" in words else ()
    return words[2:] if words[1:2] == (":",) else words


def named(words: Sequence[str]) -> Path:
    """`a.b.c` at the start of an expression as its names; nothing where it begins otherwise."""
    names: list[str] = []
    for at, word in enumerate(words):
        if at % 2 == 0 and _is_name(word):
            names.append(word)
        elif at % 2 == 0 or word != ".":
            break
    return tuple(names)


def resolve(modules: Modules, module: str, names: Path) -> Spot | None:
    """What `users`, or `tables.users`, means in a file."""
    return _Search(modules).resolve(module, names)


def imported_as(modules: Modules, module: str, name: str) -> str | None:
    """What a file beside this one called `userRole`, or `enums.role`, if it had it: the name that it is imported by."""
    first, _, rest = name.partition(".")
    for item in modules[module].items:
        for one in imports_of(item) if is_import(item) else ():
            if one.local != first or target(modules, module, one.source) is None:
                continue
            if one.name == "*":
                return rest or None
            return None if rest or one.name in ("default", one.local) else one.name
    return None


def exported(modules: Modules, module: str, names: Path) -> Spot | None:
    """What a file exports as `users`, and what of it is meant: `users.fields`. Types aside."""
    return _Search(modules).exported(module, names)


class _Search:
    """For one name. A file is asked for the same once, however many files pass it on."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._followed: set[tuple[str, Path]] = set()

    def resolve(self, module: str, names: Path, depth: int = 0) -> Spot | None:
        if not names or depth > _DEEPEST:
            return None
        first, rest = names[0], names[1:]
        tree = self._modules[module]
        own = tree.by_key().get(first)
        if own is not None and not is_import(own):
            return self._within(Spot(module, (first,)), rest, depth)
        for item in tree.items:
            for one in imports_of(item) if is_import(item) else ():
                if one.local == first:
                    return self._imported(module, one, rest, depth)
        return None

    def _imported(self, module: str, one: ImportedName, rest: Path, depth: int) -> Spot | None:
        there = target(self._modules, module, one.source)
        if there is None:
            return None
        return self.exported(there, rest if one.name == "*" else (one.name, *rest), depth + 1)

    def exported(self, module: str, names: Path, depth: int = 0) -> Spot | None:
        if not names or depth > _DEEPEST or (module, names) in self._followed:
            return None
        self._followed.add((module, names))
        first, rest = names[0], names[1:]
        for item in self._modules[module].items:
            if item.key == first and essence(body_of(item))[:1] == ("export",):
                return self._within(Spot(module, (first,)), rest, depth)
            if item.key == SCHEMA and first == "default":
                return self._within(Spot(module, (SCHEMA,)), rest, depth)
            source, passed = (None if is_import(item) else re_exports(item)) or ("", ())
            for name in passed:
                spot = self._passed_on(module, source, name, names, depth)
                if spot is not None:
                    return spot
        return None

    def _passed_on(
        self, module: str, source: str, name: tuple[str, str], names: Path, depth: int
    ) -> Spot | None:
        there = target(self._modules, module, source) if source else None
        if name[0] == "*":
            if there is None or (name[1] and name[1] != names[0]):
                return None
            return self.exported(there, names[1:] if name[1] else names, depth + 1)
        if name[1] != names[0]:
            return None
        if there is not None:
            return self.exported(there, (name[0], *names[1:]), depth + 1)
        return None if source else self.resolve(module, (name[0], *names[1:]), depth + 1)

    def _within(self, spot: Spot, rest: Path, depth: int) -> Spot | None:
        """From a constant to one of its properties; through names that stand for others."""
        item = item_at(self._modules, spot)
        if item is None or depth > _DEEPEST:
            return None
        words = expression(item)
        names = named(words)
        is_leaf = len(item.parts) == 1
        is_name = is_leaf and bool(names) and len(names) * 2 - 1 == len(_bare(words))
        if is_name and names != spot.path:
            return self.resolve(spot.module, (*names, *rest), depth + 1)
        if not rest:
            return spot
        if rest == ("table",) and words[:1] == ("Table",):  # of convex-helpers
            return spot
        inner = Spot(spot.module, (*spot.path, rest[0]))
        return self._within(inner, rest[1:], depth + 1) if item_at(self._modules, inner) else None


def _bare(words: Sequence[str]) -> Sequence[str]:
    return words[:-2] if tuple(words[-2:]) == ("as", "const") else words


def spread_names(item: Item) -> Path:
    """What `...shared` spreads; nothing for an item that is no spread."""
    if not item.key.startswith("..."):
        return ()
    words = essence(body_of(item))
    if words[:1] != ("...",):
        return ()
    names = named(words[1:])
    return names if len(names) * 2 == len(words) else ()


def declared_names(modules: Modules) -> Iterator[tuple[str, str]]:
    """(file, name) of every statement that declares something."""
    for module, tree in modules.items():
        for item in tree.items:
            if not is_import(item) and item.key != SCHEMA:
                yield module, item.key
