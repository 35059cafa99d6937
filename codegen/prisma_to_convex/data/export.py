"""The stages of an export: the catalog is compared, rows become parts, parts a ZIP, and the ZIP is proven.

Nothing stands under the final name before all of it is proven.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from prisma_schema_parser.records import NamedTuple

from .aggregates import Totals, totals
from .archive import NoPart, PartWriter, ZipEntry, ZipPart, part_of, write_zip
from .catalog_drift import drift
from .dialects.dialect import Query, query
from .export_plan import ExportTable, Plan
from .forming import Former, Policy, Rejected
from .judge import Judge
from .minted_ids import Minter
from .prove import Proof, against, read_back
from .sample import sampled
from .scratch import scratch_folder
from .secret import IdSecret
from .sources.row_source import RowSource

README = """\
A snapshot made by `prisma-to-convex data export`: npx convex import --replace-all snapshot.zip
Its format was taken from the source of Convex's backend and never met a running one: try a few rows in a fresh
deployment first (`--sample 10`).
"""


class Unproven(Exception):
    """The finished ZIP does not hold what the database holds: a mistake of ours, so nothing is published."""


class ExportRequest(NamedTuple):
    """`reopen` opens the source's snapshot in another of `jobs` processes. `sample`: so many rows of each table, and what they refer to; 0: all."""

    plan: Plan
    secret: IdSecret
    numbers: Mapping[str, int]
    policy: Policy
    output: Path
    jobs: int = 1
    reopen: Callable[[str], RowSource] | None = None
    sample: int = 0


class Slice(NamedTuple):
    """A piece of work: one table, one range of its rows."""

    table: int
    where: str
    path: str


class Done(NamedTuple):
    """What came of a slice."""

    part: ZipPart
    rows: int
    documents: int
    rejected: tuple[Rejected, ...]
    nulled: tuple[Rejected, ...]
    gone: frozenset[bytes]


class TableResult(NamedTuple):
    rows: int
    documents: int
    rejected: int


class ExportOutcome(NamedTuple):
    """`drift` alone where the database is not as the schema says. `path` is None where nothing was written."""

    drift: tuple[str, ...] = ()
    path: Path | None = None
    tables: Mapping[str, TableResult] = {}
    rejected: tuple[Rejected, ...] = ()
    nulled: tuple[Rejected, ...] = ()
    proof: Proof | None = None


class Progress:
    """Told of what happens; says nothing itself."""

    def stage(self, name: str, rows: int) -> None:
        """A stage begins, of so many rows; -1 where nobody knows."""

    def advance(self, rows: int, octets: int) -> None: ...

    def end(self) -> None: ...


def export(request: ExportRequest, source: RowSource, progress: Progress) -> ExportOutcome:
    """Raises `Unusable` where the source fails, `OSError` where a file does, `Unproven`."""
    if found := drift(request.plan, source):
        return ExportOutcome(drift=tuple(found))
    with scratch_folder(request.output) as folder:
        return _Export(request, source, progress, folder).run()


class DryRun:
    """What an export would reject; nothing is written. The catalog agrees with the schema."""

    def __init__(self, request: ExportRequest, source: RowSource, progress: Progress) -> None:
        self._export = _Export(request, source, progress, None)

    def rejected(self) -> list[Rejected]:
        return [one for done in self._export.pass_over(frozenset()) for one in done.rejected]


