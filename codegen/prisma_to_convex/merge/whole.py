"""The merge of three texts."""

from __future__ import annotations

from collections import Counter

from prisma_schema_parser.records import NamedTuple

from .conflict import Conflict, Prefer
from .imports import pruned
from .kept import kept_by_hand
from .lines import merge_lines
from .parse import parse
from .references import dangling
from .renames import hint, probable
from .three_way import Merge, merge_blocks
from .tree import Block, essence, pieces_of, text_of

_WHOLE = ("export default",)


class Merged(NamedTuple):
    """`text` answers each conflict with the preferred side, for who wants that.

    `kept` counts what in it nobody generated.
    """

    text: str
    conflicts: tuple[Conflict, ...] = ()
    kept: str = ""


def merge(base: str, mine: str, theirs: str, prefer: Prefer = "mine") -> Merged:
    """Raises NotTypeScript where `mine` is half-written.

    A file that no longer has the form that we generate is merged line by line, where that works.
    """
    if mine in (base, theirs):
        return Merged(theirs)
    ours, new = parse(mine), parse(theirs)
    if theirs == base:
        return Merged(mine, kept=kept_by_hand(ours, new))
    old = parse(base)
    merged = _by_structure(old, ours, new, prefer)
    if any(conflict.path == _WHOLE for conflict in merged.conflicts):
        text = merge_lines(base, mine, theirs)
        return merged if text is None else _finished(parse(text), old, ours, new)
    return merged


def _by_structure(old: Block, ours: Block, new: Block, prefer: Prefer) -> Merged:
    conflicts: list[Conflict] = []
    block = merge_blocks(Merge(conflicts.append, prefer), old, ours, new)
    block = pruned(block, old, ours, new)
    if conflicts:
        names = probable(old, new)
        told = tuple(
            one._replace(hint=hint(one.path, names)) if one.theirs is None else one
            for one in conflicts
        )
        return Merged(text_of(block), told, kept_by_hand(block, new))
    return _finished(block, old, ours, new)


def _finished(block: Block, old: Block, ours: Block, new: Block) -> Merged:
    conflicts = dangling(block, old, ours, new) or _lost(block, old, ours)
    return Merged(text_of(block), tuple(conflicts), kept_by_hand(block, new))


def _lost(block: Block, old: Block, ours: Block) -> list[Conflict]:
    """The last line of defence: a merge that drops what a person wrote is none, whatever we missed."""
    said, before = Counter(pieces_of(ours)), Counter(pieces_of(old))
    lost = _words(said - before) - _words(before - said)
    if lost:
        lost -= Counter(essence(text_of(block)))  # of the text: how its pieces read together
    words = [word for word in lost if word != ","]
    if not words:
        return []
    return [Conflict(_WHOLE, f"merging would lose `{words[0]}`", None, None, None)]


def _words(pieces: Counter[str]) -> Counter[str]:
    words: Counter[str] = Counter()
    for piece, times in pieces.items():
        for word in essence(piece):
            words[word] += times
    return words
