"""`prisma-to-convex data key`: the secret that ids are minted with."""

from __future__ import annotations

import argparse

from ..data.ids.secret_place import KEY_FILE, VARIABLE
from ..terminal import console

NAME = "key"
SUMMARY = "create the key that ids are minted with, or print its fingerprint"
DESCRIPTION = f"""\
Ids are minted from a keyed hash, since Convex lets an id stand for the right to see a document: without the
key, nobody can compute the id of user 1. The key is in {KEY_FILE} or in the variable
{VARIABLE}, which wins. Rehearsal and cutover need the same one: keep it as you keep a password.
"""
EPILOG = """\
exit codes:
  0  done
  2  there is a key already, or none, or it can't be read or written
  3  a bug in prisma-to-convex

examples:
  prisma-to-convex data key new
  prisma-to-convex data key fingerprint
"""

DONE, UNUSABLE = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=("new", "fingerprint"),
        help="new: create one; fingerprint: print its fingerprint",
    )
    console.add_colour(parser)


def run(options: argparse.Namespace) -> int:
    import os
    from pathlib import Path

    from ..data.ids import secret

    options.prints_result = options.what != "new"
    shown = console.from_options(options)
    if options.what == "new":
        made = secret.create(Path())
        if isinstance(made, secret.NoSecret):
            shown.complain(f"prisma-to-convex: {made.message}")
            return UNUSABLE
        shown.say(f"Wrote {made.where} (fingerprint {made.fingerprint})")
        return DONE
    found = secret.find(dict(os.environ), Path())
    if found is None or isinstance(found, secret.NoSecret):
        shown.complain(f"prisma-to-convex: {found.message if found else secret.MISSING}")
        return UNUSABLE
    shown.say(f"{found.fingerprint}  {found.where}")
    return DONE
