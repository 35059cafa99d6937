"""`prisma-to-convex init`: writes a configuration to start from."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..config.overrides import FILE
from ..terminal import console

if TYPE_CHECKING:
    from pathlib import Path

NAME = "init"
SUMMARY = "write a commented configuration with the defaults"
DESCRIPTION = f"""\
Writes {FILE}: every setting with its default and a short explanation. A configuration is
optional; this one changes nothing until it is edited.

It is found from the schema's folder upwards, to the folder that holds .git: put it beside the schema
or at the root of the repository. [tool.prisma-to-convex] in a pyproject.toml works as well.
"""
EPILOG = """\
exit codes:
  0  done
  2  the file is there already, or can't be written; nothing was written
  3  a bug in prisma-to-convex; nothing was written

examples:
  prisma-to-convex init
  prisma-to-convex init packages/db/prisma-to-convex.toml
  prisma-to-convex init --json-schema > prisma-to-convex.schema.json
"""


_SHARED = "pyproject.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    parser.add_argument(
        "file", nargs="?", type=Path, default=Path(FILE), metavar="FILE", help=f"default: {FILE}"
    )
    parser.add_argument("--force", action="store_true", help="overwrite a FILE that is there")
    parser.add_argument(
        "--json-schema",
        action="store_true",
        help="print the JSON Schema of the configuration, for editors, and write nothing",
    )
    console.add_colour(parser)


def run(options: argparse.Namespace) -> int:
    options.prints_result = options.json_schema
    from ..config.template import json_schema_text, starter
    from ..terminal.printing import print_utf8

    if options.json_schema:
        print_utf8(json_schema_text())
        return 0
    return _write(options.file, starter(), console.from_options(options), force=options.force)


def _write(path: Path, text: str, shown: console.Console, *, force: bool) -> int:
    import os

    from prisma_schema_parser.excerpt import plain

    from ..project.guards import ANYTHING, NOTHING
    from ..project.writing import Output, write_all

    name = plain(path.as_posix())
    if path.name == _SHARED:
        shown.complain(
            f"prisma-to-convex: {name} belongs to others too; nothing was written. "
            "Write what differs from the defaults under [tool.prisma-to-convex] there"
        )
        return 2
    if os.path.isdir(path):
        shown.complain(
            f"prisma-to-convex: {name} is a folder; nothing was written. Say {name}/{FILE}"
        )
        return 2
    if os.path.lexists(path) and not force:
        shown.complain(
            f"prisma-to-convex: {name} exists; nothing was written. Use --force to overwrite it"
        )
        return 2
    refusal = write_all([Output(path, text, ANYTHING if force else NOTHING)]).message
    if refusal:
        shown.complain(f"prisma-to-convex: {refusal}")
        return 2
    found = "" if path.name == FILE else f": use it with --config {name}"
    shown.say(f"Wrote {name}{found}")
    return 0
