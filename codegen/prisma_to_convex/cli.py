"""The command line: which command runs, and what becomes of what goes wrong."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from .commands.command_table import COMMANDS
from .kit.version import VERSION
from .terminal.capabilities import never_fails, width
from .terminal.streams import write_error

UNUSABLE, BUG, INTERRUPTED = 2, 3, 130

_DESCRIPTION = "Translates a Prisma schema into a Convex schema and lists what is lost on the way."


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code. Never raises for what a user can do wrong.

    A command whose result goes elsewhere sets `prints_result = False` in its options: then what it tells on
    standard output may be lost.
    """
    if sys.stdout is None or sys.stderr is None:  # closed, where nobody installed streams
        return UNUSABLE
    for stream in (sys.stdout, sys.stderr):
        never_fails(stream)
    try:
        prints_result = True
        try:
            code, prints_result = _run(sys.argv[1:] if arguments is None else list(arguments))
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else UNUSABLE
        sys.stdout.flush()
        lost = write_error(sys.stdout)
        if lost is None:
            return code
        _complain_of_output(lost)
        return UNUSABLE if prints_result else code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away: nothing is left to say, nor anyone to say it to.
        _print_no_more()
        return 0
    except Exception as error:  # what is left is our own mistake, and must not look like the user's
        if isinstance(error, OSError) and error.filename is None:  # no file: what we print to
            _print_no_more()
            _complain_of_output(error)
            return UNUSABLE
        return _bug(error)


def _run(words: list[str]) -> tuple[int, bool]:
    """The exit code, and whether the result was printed."""
    if not words:
        parser().print_help(sys.stderr)
        return UNUSABLE, True
    if words[0] == "help":  # as git has it
        words = [*words[1:], "--help"]
    options = _parsed(words)
    code = int(options.run(options))
    return code, getattr(options, "prints_result", True)


def _parsed(words: list[str]) -> argparse.Namespace:
    """Ends the program where the words are no command line."""
    top = parser(words[0])
    known = {command.NAME for command in COMMANDS} | {"-h", "--help", "--version"}
    if words[0] not in known:
        from .commands.mistakes import unknown_command, unknown_option

        if words[0].startswith("-"):
            top.error(unknown_option(words[0], top))
        top.error(unknown_command(words[0], [command.NAME for command in COMMANDS]))
    options, extra = top.parse_known_args(words)
    if extra:
        from .commands.mistakes import left_over

        command, message = left_over(top, words, extra)
        command.error(message)
    return options


def _complain_of_output(error: OSError) -> None:
    reason = error.strerror or str(error)
    print(f"prisma-to-convex: the output can't be written: {reason}", file=sys.stderr)


def _print_no_more() -> None:
    """What is left in the buffer of standard output would fail again when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """Where one command is asked for, the others are left out: argparse takes its time for each."""
    names = ", ".join(command.NAME for command in COMMANDS)
    top = _Parser(
        "prisma-to-convex",
        description=_DESCRIPTION,
        epilog=f"See `prisma-to-convex help COMMAND`. Commands: {names}.",
        formatter_class=_Help,
    )
    top.add_argument("--version", action="version", version=f"prisma-to-convex {VERSION}")
    commands = top.add_subparsers(prog=top.prog, metavar="COMMAND", required=True)
    named = [command for command in COMMANDS if only == command.NAME]
    for command in named or COMMANDS:
        added = commands.add_parser(
            command.NAME,
            help=command.SUMMARY,
            description=command.DESCRIPTION,
            epilog=command.EPILOG,
            formatter_class=_Help,
        )
        command.add_arguments(added)
        added.set_defaults(run=command.run, commands=COMMANDS, command=command.NAME)
    return top


class _Parser(argparse.ArgumentParser):
    """Complains as everything else does: under the program's name, with what may have been meant."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(UNUSABLE, f"prisma-to-convex: {message}\n")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            from .commands.mistakes import unknown_value

            raise argparse.ArgumentError(action, unknown_value(str(value), action))


class _Help(argparse.RawDescriptionHelpFormatter):
    """argparse makes one for every argument, and each would import shutil to ask for the width."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=width() - 2)


def _bug(error: Exception) -> int:
    """Says that it is our fault, with what a report needs."""
    from traceback import extract_tb

    from prisma_schema_parser.excerpt import plain

    frames = extract_tb(error.__traceback__)
    place = (
        f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}"
        if frames
        else "unknown place"
    )
    print(
        "prisma-to-convex: this is a bug in prisma-to-convex, not in your schema; nothing was written.\n"
        f"  {type(error).__name__} at {place}: {plain(str(error))[:300]}\n"
        f"  prisma-to-convex {VERSION}, Python {sys.version.split()[0]}\n"
        "  Please report it with the schema, or the part of it that shows the problem.",
        file=sys.stderr,
    )
    if os.environ.get("PRISMA_TO_CONVEX_DEBUG"):
        raise error
    return BUG


if __name__ == "__main__":
    sys.exit(main())
