"""The stages of an export: the catalog is compared, rows become parts, parts a ZIP, and the ZIP is proven."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from ..checking.catalog_drift import drift
from ..checking.dangling_values import Dangling, dangling, is_sure
from ..dialects.dialect import Query, query
from ..documents.judge import Judge
from ..forming.former import Former
from ..forming.forming_records import Rejected
from ..forming.referred_rows import cells
from ..ids.minted_ids import Minter
from ..planning.export_plan import ExportTable, Plan
from ..proof.aggregates import Totals, totals
from ..snapshots.archive import NoPart, PartWriter
from ..snapshots.stored_files import NUMBER, ROWS_AT_ONCE, STORAGE, FilesWriter, has_files
from ..sources.row_source import RowSource
from ..sources.workers import can_fork, workers
from .contents import content, unchanged
from .export_records import Done, ExportOutcome, ExportRequest, Progress, Slice, Unproven
from .publication import Publication
from .sample import sampled
from .scratch import scratch_folder
from .shards import FoundFault, Shard, write_shard
from .shared_keys import shared_keys


def export(request: ExportRequest, source: RowSource, progress: Progress) -> ExportOutcome:
    """Raises `Unusable` where the source fails, `OSError` where a file does, `Unproven`."""
    if found := drift(request.plan, source):
        return ExportOutcome(drift=tuple(found))
    carried: Mapping[str, Any] = {}
    if request.since is not None:
        progress.stage("comparing", len(request.plan.tables), "tables")
        carried = unchanged(source, request.plan.tables, request.since)
        progress.advance(len(request.plan.tables), 0)
        progress.end()
        left = tuple(one for one in request.plan.tables if one.name not in carried)
        request = request._replace(plan=request.plan._replace(tables=left))
        if not left:
            return ExportOutcome(carried=carried)
    with scratch_folder(request.output) as folder:
        return _Export(request, source, progress, folder).run()._replace(carried=carried)


def export_shard(request: ExportRequest, source: RowSource, progress: Progress) -> ExportOutcome:
    """Writes a shard under `output`: what `merge` takes. Raises as `export` does."""
    if found := drift(request.plan, source):
        return ExportOutcome(drift=tuple(found))
    with scratch_folder(request.output) as folder:
        made = _Export(request, source, progress, folder).shard()
        write_shard(made, folder)
        faults = tuple(one.fault for one in made.rejected)
        return ExportOutcome(path=request.output, rejected=faults)


class DryRun:
    """What an export would reject; nothing is written. The catalog agrees with the schema."""

    def __init__(self, request: ExportRequest, source: RowSource, progress: Progress) -> None:
        self._export = _Export(request, source, progress, None)

    def rejected(self) -> list[Rejected]:
        return [one for done in self._export.pass_over(frozenset()) for one in done.rejected]


_Counts: TypeAlias = tuple[Totals | None, str]
"""Of a table, for the proof, and for a later `--since`."""


class _Export:
    def __init__(
        self, request: ExportRequest, source: RowSource, progress: Progress, scratch: Path | None
    ) -> None:
        self._request, self._source, self._progress = request, source, progress
        self._is_dry = scratch is None
        self._scratch = scratch or Path()
        self._tables = request.plan.tables
        self._queries = self._all_queries(frozenset())
        self._slices = self._all_slices()
        number, count = request.shard
        self._chosen = range(number - 1, len(self._slices), count)
        self._work = [self._slices[at] for at in self._chosen]
        self._whole: frozenset[int] = frozenset()
        self.reopen = request.reopen

    def run(self) -> ExportOutcome:
        done, found = self._all_passes()
        rejected = [one.fault for one in found]
        dialect = self._source.dialect
        counts: Mapping[str, _Counts] = {}
        if not rejected or self._request.policy.bad_rows != "stop":
            counts = self._counted(done)
        made = Publication(self._request, dialect, self._work, self._scratch, self._progress)
        totals_ = {name: one for name, (one, _) in counts.items() if one is not None}
        contents = {name: one for name, (_, one) in counts.items()}
        lost = {table.name: self._dangling(table) for table in self._tables if table.name in counts}
        try:
            return made.outcome(done, rejected, totals_, contents)._replace(dangling=lost)
        except Unproven:
            same = [one for table in self._tables for one in shared_keys(self._source, table)]
            if not same:
                raise
            return ExportOutcome(rejected=(*rejected, *same))

    def shard(self) -> Shard:
        """This shard's part of the work, which `merge` puts together."""
        done, found = self._all_passes()
        number, count = self._request.shard
        mine = self._tables[number - 1 :: count]
        return Shard(
            request=self._request,
            source=self._source.description,
            slices=tuple((one.table, one.where) for one in self._slices),
            done=dict(zip(self._chosen, done, strict=True)),
            rejected=tuple(found),
            totals={table.name: totals(self._source, table) for table in mine},
            contents={table.name: content(self._source, table) for table in mine},
            dangling={table.name: self._dangling(table) for table in mine},
        )

    # -- what the database says of its tables

    def _counted(self, done: Sequence[Done]) -> dict[str, _Counts]:
        if self._request.sample:
            return {}
        self._whole = frozenset(range(len(self._tables))) - {
            slice_.table
            for slice_, one in zip(self._work, done, strict=True)
            if one.nulled or one.documents < one.rows
        }
        found = {}
        self._progress.stage("counting", len(self._tables), "tables")
        for table, one in zip(self._tables, self._all_counts(), strict=True):
            found[table.name] = one
            self._progress.advance(1, 0)
        self._progress.end()
        return found

    def _all_counts(self) -> Iterator[_Counts]:
        """In the order of the tables. Of the largest first, where several processes ask."""
        numbers = range(len(self._tables))
        if not (numbers and (share := self._shared())):
            for number in numbers:
                yield self.sums(number, self._source), self.content(number, self._source)
            return
        catalog, source = self._source.catalog(), self._source
        rows = [catalog[source.namespace(one), one.source].rows for one in self._tables]
        with workers(self._request.jobs, _start_worker, self, share, frozenset()) as pool:
            answers = {
                number: (pool.submit(_sums, number), pool.submit(_content, number))
                for number in sorted(numbers, key=lambda number: -rows[number])
            }
            for number in numbers:
                sums, content_ = answers[number]
                yield sums.result(), content_.result()

    def sums(self, number: int, source: RowSource) -> Totals | None:
        """Only of a table that is moved as it is."""
        return totals(source, self._tables[number]) if number in self._whole else None

    def content(self, number: int, source: RowSource) -> str:
        return content(source, self._tables[number])

    def _dangling(self, table: ExportTable) -> tuple[Dangling, ...]:
        return () if self._request.policy.orphans else dangling(self._source, table)

    def _all_passes(self) -> tuple[list[Done], list[FoundFault]]:
        gone: frozenset[bytes] = frozenset()
        found: list[FoundFault] = []
        for round_ in itertools.count():
            done = self.pass_over(gone, "reading again" if round_ else "reading")
            for at, slice_ in zip(self._chosen, done, strict=True):
                found.extend(FoundFault(round_, at, one) for one in slice_.rejected)
            new = frozenset(id_ for slice_ in done for id_ in slice_.gone)
            if not new or self._request.policy.bad_rows == "stop":
                break
            gone |= new  # what refers to a rejected row has to be looked at again
        return done, found

    # -- rows to parts

    def _all_slices(self) -> list[Slice]:
        found: list[Slice] = []
        if self._request.sample:
            chosen = sampled(self._request.plan, self._source, self._queries, self._request.sample)
        else:
            chosen = [self._source.slices(table) for table in self._tables]
        for number, conditions in enumerate(chosen):
            for where in conditions:
                found.append(Slice(number, where, str(self._scratch / f"{len(found)}.deflate")))
        return found

    def _all_queries(self, gone: frozenset[bytes]) -> list[Query]:
        request = self._request
        looks = bool(gone or request.policy.orphans)
        return [
            _query(table, request.plan, self._source, looks=looks, with_keys=bool(gone))
            for table in self._tables
        ]

    def pass_over(self, gone: frozenset[bytes], stage: str = "reading") -> list[Done]:
        self._queries = self._all_queries(gone)
        self._progress.stage(stage, _estimate(self._tables, self._source))
        if len(self._work) > 1 and (share := self._shared()):
            done = self._in_processes(share, gone)
        else:
            done = [self._slice(one, self._source, gone, self._progress) for one in self._work]
        self._progress.end()
        return done

    def _shared(self) -> str:
        """What other processes open the same snapshot with; empty where there can be no other."""
        if self._request.jobs == 1 or self._request.reopen is None or not can_fork():
            return ""
        return self._source.share()

    def _in_processes(self, share: str, gone: frozenset[bytes]) -> list[Done]:
        """Slices are independent, so who works on which makes no difference."""
        done = []
        with workers(self._request.jobs, _start_worker, self, share, gone) as pool:
            for one in pool.map(_work_on, range(len(self._work))):
                done.append(one)
                self._progress.advance(one.rows, one.part.size)
        return done

    def work_on(self, number: int, source: RowSource, gone: frozenset[bytes]) -> Done:
        """One slice, in a process of its own."""
        return self._slice(self._work[number], source, gone, Progress())

    def _slice(
        self, one: Slice, source: RowSource, gone: frozenset[bytes], progress: Progress
    ) -> Done:
        table, query_ = self._tables[one.table], self._queries[one.table]
        former = self._former(table, query_, gone)
        writer = NoPart() if self._is_dry else PartWriter(Path(one.path))
        files = FilesWriter(None if self._is_dry else Path(f"{one.path}.files"))
        at_once = ROWS_AT_ONCE if has_files(table) else 0
        rows = documents = 0
        rejected: list[Rejected] = []
        nulled: list[Rejected] = []
        lost: list[bytes] = []
        for batch in source.rows(query_.of(one.where), at_once):
            formed = former(batch)
            writer.write(formed.data)
            files.write(formed.files)
            rows += len(batch[0])
            documents += formed.documents
            rejected.extend(formed.rejected)
            nulled.extend(formed.nulled)
            lost.extend(formed.gone)
            progress.advance(len(batch[0]), len(formed.data))
        return Done(
            part=writer.close(),
            rows=rows,
            documents=documents,
            rejected=tuple(rejected),
            nulled=tuple(nulled),
            gone=frozenset(lost),
            files=files.close(),
        )

    def _former(self, table: ExportTable, query_: Query, gone: frozenset[bytes]) -> Former:
        request = self._request
        minters = {
            target.model: Minter(request.secret.value, target.model, request.numbers[target.table])
            for target in request.plan.targets.values()
        }
        minters[table.model] = Minter(
            request.secret.value, table.model, request.numbers[table.name]
        )
        minters[STORAGE] = Minter(request.secret.value, STORAGE, NUMBER)
        judge = Judge(table.name, table.document, request.numbers)
        return Former(table, query_, minters, judge, request.policy, gone)


