"""What of a merged file nobody generated: for the summary."""

from __future__ import annotations

from collections import Counter

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


def kept_by_hand(merged: Block, generated: Block) -> str:
    """`2 hand-written fields, 1 changed field, 1 removed index`; empty where there is nothing."""
    counts: Counter[tuple[str, str, str]] = Counter()
    _compare(merged, generated, counts)
    texts = [
        f"{number} {how} {one if number == 1 else many}"
        for (how, one, many), number in sorted(counts.items(), key=_rank)
    ]
    return ", ".join(texts)


def _rank(entry: tuple[tuple[str, str, str], int]) -> tuple[int, int]:
    how, one, _ = entry[0]
    words = ["table", "field", "index", "literal", "statement", "import", "comment"]
    return ["hand-written", "changed", "removed"].index(how), words.index(one)


def _compare(merged: Block, generated: Block, counts: Counter[tuple[str, str, str]]) -> None:
    here, there = merged.by_key(), generated.by_key()
    for key, item in here.items():
        if key in there:
            _compare_items(item, there[key], merged.kind, counts)
        else:
            counts["hand-written", *_word(item, merged.kind)] += 1
    for key, item in there.items():
        if key not in here and key != HEADER_KEY:
            counts["removed", *_word(item, merged.kind)] += 1


def _word(item: Item, kind: Kind) -> tuple[str, str]:
    return _WORDS["names"] if is_import(item) else _WORDS[kind]


def _compare_items(
    item: Item, made: Item, kind: Kind, counts: Counter[tuple[str, str, str]]
) -> None:
    if alike(item, made):
        return
    notes = Counter(note.text for side in (item.lead, item.end) for note in read(side).notes)
    notes.subtract(note.text for side in (made.lead, made.end) for note in read(side).notes)
    if comments := sum(number > 0 for number in notes.values()):
        counts["hand-written", "comment", "comments"] += comments
    if shape(item) != shape(made):
        counts["changed", *_word(item, kind)] += 1
        return
    pairs = list(zip(item.parts, made.parts, strict=True))
    if any(essence(text_of(a)) != essence(text_of(b)) for a, b in pairs if isinstance(a, Leaf)):
        counts["changed", *_word(item, kind)] += 1
    for a, b in pairs:
        if isinstance(a, Block) and isinstance(b, Block):
            _compare(a, b, counts)
