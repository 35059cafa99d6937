"""What `generate` says of schema.ts as it was and as it is: what was removed, added, changed."""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.excerpt import plain

from ..kit.words import counted, listed
from ..merge.changes import Change, changes
from ..merge.parse import parse
from ..typescript.tokens import NotTypeScript

_KINDS = {
    "table": "tables",
    "field": "fields",
    "index": "indexes",
    "literal": "literals",
    "declaration": "declarations",
}
_MOST = 10
_LONGEST = 140


def change_lines(before: str, after: str) -> list[str]:
    """A line for each kind of change, with at most ten names; nothing for a file that is new."""
    if not before.strip() or before == after:
        return []
    try:
        found = changes(parse(before), parse(after))
    except (NotTypeScript, RecursionError):
        return ["What was there could not be read as a schema.ts, and is replaced"]
    return [
        _line(chosen)
        for how in ("removed", "added", "changed")
        for what in _KINDS
        if (chosen := [one for one in found if (one.how, one.what) == (how, what)])
    ]


def discarded_lines(last: str, mine: str) -> list[str]:
    """What was edited by hand since it was generated last, and is overwritten."""
    if not last or last == mine.removeprefix("\ufeff").replace("\r\n", "\n"):
        return []
    lines = change_lines(last, mine) or ["comments or layout"]
    return [f"Discarded what was edited by hand: {line[:1].lower()}{line[1:]}" for line in lines]


def _line(found: Sequence[Change]) -> str:
    how, what = found[0].how, found[0].what
    names = [_shown(one) for one in found]
    number = counted(len(found), what, _KINDS[what])
    return f"{how.capitalize()} {number}: {listed(names, quoted=False, most=_MOST)}"


def _shown(change: Change) -> str:
    note = f" ({change.note})" if change.note else ""
    return plain(f"{change.name}{note}"[:_LONGEST])