class _Export:
    def __init__(
        self, request: ExportRequest, source: RowSource, progress: Progress, scratch: Path | None
    ) -> None:
        self._request, self._source, self._progress = request, source, progress
        self._is_dry = scratch is None
        self._scratch = scratch or Path()
        self._tables = request.plan.tables
        self._queries = [_query(table, request.plan, source) for table in self._tables]
        self._work = self._slices()
        self.reopen = request.reopen

    def run(self) -> ExportOutcome:
        gone: frozenset[bytes] = frozenset()
        rejected: list[Rejected] = []
        while True:
            done = self.pass_over(gone)
            rejected.extend(one for slice_ in done for one in slice_.rejected)
            new = frozenset(id_ for slice_ in done for id_ in slice_.gone)
            if not new or self._request.policy.bad_rows == "stop":
                break
            gone |= new  # what refers to a rejected row has to be looked at again
        results = self._results(done)
        nulled = tuple(one for slice_ in done for one in slice_.nulled)
        if rejected and self._request.policy.bad_rows == "stop":
            return ExportOutcome(tables=results, rejected=tuple(rejected), nulled=nulled)
        proof = self._published(done, results, nulled)
        return ExportOutcome(
            path=self._request.output,
            tables=results,
            rejected=tuple(rejected),
            nulled=nulled,
            proof=proof,
        )

    # -- rows to parts

    def _slices(self) -> list[Slice]:
        found: list[Slice] = []
        if self._request.sample:
            chosen = sampled(self._request.plan, self._source, self._queries, self._request.sample)
        else:
            chosen = [self._source.slices(table) for table in self._tables]
        for number, conditions in enumerate(chosen):
            for where in conditions:
                found.append(Slice(number, where, str(self._scratch / f"{len(found)}.deflate")))
        return found

    def pass_over(self, gone: frozenset[bytes]) -> list[Done]:
        self._progress.stage("reading", _estimate(self._tables, self._source))
        if self._request.jobs > 1 and len(self._work) > 1 and (share := self._shared()):
            done = self._in_processes(share, gone)
        else:
            done = [self._slice(one, self._source, gone, self._progress) for one in self._work]
        self._progress.end()
        return done

    def _shared(self) -> str:
        """What other processes open the same snapshot with; empty where there can be no other."""
        can_fork = "fork" in multiprocessing.get_all_start_methods()
        return self._source.share() if can_fork and self._request.reopen else ""

    def _in_processes(self, share: str, gone: frozenset[bytes]) -> list[Done]:
        """Slices are independent, so who works on which makes no difference."""
        context = multiprocessing.get_context("fork")
        done = []
        with context.Pool(self._request.jobs, _start_worker, (self, share, gone)) as pool:
            for one in pool.imap(_work_on, range(len(self._work))):
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
        rows = documents = 0
        rejected: list[Rejected] = []
        nulled: list[Rejected] = []
        lost: list[bytes] = []
        for batch in source.rows(query_.sql.replace("{where}", one.where)):
            formed = former(batch)
            writer.write(formed.data)
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
        judge = Judge(table.name, table.document, request.numbers)
        return Former(table, query_, minters, judge, request.policy, gone)

    def _results(self, done: Sequence[Done]) -> dict[str, TableResult]:
        found: dict[str, TableResult] = {}
        for number, slices in self._by_table(done).items():
            name = self._tables[number].name
            rows, documents = sum(one.rows for one in slices), sum(one.documents for one in slices)
            found[name] = TableResult(rows, documents, rows - documents)
        return found

    def _by_table(self, done: Sequence[Done]) -> dict[int, list[Done]]:
        found: dict[int, list[Done]] = {number: [] for number in range(len(self._tables))}
        for slice_, one in zip(self._work, done, strict=True):
            found[slice_.table].append(one)
        return found

    # -- parts to a proven ZIP

    def _published(
        self, done: Sequence[Done], results: Mapping[str, TableResult], nulled: Sequence[Rejected]
    ) -> Proof:
        output = self._request.output
        beside = self._scratch / "snapshot.zip"
        with beside.open("wb") as file:
            write_zip(file, self._entries(done))
            file.flush()
            os.fsync(file.fileno())
        proof = self._proven(beside, results, nulled)
        os.replace(beside, output)
        return proof

    def _entries(self, done: Sequence[Done]) -> list[ZipEntry]:
        numbers = self._request.numbers
        listed = sorted((numbers[table.name], table.name) for table in self._tables)
        rows = "".join(
            json.dumps({"name": name, "id": number}, separators=(",", ":")) + "\n"
            for number, name in listed
        )
        uniform = part_of(b'"uniform"\n', self._scratch / "uniform")
        found = [
            ZipEntry("README.md", (part_of(README.encode(), self._scratch / "readme"),)),
            ZipEntry(
                "_tables/documents.jsonl", (part_of(rows.encode(), self._scratch / "tables"),)
            ),
        ]
        for number, slices in self._by_table(done).items():
            name = self._tables[number].name
            found.append(ZipEntry(f"{name}/documents.jsonl", tuple(one.part for one in slices)))
            found.append(ZipEntry(f"{name}/generated_schema.jsonl", (uniform,)))
        return found

    def _proven(
        self, path: Path, results: Mapping[str, TableResult], nulled: Sequence[Rejected]
    ) -> Proof:
        tables = {table.name: table for table in self._tables}
        total = sum(one.documents for one in results.values())
        self._progress.stage("proving", total)
        tell: Callable[[int], None] = lambda rows: self._progress.advance(rows, 0)  # noqa: E731
        proof = read_back(path, tables, self._source.dialect, self._scratch, tell)
        self._progress.end()
        problems = list(proof.problems)
        for name, result in results.items():
            if result.documents != proof.tables[name].documents:
                problems.append(f"{name}: not every document that was formed is in the ZIP")
        if not self._request.sample:
            changed = {one.table for one in nulled}
            changed.update(name for name, one in results.items() if one.rejected)
            asked: dict[str, Totals] = {
                name: totals(self._source, table)
                for name, table in tables.items()
                if name not in changed
            }
            problems.extend(against(proof, asked, tables))
        if problems:
            raise Unproven("; ".join(problems[:5]))
        return proof


_WORKER: list[tuple[_Export, RowSource, frozenset[bytes]]] = []


def _start_worker(export_: _Export, share: str, gone: frozenset[bytes]) -> None:
    reopen = export_.reopen
    assert reopen is not None
    _WORKER[:] = [(export_, reopen(share), gone)]


def _work_on(number: int) -> Done:
    ((export_, source, gone),) = _WORKER
    return export_.work_on(number, source, gone)


def _query(table: ExportTable, plan: Plan, source: RowSource) -> Query:
    """Rows that are referred to are looked up unless the database vouches for them."""
    found = source.catalog()[source.namespace(table), table.source]
    checked = set()
    for column in table.columns:
        if column.form.kind != "reference":
            continue
        target = plan.targets[column.form.target]
        assert target.key is not None
        own = (column.column, target.source, target.key.column)
        folds = found.columns[column.column].folds
        if own not in found.enforced or folds:
            checked.add(column.column)
    return query(source.dialect, table, plan.targets, frozenset(checked))


def _estimate(tables: Sequence[ExportTable], source: RowSource) -> int:
    catalog = source.catalog()
    rows = [catalog[source.namespace(table), table.source].rows for table in tables]
    return sum(rows) if all(one >= 0 for one in rows) else -1
