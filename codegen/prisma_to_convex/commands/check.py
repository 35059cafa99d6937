"""`prisma-to-convex check`: the gate for commits and CI."""

from __future__ import annotations

import argparse

from ..config import overrides as config_arguments
from ..terminal import console

NAME = "check"
SUMMARY = "fail if a schema holds what Convex can't"
DESCRIPTION = """\
Tells what Convex can't hold and which guarantees are lost, and fails if there is an error: a schema
that is not valid, or a construct that can't be translated.

SCHEMA is a .prisma file, a folder whose .prisma files are one schema, or `-` for standard input. Each
is checked by itself. When it is left out: `schema` in prisma.config.ts, then `prisma.schema` in
package.json, then schema.prisma, prisma/schema.prisma, prisma/.
"""
EPILOG = """\
RULES are codes (PC201), names (unique-not-enforced), families (PC2, PC2xx) or ALL, with commas
between them; the more exact word wins. What makes a schema invalid can't be deselected.

Findings are told in order: by severity, then by what follows from them (security, money, data corrupted,
user-visible, cosmetic), told by facts of the schema such as a unique email, a secret or an amount.

A finding is decided by a comment in the schema, on its line, above it, or above its block, or by the
configuration (`allow`, `enforced`):
  email String @unique // @convex.enforced(unique-not-enforced, by: "users.create")
  email String @unique // @convex.allow(unique-not-enforced, reason: "addresses may be shared")

exit codes:
  0  nothing at or above the threshold of --fail-on
  1  findings at or above it
  2  the command or a SCHEMA can't be used, or a SCHEMA holds no model
  3  a bug in prisma-to-convex

examples:
  prisma-to-convex check
  prisma-to-convex check --all
  prisma-to-convex check --fail-on warning --ignore PC3
  prisma-to-convex check apps/a/schema.prisma apps/b/prisma
  prisma-to-convex check --baseline losses.json --write-baseline
  prisma-to-convex check --against main --fail-on warning
  prisma-to-convex check --format github --format sarif=check.sarif
  prisma-to-convex check --explain PC201
"""

_THRESHOLDS = ("error", "warning", "note", "never")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("schemas", nargs="*", metavar="SCHEMA", help="file, folder or -")
    parser.add_argument(
        "--stdin-filename", metavar="NAME", help="how `-` is called in what is said"
    )
    _add_threshold(parser)
    _add_decisions(parser)
    _add_output(parser)
    config_arguments.add_arguments(parser)
    console.add_colour(parser)


def _add_threshold(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what fails")
    group.add_argument(
        "--fail-on",
        choices=_THRESHOLDS,
        default="error",
        help="the least severity that fails (default: error)",
    )
    group.add_argument("--exit-zero", action="store_true", help="the same as --fail-on never")
    for option, what in (("--select", "only"), ("--ignore", "not")):
        group.add_argument(
            option, action="append", default=[], metavar="RULES", help=f"{what} these rules"
        )


def _add_decisions(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what was decided before")
    group.add_argument(
        "--baseline", metavar="FILE", help="findings that are accepted: by rule and field, not line"
    )
    group.add_argument(
        "--write-baseline", action="store_true", help="write FILE anew: accept all that is found"
    )
    group.add_argument(
        "--prune-baseline", action="store_true", help="take out of FILE what is no longer found"
    )
    group.add_argument(
        "--convex", default="convex", metavar="DIR", help=config_arguments.CONVEX_HELP
    )
    group.add_argument(
        "--against",
        metavar="REVISION",
        help="tell only what is new since a git revision, and what is lost no longer; "
        "REVISION:PATH if the schema was elsewhere",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is shown")
    group.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="FORMAT[=FILE]",
        help="text (default), concise, json, jsonl, sarif, github, gitlab, junit, markdown; "
        "to a FILE or standard output (`-`); may be given several times",
    )
    group.add_argument(
        "--all", action="store_true", help="in text, every finding: not only the ten worst"
    )
    group.add_argument(
        "--statistics", action="store_true", help="how often each rule applies, not where"
    )
    group.add_argument(
        "--force", action="store_true", help="overwrite a FILE that is no earlier output of check"
    )
    group.add_argument("--quiet", "-q", action="store_true", help="findings only, no summary")
    group.add_argument("--explain", metavar="RULE", help="print what a rule means, and stop")


def run(options: argparse.Namespace) -> int:
    if options.explain is not None:
        from . import explain

        return explain.run(argparse.Namespace(rule=options.explain, color=options.color))
    from ..check.gate import check
    from ..check.request import Request

    request = Request(
        schemas=options.schemas,
        stdin_name=options.stdin_filename,
        formats=options.format,
        fail_on="never" if options.exit_zero else options.fail_on,
        select=options.select,
        ignore=options.ignore,
        statistics=options.statistics,
        quiet=options.quiet,
        shows_all=options.all,
        baseline=options.baseline,
        write_baseline=options.write_baseline,
        prune_baseline=options.prune_baseline,
        against=options.against,
        force=options.force,
        convex=options.convex,
        overrides=config_arguments.config_overrides(options),
    )
    return check(request, console.from_options(options))
