"""`prisma-to-convex data merge`: the shards of one export as its snapshot."""

from __future__ import annotations

import argparse

from ..config import overrides as config_arguments
from ..terminal import console
from . import data_export, data_source

NAME = "merge"
SUMMARY = "put the shards of `data export --shard I/N` together: the snapshot that one run would have written"
DESCRIPTION = """\
Takes all N shards of one export, made by as many processes or machines over one snapshot of the database, and writes
FILE, byte for byte the same as a single run. The finished ZIP is read again and compared with what the database
told the shards; no database is needed. Schema, options and the key for ids must be those of the shards.
"""
EPILOG = """\
exit codes:
  0  done
  1  rows were rejected; with --bad-rows stop (the default of the shards) no snapshot was written
  2  a shard is missing, does not belong to the others, or is from another moment
  3  a bug in prisma-to-convex

examples:
  prisma-to-convex data export -o 1.shard --shard 1/2 --snapshot 00000003-0000001B-1
  prisma-to-convex data export -o 2.shard --shard 2/2 --snapshot 00000003-0000001B-1
  prisma-to-convex data merge -o snapshot.zip 1.shard 2.shard
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    parser.add_argument(
        "shards", nargs="+", type=Path, metavar="SHARD", help="all shards of one export"
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="the ZIP to write"
    )
    parser.add_argument("--schema", type=Path, metavar="SCHEMA", help="file or folder")
    data_source.add_form_arguments(parser)
    config_arguments.add_arguments(parser)
    console.add_colour(parser)


def run(options: argparse.Namespace) -> int:
    from prisma_schema_parser.excerpt import plain

    from ..data.dialects.of import dialect_of
    from ..data.exporting import snapshot_place
    from ..data.exporting.merge_shards import merge
    from ..data.exporting.progress import ShownProgress
    from ..data.exporting.shards import UnusableShard
    from ..data.sources.open import missing_driver
    from ..project.compiled import compile_or_complain, discover_or_complain

    options.prints_result = False
    shown = console.from_options(options)
    if refusal := snapshot_place.refusal(options.output, is_project_written=True):
        shown.complain(f"prisma-to-convex: {refusal}")
        return data_export.UNUSABLE
    path = options.schema or discover_or_complain(shown)
    overrides = config_arguments.config_overrides(options)
    found = compile_or_complain(path, shown, overrides) if path else None
    plan = data_source.planned(options, found, shown) if found else None
    request = data_export.request_of(options, plan, shown, may_make_key=False) if plan else None
    try:
        dialect = dialect_of(plan.provider) if plan else None
    except ImportError as missing:
        shown.complain(
            f"prisma-to-convex: {missing_driver(missing, plan.provider if plan else '')}"
        )
        return data_export.UNUSABLE
    if request is None or dialect is None:
        return data_export.UNUSABLE
    progress = ShownProgress(shown.err, is_terminal=shown.err.isatty())
    try:
        outcome, source = merge(request, dialect, options.shards, progress)
    except UnusableShard as problem:
        shown.complain(f"prisma-to-convex: {plain(str(problem))}. Nothing was written")
        return data_export.UNUSABLE
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        shown.complain(f"prisma-to-convex: can't write {plain(options.output.name)}: {reason}")
        return data_export.UNUSABLE
    return data_export.report_outcome(request, outcome, source, shown, quiet=False)
