"""What stands on disk of `generate --enforce`: a guarantee is enforced only while it stands and is current."""

from __future__ import annotations

import os
from pathlib import Path

from prisma_schema_parser.records import NamedTuple

from ..compiler import Compilation
from ..enforce.constraint_building import enforcement
from ..enforce.emitted_files import CONSTRAINTS, enforce_files, is_merged
from ..enforce.enforced_ledger import with_enforced
from ..merge.disk import UnreadableFile, read
from ..merge.lock import lock_name, read_lock
from .compiled import source_name


class EnforcedOnDisk(NamedTuple):
    """`stale`: the files that are missing, or are not what would be written now; then nothing is enforced."""

    compilation: Compilation
    stale: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """For whoever wonders why nothing is enforced; empty where there is nothing to say."""
        if not self.stale:
            return ""
        names, one = ", ".join(self.stale), len(self.stale) == 1
        return (
            f"{names} {'is' if one else 'are'} missing, or not what would be generated now: nothing counts as enforced "
            f"until prisma-to-convex generate writes {'it' if one else 'them'}"
        )


def with_enforcement_on_disk(
    compilation: Compilation, schema: str | os.PathLike[str], folder: str | os.PathLike[str]
) -> EnforcedOnDisk:
    """The compilation whose ledger counts on the files in `folder`, where the configuration says so and
    they are those that would be written now, hand edits of constraints.ts aside.
    """
    if not compilation.lowered.options.enforce:
        return EnforcedOnDisk(compilation)
    enforced, place = enforcement(compilation.lowered), Path(folder)
    made = enforce_files(compilation.lowered, enforced, source_name(Path(schema)))
    stale = tuple(
        (place / name).as_posix() for name in made if not _stands(place, name, made[name])
    )
    constraints = _text(place / CONSTRAINTS)
    if stale or constraints is None:
        return EnforcedOnDisk(compilation, stale)
    ledger = with_enforced(compilation.ledger, enforced, made[CONSTRAINTS], constraints)
    return EnforcedOnDisk(compilation._replace(ledger=ledger))


def _stands(folder: Path, name: str, made: str) -> bool:
    """To the letter; or, where hand edits survive, what it was generated as."""
    there = _text(folder / name)
    if not is_merged(name):
        return there == made
    lock = read_lock(_text(folder / lock_name(name)) or "")
    return there is not None and lock.text == made


def _text(path: Path) -> str | None:
    try:
        found = read(path)
    except UnreadableFile:
        return None
    return found.text if found else None
