"""`prisma-to-convex data export`: the rows as one snapshot."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..config import overrides as config_arguments
from ..terminal import console
from . import data_source

if TYPE_CHECKING:
    from pathlib import Path

    from ..compiler import Compilation
    from ..data.address import Address
    from ..data.export import ExportOutcome, ExportRequest
    from ..data.export_plan import Plan
    from ..data.secret import IdSecret
    from ..data.sources.row_source import RowSource
    from ..project.writing import Output

NAME = "export"
SUMMARY = "write one snapshot of the database that `npx convex import` takes"
DESCRIPTION = """\
Reads one consistent snapshot of the database and writes FILE, a ZIP for `npx convex import`: documents as
schema.ts wants them, every reference joined. Each document is judged before it is written; what can't be moved
goes to a file of rejected rows, all of it in one run. The finished ZIP is read again and compared with the
database's own counts; nothing stands under FILE before that agrees.

SCHEMA is found as `generate` finds it; the URL is --url, else what the datasource or prisma.config.ts names
(directUrl first), else DIRECT_URL or DATABASE_URL. Passwords are never printed.
"""
EPILOG = """\
exit codes:
  0  done
  1  rows were rejected; with --bad-rows stop (the default) no snapshot was written
  2  the command, schema, database or key can't be used, or the database is not as the schema says
  3  a bug in prisma-to-convex; no snapshot was written

examples:
  prisma-to-convex data export -o snapshot.zip
  prisma-to-convex data export -o try.zip --sample 10
  prisma-to-convex data export -o snapshot.zip --bad-rows skip --orphans null --jobs 4
"""

DONE, REJECTED, UNUSABLE, BUG = 0, 1, 2, 3
_SHOWN_KEYS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    parser.add_argument("schema", nargs="?", type=Path, metavar="SCHEMA", help="file or folder")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="the ZIP to write"
    )
    data_source.add_source_arguments(parser)
    parser.add_argument(
        "--new-ids", action="store_true", help="go on though key or table numbers changed"
    )
    parser.add_argument(
        "--jobs",
        type=data_source.row_count,
        default=1,
        metavar="N",
        help="processes that read the same snapshot, where the database can share it (PostgreSQL)",
    )
    parser.add_argument(
        "--sample",
        type=data_source.row_count,
        metavar="N",
        help="only the first N rows of each table, and what they refer to",
    )
    config_arguments.add_arguments(parser)
    console.add_colour(parser)


def run(options: argparse.Namespace, *, quiet: bool = False) -> int:
    """`quiet`: only what is wrong is said, and numbers and state of the project stay as they are."""
    from ..data.sources.row_source import UnusableSource
    from ..project.compiled import compile_or_complain, discover_or_complain

    shown = console.from_options(options)
    path = options.schema or discover_or_complain(shown)
    found = (
        compile_or_complain(path, shown, config_arguments.config_overrides(options))
        if path
        else None
    )
    if path is None or found is None:
        return UNUSABLE
    address = data_source.addressed(options.url, path, found, shown)
    if address is None:
        return UNUSABLE
    try:
        return _exported(options, found, address, shown, quiet=quiet)
    except UnusableSource as problem:
        from prisma_schema_parser.excerpt import plain

        shown.complain(f"prisma-to-convex: {plain(str(problem))}")
        return UNUSABLE


def _exported(
    options: argparse.Namespace,
    found: Compilation,
    address: Address,
    shown: console.Console,
    *,
    quiet: bool,
) -> int:
    from prisma_schema_parser.excerpt import plain

    from ..data.export import Unproven, export
    from ..data.progress import ShownProgress
    from ..data.sources.open import opened

    plan = data_source.planned(options, found, shown)
    if plan is not None and not _may_be_written(options.output):
        name = plain(options.output.as_posix())
        shown.complain(
            f"prisma-to-convex: {name} exists and is no snapshot of prisma-to-convex: nothing was written"
        )
        return UNUSABLE
    request = _request(options, plan, shown) if plan else None
    if plan is None or request is None:
        return UNUSABLE
    shown.complain(f"Reading {address.shown} ({address.source})")
    source = opened(address)
    try:
        request = request._replace(reopen=lambda share: opened(address, share))
        outcome = export(request, source, ShownProgress(shown.err, is_terminal=shown.err.isatty()))
        return _told(request, outcome, source, shown, quiet=quiet)
    except Unproven as problem:
        shown.complain(
            f"prisma-to-convex: this is a bug in prisma-to-convex: the snapshot does not hold what the database "
            f"holds: {problem}. Nothing was written"
        )
        return BUG
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        shown.complain(f"prisma-to-convex: can't write {options.output.name}: {reason}")
        return UNUSABLE
    finally:
        source.close()


def _may_be_written(path: Path) -> bool:
    """Whether nobody's work is lost: nothing is there, or a snapshot of ours."""
    import zipfile

    from ..data.export import README

    if not path.exists():
        return True
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read("README.md") == README.encode()
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def _request(
    options: argparse.Namespace, plan: Plan, shown: console.Console
) -> ExportRequest | None:
    from pathlib import Path

    from ..data import last_export, table_numbers
    from ..data.export import ExportRequest
    from ..data.forming import Policy

    secret = _secret(shown)
    known = table_numbers.read(Path(table_numbers.FILE))
    if secret is None:
        return None
    if isinstance(known, table_numbers.UnreadableNumbers):
        shown.complain(f"prisma-to-convex: {known.message}")
        return None
    moved = [target.table for target in plan.targets.values()]
    numbers = table_numbers.extended(known, [*moved, *(table.name for table in plan.tables)])
    why = last_export.changed(Path(), secret, numbers)
    if why and not getattr(options, "new_ids", False):
        shown.complain(f"prisma-to-convex: {why}: every id would be another. --new-ids goes on")
        return None
    return ExportRequest(
        plan=plan,
        secret=secret,
        numbers=numbers,
        policy=Policy(options.orphans, options.bad_rows),
        output=options.output,
        sample=getattr(options, "sample", None) or 0,
        jobs=getattr(options, "jobs", 1),
    )


