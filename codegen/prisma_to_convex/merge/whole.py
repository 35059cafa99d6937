"""The merge of three texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from prisma_schema_parser.records import NamedTuple

from .clashes import Clash, Sides, answered, doubled
from .conflict import Conflict, Prefer
from .dangling import dangling
from .imports import pruned
from .kept import kept_by_hand
from .line_merge import merge_lines
from .moved import forms, name_hint, new_tables, told
from .parse import parse
from .renames import Path, hint, probable
from .style import style_of, styled
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


def merge(base: str, mine: str, theirs: str, prefer: Prefer | None = None) -> Merged:
    """Raises NotTypeScript where `mine` is half-written.

    A file that no longer has the form that we generate is merged line by line, where that works. What comes
    from Prisma comes in the style of `mine`.
    """
    if mine in (base, theirs):
        return Merged(theirs)
    ours = parse(mine)
    if theirs == base:
        generated = parse(theirs)
        found = forms(generated, ours)
        kept = kept_by_hand(ours, found.of(generated, ours))
        return Merged(mine, kept=_joined(told(found, generated), kept))
    style = style_of(mine)
    base, theirs = styled(base, style), styled(theirs, style)
    old, generated = parse(base), parse(theirs)
    found = forms(old, ours)
    old, new = found.of(old, ours), found.of(generated, ours)
    merged = _by_structure((old, ours, new), prefer)
    merged = merged._replace(kept=_joined(told(found, generated), merged.kept))
    if any(conflict.path == _WHOLE for conflict in merged.conflicts):
        text = merge_lines(base, mine, theirs)
        return merged if text is None else _by_lines(text, (old, ours, new))
    return merged


def _joined(*texts: str) -> str:
    return ", ".join(filter(None, texts))


def _by_structure(sides: Sides, prefer: Prefer | None) -> Merged:
    block, conflicts = _merged(sides, prefer or "mine")
    clashes = _clashes(block, sides)
    if not conflicts and not clashes:
        return Merged(text_of(block), _lost(block, *sides[:2]), kept_by_hand(block, sides[2]))
    conflicts_ = conflicts if conflicts and prefer is None else [*conflicts, *_said(clashes)]
    answers = sides
    while clashes:
        before, answers = answers, answered(clashes, answers, prefer or "mine")
        if answers == before:
            break
        block, _ = _merged(answers, prefer or "mine")
        clashes = _clashes(block, sides)
    return Merged(text_of(block), tuple(conflicts_), kept_by_hand(block, sides[2]))


def _merged(sides: Sides, prefer: Prefer) -> tuple[Block, list[Conflict]]:
    conflicts: list[Conflict] = []
    block = pruned(merge_blocks(Merge(conflicts.append, prefer), *sides), *sides)
    if not conflicts:
        return block, []
    names, new = probable(sides[0], sides[2]), new_tables(sides[0], sides[1])
    return block, [_hinted(one, names, new) for one in conflicts]


def _hinted(conflict: Conflict, names: Mapping[Path, str], new: Sequence[str]) -> Conflict:
    if conflict.theirs is None:
        return conflict._replace(hint=hint(conflict.path, names))
    if conflict.mine is None and conflict.path[:-1] == _WHOLE:
        return conflict._replace(hint=name_hint(conflict.path[-1], new))
    return conflict


def _clashes(block: Block, sides: Sides) -> list[Clash]:
    return [*doubled(block, *sides), *dangling(block, *sides)]


def _said(clashes: list[Clash]) -> list[Conflict]:
    return [clash.conflict for clash in clashes]


def _by_lines(text: str, sides: Sides) -> Merged:
    block = parse(text)
    conflicts = tuple(_said(_clashes(block, sides))) or _lost(block, *sides[:2])
    return Merged(text, conflicts, kept_by_hand(block, sides[2]))


def _lost(block: Block, old: Block, ours: Block) -> tuple[Conflict, ...]:
    """The last line of defence: a merge that drops what a person wrote is none, whatever we missed."""
    now, before = Counter(pieces_of(ours)), Counter(pieces_of(old))
    lost = _words(now - before) - _words(before - now)
    if lost:
        lost -= Counter(essence(text_of(block)))  # of the text: how its pieces read together
    words = [word for word in lost if word != ","]
    if not words:
        return ()
    return (
        Conflict(
            path=_WHOLE,
            reason=f"merging would lose `{words[0]}`",
            base=None,
            mine=None,
            theirs=None,
        ),
    )


def _words(pieces: Counter[str]) -> Counter[str]:
    words: Counter[str] = Counter()
    for piece, times in pieces.items():
        for word in essence(piece):
            words[word] += times
    return words
