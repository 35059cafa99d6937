"""`prisma-to-convex data id`: the id that a row has, or what an id says."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..config import overrides as config_arguments
from ..terminal import console

if TYPE_CHECKING:
    from ..compiler import Compilation
    from ..data.ids.secret import IdSecret

NAME = "id"
SUMMARY = "print the id of a row, or decode an id"
DESCRIPTION = """\
Prints the id that `data export` gives the row of MODEL with this key; a key of several fields takes several
words, in the order of @@id. With --decode, prints the table of an id and whether it was minted here.
--typescript prints a module that computes the same ids in the app, by WebCrypto.
"""
EPILOG = """\
exit codes:
  0  done
  2  there is no such model, key or id, or no key to mint with
  3  a bug in prisma-to-convex

examples:
  prisma-to-convex data id User 42
  prisma-to-convex data id Membership acme 42
  prisma-to-convex data id --decode z5apmn8gb4zat014hhs7c3q41r001y84
  prisma-to-convex data id --typescript > convex/idFor.ts
"""

DONE, UNUSABLE = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    parser.add_argument("model", nargs="?", metavar="MODEL", help="a model of the schema")
    parser.add_argument(
        "key", nargs="*", metavar="KEY", help="the row's key, a word for each field"
    )
    parser.add_argument(
        "--decode", metavar="ID", help="print the table of an id, and whether it was minted here"
    )
    parser.add_argument("--typescript", action="store_true", help="print a module with `idFor`")
    parser.add_argument("--schema", type=Path, metavar="SCHEMA", help="file or folder")
    config_arguments.add_arguments(parser)
    console.add_colour(parser)


def run(options: argparse.Namespace) -> int:
    from ..project.compiled import compile_or_complain, discover_or_complain

    shown = console.from_options(options)
    if options.decode and not options.model:
        return _decoded(options.decode, shown)
    if not options.typescript and (not options.model or not options.key):
        shown.complain("prisma-to-convex: give MODEL and KEY, or --decode ID")
        return UNUSABLE
    path = options.schema or discover_or_complain(shown)
    found = (
        compile_or_complain(path, shown, config_arguments.config_overrides(options))
        if path
        else None
    )
    if found is None:
        return UNUSABLE
    if options.typescript:
        return _typescript(found, shown)
    secret = _secret(shown)
    return UNUSABLE if secret is None else _minted(options, found, secret, shown)


def _secret(shown: console.Console) -> IdSecret | None:
    import os
    from pathlib import Path

    from ..data.ids import secret

    found = secret.find(dict(os.environ), Path())
    if found is None or isinstance(found, secret.NoSecret):
        shown.complain(f"prisma-to-convex: {found.message if found else secret.MISSING}")
        return None
    return found


def _numbers(found: Compilation, shown: console.Console) -> dict[str, int] | None:
    from pathlib import Path

    from ..data.ids import table_numbers

    known = table_numbers.read(Path(table_numbers.FILE))
    if isinstance(known, table_numbers.UnreadableNumbers):
        shown.complain(f"prisma-to-convex: {known.message}")
        return None
    return table_numbers.extended(known, (table.name for table in found.lowered.convex.tables))


def _minted(
    options: argparse.Namespace, found: Compilation, secret: IdSecret, shown: console.Console
) -> int:
    from prisma_schema_parser.excerpt import plain

    from ..data.ids import minted_ids
    from ..data.tokens import key_texts
    from ..kit.nearest import nearest

    models = found.lowered.models
    lowered = models.get(options.model)
    numbers = _numbers(found, shown)
    if numbers is None:
        return UNUSABLE
    name = plain(options.model[:80])
    if lowered is None:
        hint = nearest(options.model, list(models))
        shown.complain(
            f"prisma-to-convex: no model `{name}` is moved" + (f": {hint}" if hint else "")
        )
        return UNUSABLE
    fields = key_texts.identity(lowered.model)
    if len(fields) != len(options.key):
        wanted = ", ".join(field.name for field in fields) or "nothing: no key tells its rows apart"
        shown.complain(f"prisma-to-convex: the key of `{name}` is {wanted}")
        return UNUSABLE
    parts = []
    for field, word in zip(fields, options.key, strict=True):
        part = key_texts.canonical(field, word)
        if isinstance(part, key_texts.Unfit):
            shown.complain(f"prisma-to-convex: {name}.{field.name}: {part.message}")
            return UNUSABLE
        parts.append(part)
    shown.say(
        minted_ids.mint(
            secret.value, options.model, numbers[lowered.table], key_texts.joined(parts)
        )
    )
    return DONE


def _decoded(text: str, shown: console.Console) -> int:
    from pathlib import Path

    from prisma_schema_parser.excerpt import plain

    from ..data.ids import minted_ids, table_numbers

    found = minted_ids.decode(text)
    if found is None:
        shown.complain(f"prisma-to-convex: `{plain(text[:80])}` is not a Convex id")
        return UNUSABLE
    known = table_numbers.read(Path(table_numbers.FILE))
    names = {} if isinstance(known, table_numbers.UnreadableNumbers) else known
    table = next((name for name, number in names.items() if number == found.table), "")
    place = f"table {found.table}" + (f" ({plain(table)})" if table else "")
    shown.say(f"{place}, {'minted by data export' if found.is_minted else 'made by Convex'}")
    return DONE


def _typescript(found: Compilation, shown: console.Console) -> int:
    from ..data.ids.typescript import id_for
    from ..terminal.printing import print_utf8

    numbers = _numbers(found, shown)
    if numbers is None:
        return UNUSABLE
    print_utf8(id_for(found.lowered, numbers))
    return DONE
