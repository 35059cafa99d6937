"""What of a merged file nobody generated: for the summary."""

from __future__ import annotations

import re
from collections.abc import Iterable

from prisma_schema_parser.excerpt import plain

from ..kit.words import counted, listed
from .conflict import literal_of
from .notes import read
from .tree import HEADER_KEY, Block, Item, Kind, Leaf, alike, essence, is_import, shape, text_of

_WORDS: dict[Kind, tuple[str, str]] = {
    "tables": ("table", "tables"),
    "fields": ("field", "fields"),
    "calls": ("index", "indexes"),
    "members": ("literal", "literals"),
    "names": ("import", "imports"),
    "statements": ("statement", "statements"),
}
_HOW = ("hand-written", "changed", "removed")
_WHAT = ("table", "field", "spread", "index", "literal", "statement", "import", "comment")
_SCHEMA = "export default"
_MOST, _LONGEST = 5, 60
_SPREAD = ("spread", "spreads")
_SPREADABLE = (_WORDS["fields"], _WORDS["tables"])
_NUMBER = re.compile(r"#[0-9]+$")  # of the second that is called alike

_Found = dict[tuple[str, str, str], list[str]]


def kept_by_hand(pairs: Iterable[tuple[Block, Block]]) -> str:
    """Of each file what stands in it, and what is generated of it: `2 hand-written fields (users.nick and users.age), 1 removed index (users.by_email)`; empty where there
    is nothing."""
    found: _Found = {}
    for merged, generated in pairs:
        _compare(merged, generated, (), found)
    texts = [
        f"{counted(len(names), f'{how} {one}', f'{how} {many}')} ({_listed(names)})"
        for (how, one, many), names in sorted(found.items(), key=_rank)
    ]
    return ", ".join(texts)


def _listed(names: list[str]) -> str:
    return listed([plain(name[:_LONGEST]) for name in names], quoted=False, most=_MOST)


def _rank(entry: tuple[tuple[str, str, str], list[str]]) -> tuple[int, int]:
    how, one, _ = entry[0]
    return _HOW.index(how), _WHAT.index(one)


def _named(path: tuple[str, ...]) -> str:
    """`users.email`; `role."ADMIN"` of a value; `shared in users` of what is spread."""
    names = [name for name in path if name != _SCHEMA]
    spread = names.pop() if names and names[-1].startswith("...") else ""
    values = [(name, literal_of(name)) for name in names]
    place = ".".join(name if value is None else f'"{value}"' for name, value in values)
    if spread:
        what = _NUMBER.sub("", spread.removeprefix("...").strip()).replace(" ", "")
        return f"{what} in {place or 'defineSchema'}"
    return place or "defineSchema"


def _note(found: _Found, how: str, words: tuple[str, str], path: tuple[str, ...]) -> None:
    is_spread = path[-1].startswith("...") and words in _SPREADABLE
    found.setdefault((how, *(_SPREAD if is_spread else words)), []).append(_named(path))


def _compare(merged: Block, generated: Block, path: tuple[str, ...], found: _Found) -> None:
    here, there = merged.by_key(), generated.by_key()
    for key, item in here.items():
        if key in there:
            _compare_items(item, there[key], merged.kind, (*path, key), found)
        else:
            _note(found, "hand-written", _word(item, merged.kind), (*path, key))
    for key, item in there.items():
        if key not in here and key != HEADER_KEY:
            _note(found, "removed", _word(item, merged.kind), (*path, key))


def _word(item: Item, kind: Kind) -> tuple[str, str]:
    return _WORDS["names"] if is_import(item) else _WORDS[kind]


def _compare_items(
    item: Item, made: Item, kind: Kind, path: tuple[str, ...], found: _Found
) -> None:
    if alike(item, made):
        return
    was = [note.text for side in (made.lead, made.end) for note in read(side).notes]
    now = [note.text for side in (item.lead, item.end) for note in read(side).notes]
    for text in dict.fromkeys(now):
        if now.count(text) > was.count(text):
            _note(found, "hand-written", ("comment", "comments"), path)
    if shape(item) != shape(made):
        _note(found, "changed", _word(item, kind), path)
        return
    pairs = list(zip(item.parts, made.parts, strict=True))
    if any(essence(text_of(a)) != essence(text_of(b)) for a, b in pairs if isinstance(a, Leaf)):
        _note(found, "changed", _word(item, kind), path)
    for a, b in pairs:
        if isinstance(a, Block) and isinstance(b, Block):
            _compare(a, b, path, found)
