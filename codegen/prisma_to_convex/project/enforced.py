"""What stands on disk of `generate --enforce`: a guarantee is enforced only while it stands and is current."""

from __future__ import annotations

import os
from pathlib import Path

from ..compiler import Compilation
from ..enforce.constraint_building import enforcement
from ..enforce.emitted_files import CONSTRAINTS, enforce_files, is_merged
from ..enforce.enforced_ledger import with_enforced
from ..merge.disk import UnreadableFile, read
from ..merge.lock import lock_name, read_lock
from .compiled import source_name


def with_enforcement_on_disk(
    compilation: Compilation, schema: str | os.PathLike[str], folder: str | os.PathLike[str]
) -> Compilation:
    """The compilation whose ledger counts on the files in `folder`, where the configuration says so and
    they are those that would be written now, hand edits of constraints.ts aside.
    """
    if not compilation.lowered.options.enforce:
        return compilation
    enforced, place = enforcement(compilation.lowered), Path(folder)
    made = enforce_files(compilation.lowered, enforced, source_name(Path(schema)))
    there = {name: _text(place / name) for name in made}
    whole = {name: text for name, text in made.items() if not is_merged(name)}
    merged = [name for name in made if is_merged(name)]
    is_current = all(
        read_lock(_text(place / lock_name(name)) or "").text == made[name] for name in merged
    ) and all(there[name] == text for name, text in whole.items())
    constraints = there[CONSTRAINTS]
    if not is_current or constraints is None:
        return compilation
    ledger = with_enforced(compilation.ledger, enforced, made[CONSTRAINTS], constraints)
    return compilation._replace(ledger=ledger)


def _text(path: Path) -> str | None:
    try:
        found = read(path)
    except UnreadableFile:
        return None
    return found.text if found else None
