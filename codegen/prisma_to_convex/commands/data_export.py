"""`prisma-to-convex data export`: the rows as one snapshot.

Long, as each way to export has its arguments, its refusals and its closing lines here.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Literal

from ..config import overrides as config_arguments
from ..terminal import console
from . import data_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from ..compiler import Compilation
    from ..data.exporting.export_records import ExportOutcome, ExportRequest
    from ..data.forming.forming_records import Rejected
    from ..data.ids.secret import IdSecret
    from ..data.planning.export_plan import Plan
    from ..data.sources.address import Address
    from ..data.sources.row_source import RowSource

    Then: TypeAlias = Callable[[ExportRequest, RowSource, int], int]

NAME = "export"
SUMMARY = "write one snapshot of the database that `npx convex import` takes"
DESCRIPTION = """\
Reads one consistent snapshot of the database and writes FILE, a ZIP for `npx convex import`: documents as
schema.ts wants them, every reference joined. Each document is checked before it is written; rows that can't be
moved are listed in a file, all in one run. The finished ZIP is read again and compared with the database's own
counts; FILE appears only if they agree.

SCHEMA is found as `generate` finds it; the URL is --url, else what the datasource or prisma.config.ts names
(directUrl first), else DIRECT_URL or DATABASE_URL. Passwords are never printed. MongoDB is read from a dump.
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
  prisma-to-convex data export -o snapshot.zip --dump dump/app
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
        "--new-ids", action="store_true", help="continue although the key or table numbers changed"
    )
    parser.add_argument(
        "--jobs",
        type=data_source.row_count,
        default=1,
        metavar="N",
        help="number of processes that read one snapshot (PostgreSQL) and prove the ZIP (any database)",
    )
    parser.add_argument(
        "--shard",
        type=_shard,
        metavar="I/N",
        help="export only the I-th of N parts: FILE is a shard for `data merge`",
    )
    parser.add_argument(
        "--snapshot",
        metavar="ID",
        help="read the snapshot that another connection exported (PostgreSQL: pg_export_snapshot())",
    )
    parser.add_argument(
        "--since",
        type=Path,
        metavar="FILE",
        help="the manifest of an earlier export: tables that have not changed since are left out",
    )
    parser.add_argument(
        "--sample",
        type=data_source.row_count,
        metavar="N",
        help="only the first N rows of each table, and what they refer to",
    )
    config_arguments.add_arguments(parser)
    console.add_colour(parser)


def _shard(text: str) -> tuple[int, int]:
    number, _, count = text.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count) <= 10_000):
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no part of a whole, such as 1/3")
    return int(number), int(count)


def run(options: argparse.Namespace, *, then: Then | None = None) -> int:
    """`then` is called with what was written, while the source is open: only what is wrong is said, and numbers and
    state of the project stay as they are."""
    from ..data.sources.row_source import UnusableSource
    from ..project.compiled import compile_or_complain, discover_or_complain

    options.prints_result = then is not None  # else the result is a file
    shown = console.from_options(options)
    if getattr(options, "shard", None) and (options.sample or options.since):
        shown.complain("prisma-to-convex: --shard can't be joined with --sample or --since")
        return UNUSABLE
    path = options.schema or discover_or_complain(shown)
    found = (
        compile_or_complain(path, shown, config_arguments.config_overrides(options))
        if path
        else None
    )
    if path is None or found is None:
        return UNUSABLE
    address = data_source.addressed(options, path, found, shown)
    if address is None:
        return UNUSABLE
    try:
        return _exported(options, found, address, shown, then)
    except UnusableSource as problem:
        from prisma_schema_parser.excerpt import plain

        shown.complain(f"prisma-to-convex: {plain(str(problem))}")
        return UNUSABLE


def _exported(
    options: argparse.Namespace,
    found: Compilation,
    address: Address,
    shown: console.Console,
    then: Then | None,
) -> int:
    from prisma_schema_parser.excerpt import plain

    from ..data.exporting import snapshot_place
    from ..data.exporting.export import export, export_shard
    from ..data.exporting.export_records import Unproven
    from ..data.exporting.progress import ShownProgress
    from ..data.sources.open import opened

    if refusal := snapshot_place.refusal(options.output, is_project_written=then is None):
        shown.complain(f"prisma-to-convex: {refusal}")
        return UNUSABLE
    plan = data_source.planned(options, found, shown)
    request = request_of(options, plan, shown, may_make_key=True) if plan else None
    if plan is None or request is None:
        return UNUSABLE
    shown.complain(f"Reading {address.shown} ({address.source})")
    source = opened(address, plan, getattr(options, "snapshot", None) or "")
    progress = ShownProgress(shown.err, is_terminal=shown.err.isatty())
    try:
        request = request._replace(reopen=lambda share: opened(address, plan, share))
        if getattr(options, "shard", None):
            return _report_shard(request, export_shard(request, source, progress), shown)
        outcome = export(request, source, progress)
        code = report_outcome(request, outcome, source.description, shown, quiet=then is not None)
        return then(request, source, code) if then is not None else code
    except Unproven as problem:
        shown.complain(
            f"prisma-to-convex: this is a bug in prisma-to-convex: the snapshot does not hold what the database "
            f"holds: {problem}. Nothing was written"
        )
        return BUG
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        shown.complain(f"prisma-to-convex: can't write {plain(options.output.name)}: {reason}")
        return UNUSABLE
    finally:
        source.close()