_WORKER: list[tuple[_Export, RowSource, frozenset[bytes]]] = []


def _start_worker(export_: _Export, share: str, gone: frozenset[bytes]) -> None:
    reopen = export_.reopen
    assert reopen is not None
    _WORKER[:] = [(export_, reopen(share), gone)]


def _work_on(number: int) -> Done:
    ((export_, source, gone),) = _WORKER
    return export_.work_on(number, source, gone)


def _sums(number: int) -> Totals | None:
    ((export_, source, _),) = _WORKER
    return export_.sums(number, source)


def _content(number: int) -> str:
    ((export_, source, _),) = _WORKER
    return export_.content(number, source)


def _query(
    table: ExportTable,
    plan: Plan,
    source: RowSource,
    *,
    looks: bool = False,
    with_keys: bool = False,
) -> Query:
    """Rows that are referred to are looked up unless the database vouches for them. `looks`: those that are referred
    to by value, too; `with_keys`: with the keys of their ids."""
    found = source.catalog()[source.namespace(table), table.source]
    checked = set()
    for column in table.columns:
        if column.form.kind != "reference":
            continue
        target = plan.targets[column.form.target]
        assert target.key is not None
        if not found.vouches(column.column, target.source, target.key.column):
            checked.add(column.column)
    types = {name: one.type for name, one in found.columns.items()}
    by_value = [
        cell
        for one in (table.by_value if looks else ())
        if with_keys or not is_sure(found, one)
        for cell in cells(source.dialect, one, with_keys=with_keys)
    ]
    return query(source.dialect, table, plan.targets, frozenset(checked), types, by_value)


def _estimate(tables: Sequence[ExportTable], source: RowSource) -> int:
    catalog = source.catalog()
    rows = [catalog[source.namespace(table), table.source].rows for table in tables]
    return sum(rows) if all(one >= 0 for one in rows) else -1
