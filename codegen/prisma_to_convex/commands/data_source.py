"""What `data export`, `probe` and `verify` ask alike: which database, which tables, in what form."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..terminal import console

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..compiler import Compilation
    from ..data.planning.export_plan import Plan
    from ..data.planning.exported import Json
    from ..data.sources.address import Address

SCHEMA_TS = "convex/schema.ts"


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    """What is read, and what becomes of rows that do not fit."""
    add_place_arguments(parser)
    add_form_arguments(parser)
    parser.add_argument(
        "--bad-rows",
        choices=("stop", "skip", "null"),
        default="stop",
        help="rows that Convex would refuse: write no snapshot (default), leave them out, or clear the field",
    )
    parser.add_argument(
        "--orphans",
        choices=("null", "reject"),
        help="references to rows that don't exist, by id or by value: clear them where that is allowed, or reject the row",
    )


def add_place_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the rows are."""
    from pathlib import Path

    place = parser.add_mutually_exclusive_group()
    place.add_argument("--url", metavar="URL", help="the database, as Prisma writes it")
    place.add_argument(
        "--dump",
        type=Path,
        metavar="FOLDER",
        help="MongoDB: the folder of a database that `mongodump --out` wrote",
    )


def add_form_arguments(parser: argparse.ArgumentParser) -> None:
    """Which tables there are, and what their documents are to look like."""
    parser.add_argument("--tables", metavar="A,B", help="only these Convex tables")
    add_schema_ts(parser)
    parser.add_argument(
        "--creation-time",
        metavar="FIELD",
        default="",
        help="the field that _creationTime comes from, or none (default: createdAt, where there is one); "
        'what `created-at = "system"` replaces is always written',
    )


def add_schema_ts(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    parser.add_argument(
        "--schema-ts",
        type=Path,
        metavar="FILE",
        help=f"whose validators the documents are to fit (default: {SCHEMA_TS}, where prisma-to-convex made it)",
    )


def row_count(text: str) -> int:
    """A number above 0, of rows or of what else is counted. Raises `argparse.ArgumentTypeError`."""
    if not text.isdecimal() or not 0 < int(text) < 1 << 31:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no number above 0")
    return int(text)


def addressed(
    options: argparse.Namespace, schema: Path, found: Compilation, shown: console.Console
) -> Address | None:
    """Where the database is; None, with a message on the console, where nobody says."""
    import os

    from ..data.sources import address

    provider = found.lowered.schema.provider
    parsed: address.Address | address.NoAddress
    if options.dump is not None:
        parsed = address.of_dump(options.dump, provider)
    elif provider == "mongodb":
        parsed = address.NoAddress(address.FROM_A_DUMP)
    else:
        block = address.block_of(found.lowered.schema)
        named = address.find(options.url, os.environ, block, schema)
        parsed = named if isinstance(named, address.NoAddress) else address.parse(named, provider)
        if isinstance(parsed, address.Address):
            parsed = address.with_certificates(parsed, schema)
    if isinstance(parsed, address.NoAddress):
        shown.complain(f"prisma-to-convex: {parsed.message}")
        return None
    if parsed.provider == "cockroachdb":
        shown.complain(
            "warning: reading CockroachDB follows its documentation and was never run against a server: "
            "compare the counts with your own"
        )
    return parsed


def planned(options: argparse.Namespace, found: Compilation, shown: console.Console) -> Plan | None:
    """What is to be moved; None, with a message on the console, where the options name what is not there."""
    from prisma_schema_parser.excerpt import plain

    from ..data.planning.export_plan import plan
    from ..kit.nearest import nearest

    creation = None if options.creation_time == "none" else options.creation_time
    documents = _documents(options.schema_ts, found, shown)
    if documents is None:
        return None
    made = plan(found.lowered, documents, creation)
    if creation and not _is_date(creation, found, shown):
        return None
    if options.tables is None:
        return made
    names = [one.name for one in made.tables]
    chosen = [word.strip() for word in options.tables.split(",") if word.strip()]
    if not chosen:
        shown.complain("prisma-to-convex: --tables names no table")
        return None
    for name in chosen:
        if name not in names:
            hint = nearest(name, names)
            message = f"there is no table `{plain(name[:80])}`" + (f": {hint}" if hint else "")
            shown.complain(f"prisma-to-convex: {message}")
            return None
    tables = tuple(one for one in made.tables if one.name in chosen)
    return made._replace(tables=tables, is_partial=len(tables) < len(made.tables))


def _is_date(name: str, found: Compilation, shown: console.Console) -> bool:
    """Whether a model has such a date; else, said: each row would be as old as its import."""
    from prisma_schema_parser.excerpt import plain
    from prisma_schema_parser.schema import Scalar

    from ..kit.nearest import nearest

    models = [one.model for one in found.lowered.models.values()]
    dates = sorted(
        {
            field.name
            for model in models
            for field in model.scalar_fields
            if field.type == Scalar("DateTime") and field.arity != "list"
        }
    )
    if name in dates:
        return True
    hint = nearest(name, dates)
    message = f"--creation-time: no model has a date `{plain(name[:80])}`" + (
        f": {hint}" if hint else ""
    )
    shown.complain(f"prisma-to-convex: {message}")
    return False


def _documents(
    file: Path | None, found: Compilation, shown: console.Console
) -> Mapping[str, Json] | None:
    """The validators of schema.ts, edits by hand included; None, with a message on the console, where
    they can't be read."""
    from pathlib import Path

    from prisma_schema_parser.excerpt import plain
    from prisma_schema_parser.regular_files import read_regular, reason

    from ..data.planning.exported import document_types
    from ..data.planning.schema_ts import UnreadableValidator, read
    from ..merge.disk import LARGEST_OUTPUT
    from ..typescript.header import HEADER

    path = file or Path(SCHEMA_TS)
    try:
        text = read_regular(path, LARGEST_OUTPUT).decode("utf-8")
    except (OSError, ValueError) as error:
        if file is None:
            return document_types(found.lowered.convex)
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else reason(error)
        shown.complain(f"prisma-to-convex: {plain(path.name)}: {why}")
        return None
    if file is None and not text.startswith(HEADER):
        return document_types(found.lowered.convex)
    read_ = read(text)
    if isinstance(read_, UnreadableValidator):
        place, why = plain(read_.place), plain(read_.why)
        shown.complain(
            f"prisma-to-convex: {plain(path.name)}: the validator of {place} can't be read: {why}"
        )
        return None
    there = {table.name for table in read_.tables}
    if there.isdisjoint(table.name for table in found.lowered.convex.tables):
        name = plain(path.as_posix())
        shown.complain(f"prisma-to-convex: {name} has no table of the schema: nothing can be moved")
        return None
    shown.complain(f"Documents follow {plain(path.as_posix())}")
    for table in found.lowered.convex.tables:
        if table.name not in there:
            shown.complain(
                f"warning: {plain(path.name)} has no table `{table.name}`: its rows stay behind"
            )
    return document_types(read_)
