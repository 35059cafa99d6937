"""Three-way merge by lines, for a file whose structure is not the one that we generate."""

from __future__ import annotations

from difflib import SequenceMatcher


def merge_lines(base: str, mine: str, theirs: str) -> str | None:
    """None where both sides changed the same or neighbouring lines."""
    old, ours, new = (text.splitlines(keepends=True) for text in (base, mine, theirs))
    changes = sorted([*_changes(old, ours), *_changes(old, new)])
    merged: list[str] = []
    at = 0
    for number, (start, stop, lines) in enumerate(changes):
        if number and changes[number - 1] == (start, stop, lines):
            continue  # both sides made it
        if start < at or (number and start == changes[number - 1][1]):
            return None
        merged += [*old[at:start], *lines]
        at = stop
    return "".join([*merged, *old[at:]])


def _changes(old: list[str], new: list[str]) -> list[tuple[int, int, list[str]]]:
    """(start, stop) in `old`, and what stands there now."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        (start, stop, new[low:high])
        for kind, start, stop, low, high in matcher.get_opcodes()
        if kind != "equal"
    ]
