"""Imports after a merge: what the result uses is there, once; what nobody uses any longer is not."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from ..typescript.tokens import lexed
from .arrange import tidied
from .tree import Block, Item, Leaf, body_of, essence, is_import

_NOT_NAMES = frozenset(("import", "type", "from", "*", "as", "typeof", "default", "{", "}", ","))
_TYPE = re.compile(r"(?:export\s+)?type\b")
_IN_CONSTANT = re.compile(r"(?:export\s+)?const\s+([\w$]+)")


def imported(item: Item) -> set[str]:
    """The names that an import statement declares: `a as b` declares b."""
    words = essence(body_of(item))
    return {
        word
        for word, following in zip(words, [*words, ""][1:], strict=True)
        if word not in _NOT_NAMES and not word.startswith('"') and following != "as"
    }


def declared(statements: Block) -> list[str]:
    """Every name that the file's statements declare, as often as they do."""
    return [name for item in statements.items for name in names_of(item)]


def names_of(item: Item) -> list[str]:
    """The names that a statement declares."""
    if is_import(item):
        return sorted(imported(item))
    if item.key == "export default" and isinstance(item.parts[0], Leaf):
        found = _IN_CONSTANT.match(item.parts[0].text)
        return [found.group(1)] if found else []
    return [item.key.partition("#")[0]]


def exported(item: Item) -> list[str]:
    """The names under which a statement exports something; `export { a as b }` b."""
    text = item.parts[0].text if isinstance(item.parts[0], Leaf) else ""
    if not text.startswith("export"):
        return []
    if not text.removeprefix("export").lstrip().startswith("{"):
        return names_of(item)
    words = essence(text)
    names = words[2 : words.index("}")]
    return [one for one, after in zip(names, [*names[1:], ","], strict=True) if after == ","]


def values_typed_by(item: Item) -> frozenset[str]:
    """The values whose type a declaration takes: `export type Role = Infer<typeof role>` that of `role`."""
    text = item.parts[0].text if isinstance(item.parts[0], Leaf) else ""
    if not _TYPE.match(text):
        return frozenset()
    words = essence(text)
    return frozenset(after for one, after in pairwise(words) if one == "typeof")


def uses(statements: Block, name: str) -> bool:
    """Whether code other than imports says the name; not as a property behind a point."""
    return any(_says(item, name) for item in statements.items if not is_import(item))


def _says(item: Item, name: str) -> bool:
    return any(
        (
            name in _words(part.text)
            if isinstance(part, Leaf)
            else any(_says(one, name) for one in part.items)
        )
        for part in item.parts
    )


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    words: set[str] = set()
    before = ""
    for token in lexed(text):
        if token.kind == "word" and before not in (".", "?."):
            words.add(token.text)
        elif token.kind == "template":
            words.update(re.findall(r"[\w$]+", token.text))
        before = token.text
    return frozenset(words)


def pruned(merged: Block, base: Block, mine: Block, theirs: Block) -> Block:
    """Without the generated imports that the merge left unused or declared twice."""
    names = declared(mine)
    generated, ours = (base.by_key(), theirs.by_key()), mine.by_key()
    items: list[Item] = []
    for item in merged.items:
        sides = [side[item.key] for side in generated if item.key in side]
        if not is_import(item) or not any(map(imported, sides)):
            items.append(item)
            continue
        made = set().union(*map(imported, sides))
        there = imported(ours[item.key]) if item.key in ours else set()
        unused = {n for n in made if not uses(merged, n) and (n not in there or uses(mine, n))}
        twice = {name for name in made - there if name in names}
        kept = without(item, unused | twice)
        items.extend([kept] if kept else [])
    return merged._replace(items=tuple(items))


def without(item: Item, names: set[str]) -> Item | None:
    """The import without these names; None where no other is left."""
    if not names & imported(item):
        return item
    if imported(item) <= names:
        return None
    parts = tuple(
        (
            part._replace(items=tuple(one for one in part.items if not imported(one) & names))
            if isinstance(part, Block)
            else part
        )
        for part in item.parts
    )
    return tidied(item._replace(parts=parts), item)
