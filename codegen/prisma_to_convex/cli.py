"""The command line: which command runs, and what becomes of what goes wrong."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import __version__
from .commands import COMMANDS
from .terminal import never_fails

UNUSABLE, BUG, INTERRUPTED = 2, 3, 130

_DESCRIPTION = "Translate a Prisma schema into a Convex schema, and tell what is lost on the way."


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code. Never raises for what a user can do wrong."""
    for stream in (sys.stdout, sys.stderr):
        never_fails(stream)
    try:
        words = sys.argv[1:] if arguments is None else list(arguments)
        options = parser(words[0] if words else None).parse_args(words)
        with _collector_resting():
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


@contextmanager
def _collector_resting() -> Iterator[None]:
    """A command makes millions of objects, next to none of them in a cycle, and ends: to look for
    cycles among them would take a third of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def parser(asked: str | None = None) -> argparse.ArgumentParser:
    """Where one command is asked for, the others have no arguments: argparse takes its time for each."""
    formatter = argparse.RawDescriptionHelpFormatter
    names = ", ".join(command.NAME for command in COMMANDS)
    top = argparse.ArgumentParser(
        "prisma-to-convex",
        description=_DESCRIPTION,
        epilog=f"`prisma-to-convex COMMAND --help` tells more. Commands: {names}.",
        formatter_class=formatter,
    )
    top.add_argument("--version", action="version", version=f"prisma-to-convex {__version__}")
    commands = top.add_subparsers(prog=top.prog, metavar="COMMAND", required=True)
    is_known = any(asked == command.NAME for command in COMMANDS)
    for command in COMMANDS:
        added = commands.add_parser(
            command.NAME,
            help=command.SUMMARY,
            description=command.DESCRIPTION,
            epilog=command.EPILOG,
            formatter_class=formatter,
        )
        if asked == command.NAME or not is_known:
            command.add_arguments(added)
        added.set_defaults(run=command.run)
    return top


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
