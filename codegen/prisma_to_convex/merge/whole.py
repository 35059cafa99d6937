"""The merge of three texts."""

from __future__ import annotations

from typing import NamedTuple

from .conflict import Conflict, Prefer
from .imports import pruned
from .lines import merge_lines
from .parse import parse
from .references import dangling
from .three_way import Merge, merge_blocks
from .tree import text_of

_WHOLE = ("export default",)


class Merged(NamedTuple):
    """`text` answers each conflict with the preferred side, for who wants that."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


def merge(base: str, mine: str, theirs: str, prefer: Prefer = "mine") -> Merged:
    """Raises NotTypeScript where `mine` is half-written.

    A file that no longer has the form that we generate is merged line by line, where that works.
    """
    if theirs == base or mine == theirs:
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    merged = _by_structure(base, mine, theirs, prefer)
    if any(conflict.path == _WHOLE for conflict in merged.conflicts):
        return _by_lines(base, mine, theirs) or merged
    return merged


def _by_structure(base: str, mine: str, theirs: str, prefer: Prefer) -> Merged:
    conflicts: list[Conflict] = []
    ours, old, new = parse(mine), parse(base), parse(theirs)
    block = merge_blocks(Merge(conflicts.append, prefer), old, ours, new)
    block = pruned(block, old, ours, new)
    text = text_of(block)
    if not conflicts:
        conflicts = dangling(parse(text), old, ours, new)
    return Merged(text, tuple(conflicts))


def _by_lines(base: str, mine: str, theirs: str) -> Merged | None:
    text = merge_lines(base, mine, theirs)
    if text is None:
        return None
    return Merged(text, tuple(dangling(parse(text), parse(base), parse(mine), parse(theirs))))
