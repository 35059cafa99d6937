"""`prisma-to-convex generate`: writes schema.ts and the report."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import console

NAME = "generate"
SUMMARY = "write schema.ts and the report"
DESCRIPTION = """\
Writes schema.ts (tables, validators, an index for every access path) and report.md (every guarantee
that Convex does not enforce, where it was, what breaks, what to write instead).

SCHEMA is a .prisma file, or a folder whose .prisma files are one schema. When it is left out:
`schema` in prisma.config.ts, then `prisma.schema` in package.json, then schema.prisma,
prisma/schema.prisma, prisma/.
"""
EPILOG = """\
exit codes:
  0  done
  1  done, but something could not be translated (severity error): see the report
  2  the command or the schema can't be used; nothing was written
  3  a bug in prisma-to-convex; nothing was written

examples:
  prisma-to-convex generate
  prisma-to-convex generate prisma/schema.prisma --out convex
  prisma-to-convex generate prisma --out convex --report docs/convex-losses.md
  prisma-to-convex generate --dry-run
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
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
        help="where the report goes (default: report.md in DIR)",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be written, and write nothing"
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="overwrite a schema.ts that prisma-to-convex did not generate",
    )
    console.add_colour(parser)


def run(options: argparse.Namespace) -> int:
    from ..generate import generate  # imports what renders, which other commands do without

    return generate(
        options.schema,
        options.out,
        options.report,
        dry_run=options.dry_run,
        force=options.force,
        console=console.from_options(options),
    )
