"""`prisma-to-convex data probe`: what in the rows breaks or changes, before anything is moved."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..config import overrides as config_arguments
from ..terminal import console
from . import data_source

if TYPE_CHECKING:
    from ..compiler import Compilation
    from ..data.planning.export_plan import Plan
    from ..data.probing.probe import RowFinding
    from ..data.sources.row_source import RowSource

NAME = "probe"
SUMMARY = "find what in the rows would break or change in Convex, before anything is moved"
DESCRIPTION = """\
Reads the database, and changes nothing. A dry run of the export finds every row that Convex would refuse; SQL
finds the rest: dangling references, duplicates of keys that nothing will check any more, cascades too large
for one mutation, times that lose precision, and tables and columns that no model maps. Each finding has its
rule, a number of rows and up to three keys.

--sql-only prints the checks as SQL for whoever may connect, and connects to nothing itself.
"""
EPILOG = """\
exit codes:
  0  nothing at or above the severity of --fail-on
  1  something was found
  2  the command, schema or database can't be used
  3  a bug in prisma-to-convex

examples:
  prisma-to-convex data probe
  prisma-to-convex data probe --format markdown > probe.md
  prisma-to-convex data probe --sql-only > probe.sql
"""

CLEAN, FOUND, UNUSABLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    parser.add_argument("schema", nargs="?", type=Path, metavar="SCHEMA", help="file or folder")
    data_source.add_place_arguments(parser)
    parser.add_argument("--tables", metavar="A,B", help="only these Convex tables")
    data_source.add_schema_ts(parser)
    parser.add_argument(
        "--sql-only", action="store_true", help="print the checks as SQL, and connect to nothing"
    )
    parser.add_argument(
        "--sample",
        type=data_source.row_count,
        metavar="N",
        help="try only the first N rows of each table",
    )
    parser.add_argument("--format", choices=("text", "markdown", "json", "sarif"), default="text")
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning", "note", "never"),
        default="error",
        help="the lowest severity that fails (default: error)",
    )
    parser.add_argument(
        "--timeout",
        type=data_source.row_count,
        default=300,
        metavar="SECONDS",
        help="abort an SQL check that takes longer (default: 300)",
    )
    config_arguments.add_arguments(parser)
    console.add_colour(parser)


def run(options: argparse.Namespace) -> int:
    from prisma_schema_parser.excerpt import plain

    from ..data.sources.row_source import UnusableSource
    from ..project.compiled import compile_or_complain, discover_or_complain

    shown = console.from_options(options)
    path = options.schema or discover_or_complain(shown)
    found = (
        compile_or_complain(path, shown, config_arguments.config_overrides(options))
        if path
        else None
    )
    if path is None or found is None:
        return UNUSABLE
    if options.sql_only:
        return _sql(options, found, shown)
    address = data_source.addressed(options, path, found, shown)
    plan = _planned(options, found, shown) if address else None
    if address is None or plan is None:
        return UNUSABLE
    try:
        from ..data.sources.open import opened

        source = opened(address, plan)
        try:
            findings = _findings(options, plan, found, source, shown)
        finally:
            source.close()
    except UnusableSource as problem:
        shown.complain(f"prisma-to-convex: {plain(str(problem))}")
        return UNUSABLE
    return UNUSABLE if findings is None else _report(options, findings)


def _planned(
    options: argparse.Namespace, found: Compilation, shown: console.Console
) -> Plan | None:
    options.creation_time = ""
    return data_source.planned(options, found, shown)


def _sql(options: argparse.Namespace, found: Compilation, shown: console.Console) -> int:
    from ..data.checking.check_pack import pack
    from ..data.dialects.of import check_dialect_of
    from ..terminal.printing import print_utf8

    plan = _planned(options, found, shown)
    if plan is None:
        return UNUSABLE
    if plan.provider == "mongodb":
        shown.complain(
            "prisma-to-convex: MongoDB has no SQL: `mongodump`, then `data probe --dump`"
        )
        return UNUSABLE
    dialect = check_dialect_of(plan.provider)
    if dialect is None:
        provider = found.lowered.schema.provider or "no provider"
        shown.complain(f"prisma-to-convex: there are no checks for {provider}")
        return UNUSABLE
    if plan.provider in _UNTRIED:
        shown.complain(f"warning: this SQL was never run on {_UNTRIED[plan.provider]}")
    print_utf8(_for_reader(pack(plan, found.lowered.schema, dialect)))
    return CLEAN


_UNTRIED = {"sqlserver": "SQL Server", "cockroachdb": "CockroachDB"}


def _for_reader(sql: str) -> str:
    """Names of tables stand in SQL as they are; a terminal must not act on them."""
    import sys

    from prisma_schema_parser.excerpt import plain

    return "\n".join(map(plain, sql.split("\n"))) if sys.stdout.isatty() else sql


def _findings(
    options: argparse.Namespace,
    plan: Plan,
    found: Compilation,
    source: RowSource,
    shown: console.Console,
) -> list[RowFinding] | None:
    from pathlib import Path

    from prisma_schema_parser.excerpt import plain

    from ..data.checking.catalog_drift import drift
    from ..data.exporting.export_records import ExportRequest
    from ..data.exporting.progress import ShownProgress
    from ..data.forming.forming_records import Policy
    from ..data.ids.secret import IdSecret
    from ..data.ids.table_numbers import extended
    from ..data.probing.probe import probe

    if problems := drift(plan, source):
        for problem in problems:
            shown.complain(f"prisma-to-convex: {plain(problem)}")
        shown.complain("prisma-to-convex: the database is not as the schema says")
        return None
    moved = [target.table for target in plan.targets.values()]
    request = ExportRequest(
        plan=plan,
        secret=IdSecret(bytes(32), "none"),  # the ids of a dry run are thrown away
        numbers=extended({}, [*moved, *(table.name for table in plan.tables)]),
        policy=Policy(),
        output=Path(),
        sample=options.sample or 0,
    )
    progress = ShownProgress(shown.err, is_terminal=shown.err.isatty())
    return probe(request, found.lowered.schema, source, progress, options.timeout)


def _report(options: argparse.Namespace, findings: list[RowFinding]) -> int:
    from ..data.checking.row_rules import LEVELS
    from ..data.probing.probe_formats import FORMATS
    from ..terminal.printing import print_utf8

    print_utf8(FORMATS[options.format](findings))
    if options.fail_on == "never":
        return CLEAN
    failing = LEVELS[: LEVELS.index(options.fail_on) + 1]
    return FOUND if any(one.level in failing for one in findings) else CLEAN
