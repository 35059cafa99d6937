"""What stands on disk of schema.ts: what is said of a schema is true of the file, edits by hand included."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from prisma_schema_parser.records import NamedTuple

if TYPE_CHECKING:
    from ..compiler import Compilation

SCHEMA = "schema.ts"


class WrittenFiles(NamedTuple):
    """schema.ts and its lock, with LF newlines; None for a file that is not there. `imported` are the files that
    schema.ts imports from its folder, `aliases` say which it names by a path alias."""

    schema: str | None
    lock: str | None
    imported: Mapping[str, str] = MappingProxyType({})
    aliases: Mapping[str, Mapping[str, str]] = MappingProxyType({})


NOTHING_WRITTEN = WrittenFiles(None, None)


def on_disk(folder: str | os.PathLike[str]) -> WrittenFiles:
    """Most that are checked have none, and import nothing for it."""
    if not os.path.isfile(os.path.join(folder, SCHEMA)):
        return NOTHING_WRITTEN
    from ..merge.lock import NAME

    schema, lock = (_text(os.path.join(folder, name)) for name in (SCHEMA, NAME))
    if schema is None or lock is None:
        return WrittenFiles(schema, lock)
    from pathlib import Path

    from .imported_files import imported_files

    beside = imported_files(Path(folder), schema)
    return WrittenFiles(schema, lock, beside.texts, beside.aliases)


def with_written_files(
    compilation: Compilation, schema: str | os.PathLike[str], files: WrittenFiles
) -> Compilation:
    """The compilation as `generate` would find it: with the edits of schema.ts that it would keep. The same
    one where there is no schema.ts, or none that was generated.
    """
    mine, lock, imported, aliases = files
    if mine is None or lock is None:
        return compilation
    from pathlib import Path

    from ..merge.lock import read_lock

    known = read_lock(lock)
    last = known.text
    if last is None or mine == last:
        return compilation
    from ..compiler import with_hand_edits
    from ..convex.render import schema_ts
    from ..lowering.table_identities import table_identities
    from ..merge.whole import Known, merge_files
    from ..typescript.tokens import NotTypeScript
    from .compiled import source_name

    generated = schema_ts(compilation.lowered.convex, source_name(Path(schema)), "report.md")
    try:
        tables = Known(known.tables, table_identities(compilation.lowered))
        merged = merge_files(
            last, {SCHEMA: mine, **imported}, generated, known=tables, aliases=aliases
        )
    except (NotTypeScript, RecursionError):
        return compilation
    return with_hand_edits(compilation, merged.whole, merged.here)


def _text(path: str) -> str | None:
    from pathlib import Path

    from ..merge.disk import UnreadableFile, read

    try:
        found = read(Path(path))
    except UnreadableFile:
        return None
    return found.text if found else None
