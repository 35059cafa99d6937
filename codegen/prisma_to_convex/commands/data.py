"""`prisma-to-convex data`: moves the rows. Its actions are modules of their own, like commands."""

from __future__ import annotations

import argparse

NAME = "data"
SUMMARY = "move the rows: one snapshot that `npx convex import` takes, and the proof that nothing was lost"
DESCRIPTION = """\
Reads the old database and writes one ZIP for `npx convex import`, with every reference already joined.
Ids are minted from a keyed hash of model and key, so they are the same in rehearsal and cutover.
"""
EPILOG = """\
`prisma-to-convex data ACTION --help` explains each. docs/data.md is a guide: rehearsal, cutover, what to expect.

exit codes:
  0  done
  1  rows would break (probe), were rejected (export) or differ (verify)
  2  the command, schema, database or key can't be used
  3  a bug in prisma-to-convex

examples:
  prisma-to-convex data probe
  prisma-to-convex data export -o snapshot.zip --sample 10
  prisma-to-convex data export -o snapshot.zip
  prisma-to-convex data verify convex-export.zip
  prisma-to-convex data id User 42
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from .data_actions import ACTIONS

    actions = parser.add_subparsers(prog=parser.prog, metavar="ACTION")
    parser.set_defaults(act=lambda _: _helped(parser))
    for action in ACTIONS:
        added = actions.add_parser(
            action.NAME,
            help=action.SUMMARY,
            description=action.DESCRIPTION,
            epilog=action.EPILOG,
            formatter_class=parser.formatter_class,
        )
        action.add_arguments(added)
        added.set_defaults(act=action.run, command=f"{NAME} {action.NAME}")


def _helped(parser: argparse.ArgumentParser) -> int:
    """No action was named."""
    import sys

    parser.print_help(sys.stderr)
    return 2


def run(options: argparse.Namespace) -> int:
    import gc

    gc.enable()  # it rests for short runs; this one may take hours
    return int(options.act(options))