def request_of(
    options: argparse.Namespace, plan: Plan, shown: console.Console, *, may_make_key: bool
) -> ExportRequest | None:
    """None, with a message on the console, where the options, the key or a file can't be used."""
    from pathlib import Path

    from ..data.exporting.export_records import ExportRequest
    from ..data.forming.forming_records import Policy
    from ..data.ids import last_export, table_numbers

    known = table_numbers.read(Path(table_numbers.FILE))
    if isinstance(known, table_numbers.UnreadableNumbers):
        shown.complain(f"prisma-to-convex: {known.message}")
        return None
    try:
        last = last_export.read(Path())
    except last_export.Damaged as problem:
        shown.complain(f"prisma-to-convex: {problem}")
        return None
    are_ids_new = last is None or getattr(options, "new_ids", False)
    secret = _secret(shown, may_make=may_make_key and are_ids_new)
    if secret is None:
        return None
    moved = [target.table for target in plan.targets.values()]
    numbers = table_numbers.extended(known, [*moved, *(table.name for table in plan.tables)])
    why = last_export.changed(last, secret, numbers)
    if why and not are_ids_new:
        shown.complain(f"prisma-to-convex: {why}: every id would change; --new-ids accepts that")
        return None
    since = _since(options, secret, numbers, shown)
    if since is False:
        return None
    return ExportRequest(
        plan=plan,
        secret=secret,
        numbers=numbers,
        policy=Policy(getattr(options, "orphans", None), getattr(options, "bad_rows", "stop")),
        output=options.output,
        sample=getattr(options, "sample", None) or 0,
        jobs=getattr(options, "jobs", 1),
        shard=getattr(options, "shard", None) or (1, 1),
        since=since,
    )


def _since(
    options: argparse.Namespace,
    secret: IdSecret,
    numbers: Mapping[str, int],
    shown: console.Console,
) -> Mapping[str, Any] | Literal[False] | None:
    """The earlier manifest; False, with a message on the console, where ids of its tables are not those of this run."""
    from ..data.exporting import manifest

    if getattr(options, "since", None) is None:
        return None
    said = manifest.read(options.since)
    if isinstance(said, manifest.NoManifest):
        shown.complain(f"prisma-to-convex: {said.message}")
        return False
    tables = said["tables"]
    if said.get("key") != secret.fingerprint or any(
        numbers.get(name, one["number"]) != one["number"] for name, one in tables.items()
    ):
        shown.complain(
            f"prisma-to-convex: {options.since.name} is of another key or other table numbers: its ids are others"
        )
        return False
    return said


def _secret(shown: console.Console, *, may_make: bool) -> IdSecret | None:
    import os
    from pathlib import Path

    from ..data.ids import secret

    found = secret.find(dict(os.environ), Path())
    if found is None and not may_make:
        found = secret.NoSecret(secret.MISSING)
    elif found is None:
        found = secret.create(Path())
        if isinstance(found, secret.IdSecret):
            shown.complain(f"Made {found.where}: keep it, rehearsal and cutover need the same key")
    if isinstance(found, secret.NoSecret):
        shown.complain(f"prisma-to-convex: {found.message}")
        return None
    return found


# ---- what came of it ----------------------------------------------------------------------------


def _complain_of_faults(
    request: ExportRequest, outcome: ExportOutcome, shown: console.Console, *, quiet: bool
) -> None:
    """Of rows for which no snapshot was written."""
    from prisma_schema_parser.excerpt import plain

    from ..data.exporting import rejects
    from ..kit.words import counted

    faults = counted(len(outcome.rejected), "fault")
    shown.complain(f"prisma-to-convex: no snapshot was written: {faults} in the rows")
    if not quiet:
        listed = plain(rejects.path_of(request.output).name)
        are_chosen = any(one.rule != "PC702" for one in outcome.rejected)
        choice = ", or choose what is done by --bad-rows and --orphans" if are_chosen else ""
        shown.complain(f"  {listed} has the key of each: repair them{choice}")


