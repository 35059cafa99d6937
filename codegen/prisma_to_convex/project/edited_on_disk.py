"""What stands on disk of schema.ts: what is said of a schema is true of the file, edits by hand included."""

from __future__ import annotations

import os
from pathlib import Path

from ..compiler import Compilation, with_hand_edits
from ..merge.disk import UnreadableFile, read
from ..merge.lock import NAME, read_lock
from .compiled import source_name

SCHEMA = "schema.ts"


def with_hand_edits_on_disk(
    compilation: Compilation, schema: str | os.PathLike[str], folder: str | os.PathLike[str]
) -> Compilation:
    """The compilation as `generate` would find it: with the edits of the schema.ts in `folder` that it would
    keep. The same one where no schema.ts stands there, or none that was generated.
    """
    mine, lock = (_text(Path(folder) / name) for name in (SCHEMA, NAME))
    last = read_lock(lock).text if lock is not None else None
    if mine is None or last is None or mine == last:
        return compilation
    from ..convex.render import schema_ts
    from ..merge.whole import merge
    from ..typescript.tokens import NotTypeScript

    generated = schema_ts(compilation.lowered.convex, source_name(Path(schema)), "report.md")
    try:
        merged = merge(last, mine, generated)
    except (NotTypeScript, RecursionError):
        return compilation
    return with_hand_edits(compilation, merged.text)


def _text(path: Path) -> str | None:
    try:
        found = read(path)
    except UnreadableFile:
        return None
    return found.text if found else None
