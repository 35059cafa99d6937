"""`prisma-to-convex generate`: writes schema.ts and the report."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..config import overrides as config_arguments
from ..terminal import console

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..generate.run import WriteMode
    from ..merge.conflict import Side

NAME = "generate"
SUMMARY = "write schema.ts and the report"
DESCRIPTION = """\
Writes schema.ts (tables, validators, an index for every access path) and report.md (every guarantee
that Convex does not enforce, where it was, what breaks, what to write instead).

SCHEMA is a .prisma file, or a folder whose .prisma files are one schema. Without it:
`schema` in prisma.config.ts, then `prisma.schema` in package.json, then schema.prisma,
prisma/schema.prisma, prisma/.

A schema without a model is refused: nothing is written, and schema.ts stays as it is.

It lists what was removed, added and changed, and which of these changes a deployment with documents
rejects on push: a field that is gone or newly required, a narrower type. Large new indexes can be staged.

Hand edits of schema.ts are kept: schema.prisma-to-convex.lock beside it (commit it) holds what was
generated last, so only what has changed in Prisma since then changes. If both sides changed the same
thing, both are shown and nothing is written.
"""
EPILOG = """\
exit codes:
  0  done
  1  done, but something could not be translated and is not decided: see the report;
     or, with --check, the output is stale
  2  the command or the schema can't be used, or hand edits conflict; nothing was written
  3  a bug in prisma-to-convex; nothing was written

examples:
  prisma-to-convex generate
  prisma-to-convex generate prisma/schema.prisma --out convex
  prisma-to-convex generate prisma --out convex --report docs/convex-losses.md
  prisma-to-convex generate --enforce
  prisma-to-convex generate --check --diff
  prisma-to-convex generate --watch
  prisma-to-convex generate --format json | jq '.changes'
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    _add_places(parser)
    _add_modes(parser)
    _add_extras(parser)
    config_arguments.add_arguments(parser)
    _add_bases(parser)
    console.add_colour(parser)


def _add_places(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    parser.add_argument("schema", nargs="?", type=Path, metavar="SCHEMA", help="file or folder")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("convex"),
        metavar="DIR",
        help="the folder for schema.ts (default: convex)",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="where the report goes; .html and .json change its form (default: report.md in DIR)",
    )


def _add_modes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be written, and write nothing"
    )
    parser.add_argument(
        "--check", action="store_true", help="exit with 1 if a file is stale, and write nothing"
    )
    parser.add_argument(
        "--diff", action="store_true", help="show what would change, and write nothing"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="how to say what was done; json: files, changes and sums for programs (default: text)",
    )
    parser.add_argument(
        "--json-schema",
        action="store_true",
        help="print the JSON Schema of --format json, and stop",
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help="run again whenever the schema, its configuration or its migrations change; Ctrl-C ends it",
    )
    parser.add_argument(
        "--prefer",
        action="append",
        default=[],
        type=_answer,
        metavar="SIDE[:PLACE]",
        help="`mine` or `prisma`: what to take where hand edits conflict with Prisma, everywhere or at one place, as "
        "mine:users.email; may be given several times (default: neither, and stop)",
    )


def _add_extras(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--enforce",
        action="store_true",
        help="also write constraints.ts and the code that enforces lost guarantees",
    )
    parser.add_argument(
        "--queries",
        action="append",
        metavar="PATH",
        help="file or folder of application code: add the indexes that its Prisma calls need",
    )


def _add_bases(parser: argparse.ArgumentParser) -> None:
    """For what a schema.ts that stands there is taken."""
    base = parser.add_mutually_exclusive_group()
    base.add_argument(
        "--adopt",
        action="store_const",
        const="adopt",
        dest="base",
        default="lock",
        help="treat a schema.ts without a lock as an edited version of what is generated now",
    )
    base.add_argument(
        "--force",
        action="store_const",
        const="force",
        dest="base",
        default="lock",
        help="overwrite hand edits, and files that prisma-to-convex did not generate",
    )


def _answer(given: str) -> tuple[str, Side]:
    """The place (empty: everywhere) and the side of `mine:users.email`."""
    word, _, place = given.partition(":")
    if word == "mine":
        return place, "mine"
    if word == "prisma":
        return place, "prisma"
    from prisma_schema_parser.excerpt import plain

    raise argparse.ArgumentTypeError(
        f"`{plain(given[:80])}` starts with neither `mine` nor `prisma`"
    )


_OF_LOOKING = frozenset(
    ("check", "diff", "dry_run", "format", "watch", "verbose", "color", "max_diagnostics")
)


def _again(options: argparse.Namespace) -> str:
    """The command that writes what this one looks at."""
    from .command_line import command_line

    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    return command_line(f"prisma-to-convex {NAME}", parser, options, _OF_LOOKING)


def run(options: argparse.Namespace) -> int:
    if options.json_schema:
        from ..generate.outcome_json import json_schema
        from ..terminal.printing import print_utf8

        print_utf8(json_schema())
        return 0
    from ..generate.run import (  # imports what renders, which other commands do without
        WriteMode,
        generate,
    )
    from ..merge.conflict import Prefer
    from ..report.output_format import name_problem

    places = {place: side for place, side in options.prefer if place}
    rest = {side for place, side in options.prefer if not place}
    prefer = Prefer(next(iter(rest), None), places)
    mode = WriteMode(
        check=options.check,
        diff=options.diff,
        dry_run=options.dry_run,
        base=options.base,
        prefer=prefer,
        json=options.format == "json",
        again=_again(options),
    )
    options.prints_result = not mode.writes or mode.json
    out = console.from_options(options)
    problem = _contradiction(options, rest, mode)
    if not problem and options.report is not None:
        problem = name_problem(options.report)
    if problem:
        out.complain(f"prisma-to-convex: {problem}")
        return 2
    overrides = config_arguments.config_overrides(options)

    def once() -> int:
        return generate(options.schema, options.out, options.report, mode, out, overrides)

    if not options.watch:
        return once()
    from ..generate.watch import watch

    return watch(options.schema, overrides, once, out)


def _contradiction(options: argparse.Namespace, preferred: Collection[str], mode: WriteMode) -> str:
    """Between what was asked for; empty where there is none."""
    if len(preferred) > 1:
        return "--prefer mine and --prefer prisma contradict each other"
    is_for_people = options.diff or options.watch
    if (mode.json and is_for_people) or (options.watch and not mode.writes):
        return "--diff and --watch print for people: leave the other option out"
    return ""