def _complain_of_dangling(outcome: ExportOutcome, shown: console.Console) -> None:
    """Of references by value, which no proof follows: an orphan of those is moved as it is."""
    from prisma_schema_parser.excerpt import plain

    found = [one for table in sorted(outcome.dangling) for one in outcome.dangling[table]]
    for one in found:
        keys = ", ".join(plain(key[:40]) for key in one.keys)
        more = ", ..." if one.rows > len(one.keys) else ""
        rows = f"{one.rows:,} ({keys}{more}): refers to a row that is not there, moved as it is"
        unknown = "whether rows refer to nothing could not be found out"
        shown.complain(f"dangling PC701 {plain(one.place)}: {rows if one.rows > 0 else unknown}")
    if found:
        shown.complain(
            "  such references hold a value, not an id: --orphans null clears them, --orphans reject leaves the rows out"
        )


def report_outcome(
    request: ExportRequest,
    outcome: ExportOutcome,
    source: str,
    shown: console.Console,
    *,
    quiet: bool,
) -> int:
    from prisma_schema_parser.excerpt import plain

    from ..kit.words import counted

    if outcome.drift:
        return _report_drift(outcome, shown)
    if outcome.carried:
        names = ", ".join(plain(name) for name in sorted(outcome.carried))
        shown.complain(
            f"{counted(len(outcome.carried), 'table')} did not change, left out: {names}"
        )
    if outcome.carried and not outcome.tables:
        shown.say("Nothing changed since: no snapshot was written")
        return DONE
    if not _written(request, outcome, source, shown, quiet=quiet):
        return UNUSABLE
    _rejections(outcome, shown)
    name = plain(request.output.as_posix())
    if outcome.path is None:
        _complain_of_faults(request, outcome, shown, quiet=quiet)
        return REJECTED
    if quiet:
        return REJECTED if outcome.rejected else DONE
    documents = sum(one.documents for one in outcome.tables.values())
    assert outcome.proof is not None
    agreed = "" if request.sample else "; counts agree with the database"
    _complain_of_dangling(outcome, shown)
    references = counted(outcome.proof.closure.references, "reference")
    shown.say(
        f"Wrote {name}: {counted(len(outcome.tables), 'table')}, {counted(documents, 'document')}, "
        f"{references} by id, none dangling{agreed}"
    )
    # What is left out has to stay there.
    is_partial = outcome.carried or request.plan.is_partial
    how = "--replace" if is_partial else "--replace-all"
    shown.say(f"Next: npx convex import {how} {name}")
    return REJECTED if outcome.rejected else DONE


def _report_drift(outcome: ExportOutcome, shown: console.Console) -> int:
    from prisma_schema_parser.excerpt import plain

    for problem in outcome.drift:
        shown.complain(f"prisma-to-convex: {plain(problem)}")
    shown.complain(
        "prisma-to-convex: the database is not as the schema says; no snapshot was written"
    )
    return UNUSABLE


def _report_shard(request: ExportRequest, outcome: ExportOutcome, shown: console.Console) -> int:
    """The numbers of tables are written as after an export: other machines have to use the same."""
    from prisma_schema_parser.excerpt import plain

    from ..data.exporting import snapshot_place
    from ..project.writing import write_all

    if outcome.drift:
        return _report_drift(outcome, shown)
    refusal = write_all(snapshot_place.of_project(request)).message
    if refusal:
        shown.complain(f"prisma-to-convex: {refusal}")
        return UNUSABLE
    _rejections(outcome, shown)
    number, count = request.shard
    shown.say(f"Wrote {plain(request.output.as_posix())}: shard {number} of {count}")
    return REJECTED if outcome.rejected else DONE


def _written(
    request: ExportRequest,
    outcome: ExportOutcome,
    source: str,
    shown: console.Console,
    *,
    quiet: bool,
) -> bool:
    """The files beside the snapshot, and the numbers of the tables."""
    from ..data.exporting import rejects, snapshot_place
    from ..project.writing import write_all

    refusal = rejects.write(request.output, (*outcome.rejected, *outcome.nulled))
    if outcome.path is not None and not refusal:
        files = [snapshot_place.beside(request, outcome, source)]
        files += [] if quiet else snapshot_place.of_project(request)
        refusal = write_all(files).message
    if refusal:
        shown.complain(f"prisma-to-convex: {refusal}")
    return not refusal


def _rejections(outcome: ExportOutcome, shown: console.Console) -> None:
    """By rule and field, with a few keys."""
    from prisma_schema_parser.excerpt import plain

    from ..data.exporting import rejects

    for verb, found in (("rejected", outcome.rejected), ("emptied", outcome.nulled)):
        groups: dict[tuple[str, str], list[Rejected]] = {}
        for one in found:
            groups.setdefault((one.rule, one.field), []).append(one)
        for (rule, field), rows in sorted(groups.items()):
            keys = ", ".join(plain(one.key[:40]) for one in rows[:_SHOWN_KEYS])
            more = ", ..." if len(rows) > _SHOWN_KEYS else ""
            why = plain(rejects.reasons(rows))
            shown.complain(f"{verb} {rule} {plain(field)}: {len(rows):,} ({keys}{more}): {why}")
