"""What stands around an item: the comments before it, the comma and the comment behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from prisma_schema_parser.records import NamedTuple

from .item_order import merged_order
from .tree import essence, same

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)*")


class LeadComment(NamedTuple):
    """A comment with the blanks before it. A JSDoc block is `doc`, else its words are its key."""

    key: str
    blanks: str
    text: str


class Lead(NamedTuple):
    notes: tuple[LeadComment, ...]
    blanks: str


def has_comment(text: str) -> bool:
    return _COMMENT.search(text) is not None


def ends_line(text: str) -> bool:
    """Whether what follows on the line would be in a comment."""
    return any(found.startswith("//") for found in _COMMENT.findall(text))


def comment_span(text: str, start: str) -> tuple[int, int] | None:
    """Where the first comment stands that starts so."""
    spans = (one.span() for one in _COMMENT.finditer(text) if one.group().startswith(start))
    return next(spans, None)


def read(lead: str) -> Lead:
    notes: list[LeadComment] = []
    at = 0
    for found in _COMMENT.finditer(lead):
        text = found.group()
        key = "doc" if text.startswith("/**") else " ".join(essence(text))
        while any(note.key == key for note in notes):
            key += "'"
        notes.append(LeadComment(key, lead[at : found.start()], text))
        at = found.end()
    return Lead(tuple(notes), lead[at:])


def merge_leads(base: str, mine: str, theirs: str) -> tuple[str, bool]:
    """The comments of both sides; and whether they contradict each other (both rewrote the JSDoc)."""
    if same(theirs, base) or same(mine, theirs):
        return mine, False
    if same(mine, base):
        return _laid_out(read(theirs), read(mine)), False
    sides = [{note.key: note for note in read(lead).notes} for lead in (base, mine, theirs)]
    keys = dict.fromkeys(key for side in sides for key in side)
    kept, clash = {}, False
    for key in keys:
        here, there = sides[1].get(key), sides[2].get(key)
        before = _original(key, sides[0], here or there)
        chosen, contradicts = _merged_comment(before, here, there)
        clash = clash or contradicts
        if chosen is not None:
            kept[key] = chosen
    old, ours, new = (list(side) for side in sides)
    order = merged_order(old, ours, new, kept)
    merged = Lead(tuple(kept[key] for key in order), read(mine).blanks)
    return _laid_out(merged, read(mine)), clash


def _original(
    key: str, base: Mapping[str, LeadComment], note: LeadComment | None
) -> LeadComment | None:
    """The note in the base. A copy of one there (a field was deleted, its comment was not) is that one again:
    it goes and changes with it."""
    if key in base or note is None:
        return base.get(key)
    first = base.get(key.rstrip("'"))
    return first if first is not None and essence(first.text) == essence(note.text) else None


def _merged_comment(
    old: LeadComment | None, ours: LeadComment | None, new: LeadComment | None
) -> tuple[LeadComment | None, bool]:
    texts = [essence(note.text) if note else None for note in (old, ours, new)]
    if texts[0] == texts[2] or texts[1] == texts[2]:
        return ours, False
    if texts[0] == texts[1]:
        return new, False
    return ours, True


def _laid_out(lead: Lead, mine: Lead) -> str:
    """The comments with the blank lines and the indentation of `mine`."""
    first = mine.notes[0].blanks if mine.notes else mine.blanks
    gap = _BLANK_LINES.match(first)
    head = gap.group() if gap else ""
    pad = mine.blanks.rpartition("\n")[2]
    parts = [
        note.text if "\n" in note.blanks or not number else f" {note.text}"
        for number, note in enumerate(lead.notes)
    ]
    between = "\n" + pad
    body = "".join(f"{part}{between}" for part in parts)
    return f"{head}{pad}{body}" if "\n" in head or not head else head + body


def merge_ends(base: str, mine: str, theirs: str) -> tuple[str, bool]:
    """The comment on the item's line; and whether both sides changed it differently."""
    old, ours, new = (tuple(map(essence, _COMMENT.findall(end))) for end in (base, mine, theirs))
    if new in (old, ours):
        return mine, False
    return (theirs, False) if ours == old else (mine, True)


# ---- blank lines and commas ---------------------------------------------------------------------


def with_blank_lines(lead: str, number: int) -> str:
    return "\n" * (number + 1) + _BLANK_LINES.sub("", lead, count=1)


def has_comma(end: str) -> bool:
    return "," in _COMMENT.sub("", end)


def with_comma(end: str) -> str:
    return end if has_comma(end) else "," + end


def without_comma(end: str) -> str:
    return "" if end.strip() == "," else end
