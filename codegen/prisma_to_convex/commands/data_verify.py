"""`prisma-to-convex data verify`: what Convex holds against what was exported."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from ..config import overrides as config_arguments
from ..terminal import console
from . import data_export, data_source

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from ..data.exporting.export_records import ExportRequest
    from ..data.proof.verify import TableFound
    from ..data.snapshots.snapshot import Snapshot
    from ..data.sources.row_source import RowSource

    FindKeys: TypeAlias = Callable[[str, Collection[str]], tuple[tuple[str, ...], dict[str, str]]]

NAME = "verify"
SUMMARY = "compare what Convex holds with what was exported, row by row"
DESCRIPTION = """\
Reads FILE, the ZIP of `npx convex export`, and compares every table with the manifest of `data export`: counts,
a digest of every document, and what each column adds up to (filled, least, greatest, sum). Where they differ, the
columns are named, and missing, extra and changed documents by `_id`, field and, where documents hold it, key,
using the snapshot beside its manifest. With --source the database is read again instead, and gives the key of
each. Documents created in Convex since then are counted separately: they are not a difference.
"""
EPILOG = """\
exit codes:
  0  Convex holds every row as it was exported
  1  something differs
  2  a file, or with --source the database, can't be used
  3  a bug in prisma-to-convex

examples:
  npx convex export --path convex-export.zip
  prisma-to-convex data verify convex-export.zip --manifest snapshot.manifest.json
  prisma-to-convex data verify convex-export.zip --source --format json
