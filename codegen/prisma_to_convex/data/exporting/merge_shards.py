"""Shards of one export -> its snapshot, proven: by what the database said to the shards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..dialects.dialect import Dialect
from ..forming.forming_records import Policy
from ..planning.export_plan import Plan
from .export_records import Done, ExportOutcome, ExportRequest, Progress, Slice, Unproven
from .publication import Publication
from .scratch import scratch_folder
from .shards import ReadShard, UnusableShard, read_shard, shared


def merge(
    request: ExportRequest, dialect: Dialect, paths: Sequence[Path], progress: Progress
) -> tuple[ExportOutcome, str]:
    """What came of it, and the description of the source.

    Raises `UnusableShard`, `OSError`.
    """
    with scratch_folder(request.output) as folder:
        shards = [read_shard(path, folder) for path in paths]
        same = _same(shards, request)
        request = request._replace(policy=Policy(*same["policy"]))
        work = [Slice(table, where, "") for table, where in same["slices"]]
        by_number = {at: done for shard in shards for at, done in shard.done.items()}
        if sorted(by_number) != list(range(len(work))):
            raise UnusableShard("the shards do not hold every slice once")
        _refuse_unseen(request.plan, work, by_number, len(shards))
        totals = {name: one for shard in shards for name, one in shard.totals.items()}
        contents = {name: one for shard in shards for name, one in shard.contents.items()}
        lost = {name: one for shard in shards for name, one in shard.dangling.items()}
        found = [one for shard in shards for one in shard.rejected]
        rejected = [one.fault for one in sorted(found, key=lambda one: (one.round, one.slice))]
        made = Publication(request, dialect, work, folder, progress)
        done = [by_number[at] for at in range(len(work))]
        try:
            outcome = made.outcome(done, rejected, totals, contents)
        except Unproven as problem:
            rows = "rows were rejected in one shard that another refers to, or " if rejected else ""
            if problem.shared_ids:
                rows += "rows have the same key (`data probe` names them), or "
            raise UnusableShard(
                f"{problem}: {rows}the shards are not of one instant: give all the same `--snapshot`, or a database "
                "that stands still"
            ) from None
        return outcome._replace(dangling=lost), str(same["source"])


def _refuse_unseen(
    plan: Plan, work: Sequence[Slice], done: Mapping[int, Done], shards: int
) -> None:
    """A shard can't know which rows another rejects, and the proof follows ids: not what refers to them by value."""
    rejected = {
        plan.tables[work[at].table].model for at, one in done.items() if one.documents < one.rows
    }
    for table in plan.tables:
        for reference in table.by_value:
            if shards > 1 and reference.target in rejected:
                raise UnusableShard(
                    f"rows of {reference.target} were rejected, and {reference.place} may refer to them by value, "
                    "which no shard can see: mend the rows, or export without `--shard`"
                )


def _same(shards: Sequence[ReadShard], request: ExportRequest) -> Mapping[str, Any]:
    first = shards[0].same
    for name, value in shared(request).items():
        if name != "policy" and first.get(name) != value:
            raise UnusableShard(
                f"{shards[0].path.name} was made with another `{name}` than this run"
            )
    for shard in shards[1:]:
        for name, value in first.items():
            if shard.same.get(name) != value:
                raise UnusableShard(
                    f"{shard.path.name} and {shards[0].path.name} are of different exports: `{name}` differs"
                )
    numbers = sorted(shard.number for shard in shards)
    if numbers != list(range(1, first["shards"] + 1)):
        raise UnusableShard(f"{first['shards']} shards belong together, these are {numbers}")
    return first
