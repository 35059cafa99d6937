"""The command line. Alone in touching files, the terminal and exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from . import __version__
from .terminal import Choice, never_fails, use_colour

UNUSABLE, BUG, INTERRUPTED = 2, 3, 130

_DESCRIPTION = """\
Translate a Prisma schema into a Convex schema, and tell what is lost on the way.
"""

_GENERATE = """\
Writes schema.ts (tables, validators, an index for every access path) and report.md (every guarantee
that Convex does not enforce, where it was, what breaks, what to write instead).

SCHEMA is a .prisma file, or a folder whose .prisma files are one schema. When it is left out:
`schema` in prisma.config.ts, then `prisma.schema` in package.json, then schema.prisma,
prisma/schema.prisma, prisma/.
"""

_EXIT_CODES = """\
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code. Never raises for what a user can do wrong."""
    for stream in (sys.stdout, sys.stderr):
        never_fails(stream)
    try:
        options = parser().parse_args(arguments)
        return int(options.run(options))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away: nothing is left to say, nor anyone to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else UNUSABLE
    except Exception as error:  # what is left is our own mistake, and must not look like the user's
        return _bug(error)


def parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(
        "prisma-to-convex",
        description=_DESCRIPTION,
        epilog="`prisma-to-convex generate --help` tells more.",
        formatter_class=formatter,
    )
    top.add_argument("--version", action="version", version=f"prisma-to-convex {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    generate = commands.add_parser(
        "generate",
        help="write schema.ts and the report",
        description=_GENERATE,
        epilog=_EXIT_CODES,
        formatter_class=formatter,
    )
    generate.add_argument("schema", nargs="?", type=Path, metavar="SCHEMA", help="file or folder")
    generate.add_argument(
        "--out",
        type=Path,
        default=Path("convex"),
        metavar="DIR",
        help="the folder for schema.ts (default: convex)",
    )
    generate.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="where the report goes (default: report.md in DIR)",
    )
    generate.add_argument(
        "--dry-run", action="store_true", help="say what would be written, and write nothing"
    )
    generate.add_argument(
        "--force",
        action="store_true",
        help="overwrite a schema.ts that prisma-to-convex did not generate",
    )
    generate.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours; auto: on a terminal, unless NO_COLOR is set",
    )
    generate.set_defaults(run=_generate)
    return top


def _generate(options: argparse.Namespace) -> int:
    from .generate import Console, generate  # imports what renders

    colours = (_colour(sys.stdout, options.color), _colour(sys.stderr, options.color))
    return generate(
        options.schema,
        options.out,
        options.report,
        dry_run=options.dry_run,
        force=options.force,
        console=Console(sys.stdout, sys.stderr, colours),
    )


def _colour(stream: TextIO, choice: Choice) -> bool:
    return use_colour(stream, choice, os.environ)


def _bug(error: Exception) -> int:
    """Says that it is our fault, with what a report needs."""
    from traceback import extract_tb

    from prisma_schema_parser.excerpt import plain

    frames = extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown place"
    print(
        "prisma-to-convex: this is a bug in prisma-to-convex, not in your schema; nothing was written.\n"
        f"  {type(error).__name__} at {place}: {plain(str(error))[:300]}\n"
        f"  prisma-to-convex {__version__}, Python {sys.version.split()[0]}\n"
        "  Please report it with the schema, or the part of it that shows the problem.",
        file=sys.stderr,
    )
    if os.environ.get("PRISMA_TO_CONVEX_DEBUG"):
        raise error
    return BUG


if __name__ == "__main__":
    sys.exit(main())
