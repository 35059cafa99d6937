"""`prisma-to-convex check`: the gate for commits and CI."""

from __future__ import annotations

import argparse

from ..config import overrides as config_arguments
from ..terminal import console
from . import gate_arguments

NAME = "check"
SUMMARY = "fail if a schema relies on what Convex does not enforce"
DESCRIPTION = """\
Lists the guarantees that Convex does not enforce, and fails on errors: a schema that is not valid, or a
construct that can't be translated. --fail-on warning fails on lost guarantees, too.

SCHEMA is a .prisma file, a folder whose .prisma files are one schema, or `-` for standard input. Each
is checked by itself. Without it: `schema` in prisma.config.ts, then `prisma.schema` in
package.json, then schema.prisma, prisma/schema.prisma, prisma/.
"""
EPILOG = """\
RULES are codes (PC201), names (unique-not-enforced), families (PC2, PC2xx) or ALL, separated by
commas; the more exact one wins. What makes a schema invalid can't be deselected.

Findings are sorted by severity, then by consequence (security, money, data corrupted, user-visible,
cosmetic), which is derived from the schema: a unique email, a secret, an amount.

A finding is decided by a comment in the schema, on its line, above it, or above its block, or by the
configuration (`allow`, `enforced`):
  email String @unique // @convex.enforced(unique-not-enforced, by: "users.create")
  email String @unique // @convex.allow(unique-not-enforced, reason: "addresses may be shared")

exit codes:
  0  nothing at or above the threshold of --fail-on
  1  findings at or above it
  2  the command or a SCHEMA can't be used, or a SCHEMA has no models
  3  a bug in prisma-to-convex

examples:
  prisma-to-convex check
  prisma-to-convex check --all
  prisma-to-convex check --fail-on warning --ignore PC3
  prisma-to-convex check apps/a/schema.prisma apps/b/prisma
  prisma-to-convex check --baseline losses.json --write-baseline
  prisma-to-convex check --add-allow --select PC201
  prisma-to-convex check --against main --fail-on warning
  prisma-to-convex check --format github --format sarif=check.sarif
  prisma-to-convex check --explain PC201
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("schemas", nargs="*", metavar="SCHEMA", help="file, folder or -")
    parser.add_argument("--stdin-filename", metavar="NAME", help="the file name to show for `-`")
    gate_arguments.add_threshold(parser)
    group = gate_arguments.add_decisions(parser)
    group.add_argument(
        "--add-allow",
        action="store_true",
        help="write a comment into the schema that allows each open finding, with a reason to fill in",
    )
    group.add_argument(
        "--convex", default="convex", metavar="DIR", help=config_arguments.CONVEX_HELP
    )
    gate_arguments.add_output(parser)
    config_arguments.add_arguments(parser)
    console.add_colour(parser)


def run(options: argparse.Namespace) -> int:
    code = gate_arguments.explained(options)
    if code is not None:
        return code
    from ..check.gate import check

    common = gate_arguments.gate_request(options, options.schemas)
    request = common._replace(
        stdin_name=options.stdin_filename, convex=options.convex, add_allow=options.add_allow
    )
    return check(request, console.from_options(options))
