"""`prisma-to-convex report`: the report alone, for people or for programs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from .. import config_arguments, console

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..analysis.facts import Size
    from ..compiler import Compilation
    from ..report.model import Report, Where

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
  1  done, but something could not be translated (severity error)
  2  the command or the schema can't be used; nothing was written
  3  a bug in prisma-to-convex; nothing was written

examples:
  prisma-to-convex report
  prisma-to-convex report prisma/schema.prisma --format html --output report.html
  prisma-to-convex report --stats rows.csv --output report.md
  prisma-to-convex report --format json | jq '.guarantees[] | select(.outcome == "lost")'
  prisma-to-convex report --json-schema
"""

FORMATS = ("markdown", "html", "json")
_BY_NAME = {".html": "html", ".htm": "html", ".json": "json"}


DONE, DONE_WITH_ERRORS, UNUSABLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
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
    from ..report.printing import print_utf8

    if options.json_schema:
        print_utf8(json_schema())
        return 0
    return _report(options, console.from_options(options))


def _report(options: argparse.Namespace, shown: console.Console) -> int:
    from ..reading import Places, compiled, discovered, source_name
    from ..report.build import build
    from ..report.printing import print_utf8

    path = options.schema if options.schema is not None else discovered(shown)
    compilation = (
        compiled(path, shown, config_arguments.asked(options)) if path is not None else None
    )
    if path is None or compilation is None:
        return UNUSABLE
    sizes = _sizes(options.stats, compilation, shown)
    if sizes is None:
        return UNUSABLE
    where = Places(path)
    built = build(compilation, source_name(path), where, sizes)
    text = _text(_format(options), built, compilation, where)
    if options.output is None:
        print_utf8(text)
    elif not _written(options.output, text, built, force=options.force, shown=shown):
        return UNUSABLE
    shown.show(found for found in compilation.ledger.diagnostics if found.is_error)
    return DONE_WITH_ERRORS if built.severities["error"] else DONE


def _format(options: argparse.Namespace) -> str:
    if options.format is not None or options.output is None:
        return options.format or "markdown"
    return _BY_NAME.get(options.output.suffix.lower(), "markdown")


def _sizes(
    path: Path | None, compilation: Compilation, shown: console.Console
) -> Mapping[str, Size] | None:
    """None, and told, where the file can't be used."""
    if path is None:
        return {}
    from ..analysis.stats import Unusable, read_stats

    stats = read_stats(path, compilation.lowered.schema)
    if isinstance(stats, Unusable):
        shown.complain(f"prisma-to-convex: {stats.message}")
        return None
    for warning in stats.warnings:
        shown.complain(f"prisma-to-convex: {warning}")
    return stats.sizes


def _text(format: str, built: Report, compilation: Compilation, where: Where) -> str:
    if format == "markdown":
        from ..report.markdown import markdown

        return markdown(built)
    from ..decisions import of_ledger
    from ..report.details import details

    told = details(compilation, where), of_ledger(compilation)
    if format == "json":
        from ..report.json_report import json_report

        return json_report(built, *told)
    from ..report.html import files, html

    return html(built, *told, files(compilation, where))


def _written(path: Path, text: str, built: Report, *, force: bool, shown: console.Console) -> bool:
    from prisma_schema_parser.excerpt import plain

    from ..report.html import START as PAGE
    from ..report.json_report import START
    from ..report.markdown import TITLE
    from ..writing import may_overwrite, write_all

    if not force and not any(may_overwrite(path, start) for start in (TITLE, START, PAGE)):
        shown.complain(
            f"prisma-to-convex: {plain(path.as_posix())} exists and was not generated by "
            "prisma-to-convex: nothing was written. Use --force to overwrite it"
        )
        return False
    refusal = write_all({path: text}).message
    if refusal:
        shown.complain(f"prisma-to-convex: {refusal}")
        return False
    shown.say(f"Wrote {plain(path.as_posix())}  {built.reconciliation}")
    return True