def _secret(shown: console.Console) -> IdSecret | None:
    import os
    from pathlib import Path

    from ..data import secret

    found = secret.find(dict(os.environ), Path())
    if found is None:
        found = secret.create(Path())
        if isinstance(found, secret.IdSecret):
            shown.complain(f"Made {found.where}: keep it, rehearsal and cutover need the same key")
    if isinstance(found, secret.NoSecret):
        shown.complain(f"prisma-to-convex: {found.message}")
        return None
    return found


# ---- what came of it ----------------------------------------------------------------------------


def _told(
    request: ExportRequest,
    outcome: ExportOutcome,
    source: RowSource,
    shown: console.Console,
    *,
    quiet: bool,
) -> int:
    from prisma_schema_parser.excerpt import plain

    from ..kit.words import counted

    if outcome.drift:
        for problem in outcome.drift:
            shown.complain(f"prisma-to-convex: {plain(problem)}")
        shown.complain("the database is not as the schema says, no snapshot was written")
        return UNUSABLE
    if not _written(request, outcome, source, shown, quiet=quiet):
        return UNUSABLE
    _rejections(outcome, shown)
    name = plain(request.output.as_posix())
    if outcome.path is None:
        shown.complain(
            f"no snapshot was written: {counted(len(outcome.rejected), 'fault')} in the rows"
        )
        return REJECTED
    if quiet:
        return REJECTED if outcome.rejected else DONE
    documents = sum(one.documents for one in outcome.tables.values())
    assert outcome.proof is not None
    agreed = "" if request.sample else "; counts agree with the database"
    shown.say(
        f"Wrote {name}: {counted(len(outcome.tables), 'table')}, {counted(documents, 'document')}, "
        f"{counted(outcome.proof.closure.references, 'reference')}, none open{agreed}"
    )
    shown.say(f"Next: npx convex import --replace-all {name}")
    return REJECTED if outcome.rejected else DONE


def _written(
    request: ExportRequest,
    outcome: ExportOutcome,
    source: RowSource,
    shown: console.Console,
    *,
    quiet: bool,
) -> bool:
    """The files beside the snapshot, and the numbers of the tables."""
    from ..data import manifest
    from ..data.rejects import path_of, write
    from ..project.guards import beginning
    from ..project.writing import Output, write_all

    write(path_of(request.output), (*outcome.rejected, *outcome.nulled))
    if outcome.path is None:
        return True
    path = request.output.with_suffix(".manifest.json")
    text = manifest.text_of(request, outcome, source.description)
    files = [Output(path, text, beginning(manifest.START))]
    refusal = write_all([*files, *([] if quiet else _project_files(request))]).message
    if refusal:
        shown.complain(f"prisma-to-convex: {refusal}")
    return not refusal


def _project_files(request: ExportRequest) -> list[Output]:
    """What later exports have to know."""
    from pathlib import Path

    from ..data import last_export, table_numbers
    from ..project.guards import ANYTHING
    from ..project.writing import Output

    numbers, last = table_numbers.text_of(request.numbers), last_export.text_of(
        request.secret, request.numbers
    )
    return [
        Output(Path(table_numbers.FILE), numbers, ANYTHING),  # it was read, and is only added to
        Output(Path(last_export.FILE), last, ANYTHING, mode=0o600),
    ]


def _rejections(outcome: ExportOutcome, shown: console.Console) -> None:
    """By rule and field, with a few keys."""
    from prisma_schema_parser.excerpt import plain

    for verb, found in (("rejected", outcome.rejected), ("emptied", outcome.nulled)):
        groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for one in found:
            groups.setdefault((one.rule, one.field), []).append((one.key, one.why))
        for (rule, field), rows in sorted(groups.items()):
            keys = ", ".join(plain(key[:40]) for key, _ in rows[:_SHOWN_KEYS])
            more = ", ..." if len(rows) > _SHOWN_KEYS else ""
            shown.complain(
                f"{verb} {rule} {plain(field)}: {len(rows):,} ({keys}{more}): {plain(rows[0][1])}"
            )