"""

SAME, DIFFERENT, UNUSABLE = 0, 1, 2
_SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    parser.add_argument("file", type=Path, metavar="FILE", help="the ZIP of `npx convex export`")
    parser.add_argument(
        "--manifest",
        type=Path,
        metavar="MANIFEST",
        help="the manifest of the export (default: the one beside FILE with its name, else snapshot.manifest.json or "
        "the only one: in this folder, else in that of FILE)",
    )
    parser.add_argument(
        "--source", action="store_true", help="compare with the database as it is now instead"
    )
    parser.add_argument(
        "--schema", type=Path, metavar="SCHEMA", help="with --source: file or folder"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    data_source.add_source_arguments(parser)
    config_arguments.add_arguments(parser)
    console.add_colour(parser)


def run(options: argparse.Namespace) -> int:
    import tempfile
    from pathlib import Path

    from ..data.snapshots.snapshot import UnreadableSnapshot

    shown = console.from_options(options)
    try:
        if not options.source:
            path = _manifest(options, shown)
            return _compared(options.file, path, options, shown) if path else UNUSABLE
        with tempfile.TemporaryDirectory() as folder:
            options.output = Path(folder) / "source.zip"
            then = partial(_with_source, options, shown)
            return data_export.run(options, then=then)
    except UnreadableSnapshot as problem:
        from prisma_schema_parser.excerpt import plain

        shown.complain(f"prisma-to-convex: {plain(str(problem))}")
        return UNUSABLE


def _manifest(options: argparse.Namespace, shown: console.Console) -> Path | None:
    """The one that was named, else the one that belongs to the ZIP, which is then said."""
    import os
    from pathlib import Path

    from prisma_schema_parser.excerpt import plain

    from ..data.exporting import manifest_place

    named: Path | None = options.manifest
    found = named or manifest_place.found(options.file)
    if isinstance(found, Path) and (named is None or os.path.exists(found)):
        if named is None:
            shown.complain(f"Using {plain(found.as_posix())}")
        return found
    why = (
        found.message
        if not isinstance(found, Path)
        else f"there is no file {plain(found.as_posix())}"
    )
    shown.complain(f"prisma-to-convex: {why}")
    shown.complain(
        "  --manifest FILE names the manifest that the export wrote beside its snapshot; --source compares "
        "with the database"
    )
    return None


def _with_source(
    options: argparse.Namespace,
    shown: console.Console,
    request: ExportRequest,
    source: RowSource,
    code: int,
) -> int:
    """While the database is open, which knows the keys of the ids that it gave."""
    import os

    from ..data.exporting.row_keys import keys_of

    if not os.path.exists(options.output):
        if code == DIFFERENT:
            shown.complain("  nothing was compared: give --bad-rows and --orphans as in the export")
        return code
    path = request.output.with_name("source.manifest.json")
    return _compared(options.file, path, options, shown, partial(keys_of, request, source))


def _compared(
    file: Path,
    manifest_path: Path,
    options: argparse.Namespace,
    shown: console.Console,
    keys: FindKeys | None = None,
) -> int:
    from ..data.exporting import manifest
    from ..data.proof.verify import verify
    from ..data.snapshots.snapshot import Snapshot

    said = manifest.read(manifest_path)
    if isinstance(said, manifest.NoManifest):
        shown.complain(f"prisma-to-convex: {said.message}")
        return UNUSABLE
    there = Snapshot(file)
    tables = verify(there, said, _snapshots(manifest_path, said))
    if keys is not None:
        tables = [_with_keys(table, keys) for table in tables]
    if options.format == "json":
        _print_json(tables, shown)
    else:
        _print_text(tables, shown)
    return SAME if all(table.agrees for table in tables) else DIFFERENT


def _with_keys(table: TableFound, keys: FindKeys) -> TableFound:
    """Where documents do not hold their keys."""
    from ..data.proof.verify import RowKeys

    listed = [*table.missing, *table.extra, *(one.id for one in table.changed)]
    if not listed or table.keys.texts:
        return table
    return table._replace(keys=RowKeys(*keys(table.name, frozenset(listed))))


def _snapshots(manifest_path: Path, said: dict[str, Any]) -> dict[str, Snapshot]:
    """What was imported of each table, where it lies beside the manifest: perhaps by an earlier export."""
    import os
    from pathlib import PurePath

    from ..data.snapshots.snapshot import Snapshot

    opened: dict[str, Snapshot] = {}
    found: dict[str, Snapshot] = {}
    for table, one in {**said["tables"], "_storage": said.get("files", {})}.items():
        name = str(one.get("snapshot") or said.get("snapshot") or "")
        if not name or PurePath(name).name != name:
            continue
        path = manifest_path.with_name(name)
        if name not in opened and os.path.isfile(path):
            opened[name] = Snapshot(path)
        if name in opened:
            found[table] = opened[name]
    return found


def _print_json(tables: Sequence[TableFound], shown: console.Console) -> None:
    import json

    found: list[dict[str, Any]] = [
        {
            **table._asdict(),
            "agrees": table.agrees,
            "changed": [one._asdict() for one in table.changed],
            "columns": [one._asdict() for one in table.columns],
            "keys": table.keys.texts,
        }
        for table in tables
    ]
    result = {"version": 1, "agrees": all(table.agrees for table in tables), "tables": found}
    shown.say(json.dumps(result, indent=2, ensure_ascii=True))


def _print_text(tables: Sequence[TableFound], shown: console.Console) -> None:
    from prisma_schema_parser.excerpt import plain

    from ..data.snapshots.stored_files import STORAGE
    from ..kit.words import counted

    for table in tables:
        state = f"{table.differ:,} differ" if table.differ else "the same"
        born = f", {table.born:,} made in Convex" if table.born else ""
        shown.say(
            f"{plain(table.name)}: {counted(table.exported, 'document')} exported, {state}{born}"
        )
        if table.number != table.expected_number:
            place = f"number {table.number}" if table.number else "not there"
            shown.say(f"  the table is {place}, {table.expected_number} was exported")
        for line in _columns(table):
            shown.say(f"  {plain(line)}")
        for verb, ids in (("missing", table.missing), ("extra", table.extra)):
            for id_ in ids[:_SHOWN]:
                shown.say(f"  {verb} {plain(_known_by(table, id_))}")
            if len(ids) > _SHOWN:
                shown.say(f"  {verb}: {len(ids) - _SHOWN:,} more, see --format json")
        for one in table.changed[:_SHOWN]:
            known = plain(_known_by(table, one.id))
            shown.say(f"  changed {known}: {plain(', '.join(one.fields))}")
        if table.name == STORAGE and not table.agrees and not table.found:
            shown.say("  the ZIP has no files: npx convex export --include-file-storage")
        if not table.are_named:
            shown.say(
                "  the snapshot is not beside its manifest, so documents can't be named; --source reads the rows again"
            )
    if all(table.agrees for table in tables):
        documents = [table.exported for table in tables if table.name != STORAGE]
        files = sum(table.exported for table in tables if table.name == STORAGE)
        more = f" and {counted(files, 'file')}" if files else ""
        shown.say(
            f"Verified: {counted(sum(documents), 'document')} of {counted(len(documents), 'table')}{more} are as they were "
            f"exported, by digest and by what {counted(sum(table.measured for table in tables), 'column')} add up to"
        )


def _known_by(table: TableFound, id_: str) -> str:
    """`jd7... (code de)`, where documents hold the key."""
    text = table.keys.texts.get(id_)
    return id_ if text is None else f"{id_} ({', '.join(table.keys.fields)} {text})"


_WORDS = {"filled": "filled", "least": "least", "greatest": "greatest", "total": "sum"}


def _columns(table: TableFound) -> list[str]:
    """Where documents are named, those that are missing or extra say why nearly every column differs."""
    from ..kit.words import counted

    found = _by_column(table)
    if found and (table.missing or table.extra):
        fields = counted(len(found), "field")
        return [f"{fields} of {table.measured:,} add up to something else, see --format json"]
    lines = [f"field {field}: {measures}" for field, measures in found.items()]
    more = [f"fields: {len(lines) - _SHOWN:,} more, see --format json"]
    return lines if len(lines) <= _SHOWN else lines[:_SHOWN] + more


def _by_column(table: TableFound) -> dict[str, str]:
    """Of each column that differs, what does: `sum 70 exported, 75 now`."""
    found: dict[str, list[str]] = {}
    for one in table.columns:
        now = "none" if one.found is None else f"{one.found:,}"
        text = f"{_WORDS[one.measure]} {one.exported:,} exported, {now} now"
        found.setdefault(one.field, []).append(text)
    return {field: "; ".join(texts) for field, texts in found.items()}
