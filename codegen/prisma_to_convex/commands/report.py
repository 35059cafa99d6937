"""`prisma-to-convex report`: the report alone, for people or for programs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..config import overrides as config_arguments
from ..terminal import console

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..analysis.facts import Size
    from ..compiler import Compilation
    from ..report.model import Report
    from ..report.output_format import Format

NAME = "report"
SUMMARY = "print what the move takes and what becomes of every guarantee"
DESCRIPTION = """\
Prints the report that `generate` writes: whether to move, what it takes and what may go wrong; every
guarantee of the Prisma schema and whether Convex keeps, replaces or loses it. As Markdown it is the same
text; HTML is one page with a diagram and filters; JSON holds every guarantee one by one.

SCHEMA is found as `generate` finds it.
"""
EPILOG = """\
exit codes:
  0  done
  1  done, but something could not be translated (an open finding of severity error)
  2  the command or the schema can't be used; nothing was written
  3  a bug in prisma-to-convex; nothing was written

examples:
  prisma-to-convex report
  prisma-to-convex report prisma/schema.prisma --format html --output report.html
  prisma-to-convex report --stats rows.csv --output report.md
  prisma-to-convex report --format json | jq '.guarantees[] | select(.outcome == "lost")'
  prisma-to-convex report --queries src --output report.html
  prisma-to-convex report --json-schema
"""

FORMATS = ("markdown", "html", "json")


DONE, DONE_WITH_ERRORS, UNUSABLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    parser.add_argument("schema", nargs="?", type=Path, metavar="SCHEMA", help="file or folder")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="default: by the name of --output (.md, .html, .json), else markdown",
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write to FILE instead of standard output"
    )
    parser.add_argument(
        "--stats",
        type=Path,
        metavar="FILE",
        help="row counts by table, as JSON or CSV: sizes, batches, what one delete writes",
    )
    parser.add_argument(
        "--queries",
        action="append",
        metavar="PATH",
        help="application code, file or folder: what its calls cost, which index each enters, the hours by them",
    )
    parser.add_argument(
        "--convex", default="convex", metavar="DIR", help=config_arguments.CONVEX_HELP
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="overwrite a FILE that is no report of prisma-to-convex",
    )
    parser.add_argument(
        "--json-schema",
        action="store_true",
        help="print the JSON Schema of `--format json`, and read nothing",
    )
    config_arguments.add_arguments(parser)
    console.add_colour(parser)


def run(options: argparse.Namespace) -> int:
    from ..report.json_report import json_schema
    from ..terminal.printing import print_utf8

    if options.json_schema:
        print_utf8(json_schema())
        return 0
    return _report(options, console.from_options(options))


def _report(options: argparse.Namespace, shown: console.Console) -> int:
    from ..project.compiled import (
        SourcePlaces,
        compile_or_complain,
        discover_or_complain,
        source_name,
    )
    from ..project.edited_on_disk import on_disk, with_written_files
    from ..project.enforced import with_enforcement_on_disk
    from ..project.lifetime import keep_alive
    from ..report.build import build
    from ..report.output_format import text_of
    from ..terminal.printing import print_utf8

    options.prints_result = _to_standard_output(options)
    problem = _form_problem(options)
    if problem:
        shown.complain(f"prisma-to-convex: {problem}")
        return UNUSABLE
    path = options.schema if options.schema is not None else discover_or_complain(shown)
    compilation = (
        compile_or_complain(path, shown, config_arguments.config_overrides(options))
        if path is not None
        else None
    )
    if path is None or compilation is None:
        return UNUSABLE
    compilation = with_written_files(compilation, path, on_disk(options.convex))
    on_convex = with_enforcement_on_disk(compilation, path, options.convex)
    if on_convex.note:
        shown.note(on_convex.note)
    compilation = on_convex.compilation
    sizes = _sizes(options.stats, compilation, shown)
    if sizes is None:
        return UNUSABLE
    where = SourcePlaces(path)
    built = build(compilation, source_name(path), where, sizes)
    keep_alive(compilation, built)
    if options.verbose:
        from ..project.verbose import tenancy_line

        shown.note(tenancy_line(built.analysis))
    text = text_of(_format(options), built, compilation, where)
    if _to_standard_output(options):
        print_utf8(text)
    elif not _written(options.output, text, built, force=options.force, shown=shown):
        return UNUSABLE
    shown.show(built.open_errors, compilation.lowered.options.max_diagnostics)
    return DONE_WITH_ERRORS if built.open_errors else DONE


def _to_standard_output(options: argparse.Namespace) -> bool:
    from ..project.standard_output import is_standard_output

    return options.output is None or is_standard_output(options.output.as_posix())


def _form_problem(options: argparse.Namespace) -> str:
    """Why the file's name and the form that is asked for don't go together; empty where they do."""
    from ..report.output_format import name_problem

    return "" if options.prints_result else name_problem(options.output, options.format)


def _format(options: argparse.Namespace) -> Format:
    from ..report.output_format import format_of

    if options.format is not None or _to_standard_output(options):
        return options.format or "markdown"
    return format_of(options.output)


def _sizes(
    path: Path | None, compilation: Compilation, shown: console.Console
) -> Mapping[str, Size] | None:
    """None, with a message on the console, where the file can't be used."""
    if path is None:
        return {}
    from ..analysis.stats import InvalidStats
    from ..project.stats_file import read_stats

    stats = read_stats(path, compilation.lowered.schema)
    if isinstance(stats, InvalidStats):
        shown.complain(f"prisma-to-convex: {stats.message}")
        return None
    for warning in stats.warnings:
        shown.complain(f"warning: {warning}")
    return stats.sizes


def _written(path: Path, text: str, built: Report, *, force: bool, shown: console.Console) -> bool:
    from prisma_schema_parser.excerpt import plain

    from ..project.guards import ANYTHING, beginning
    from ..project.writing import Output, write_all
    from ..report.starts import STARTS

    guard = ANYTHING if force else beginning(*STARTS)
    refusal = write_all([Output(path, text, guard)]).message
    if refusal:
        shown.complain(f"prisma-to-convex: {refusal}")
        return False
    shown.say(f"Wrote {plain(path.as_posix())}  {built.reconciliation}")
    return True
