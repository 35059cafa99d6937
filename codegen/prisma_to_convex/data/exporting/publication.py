"""Parts -> a ZIP under its name, once it is proven: before that nothing stands there."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...project.targets import real_place
from ..dialects.dialect import Dialect
from ..forming.forming_records import Rejected
from ..proof.aggregates import Totals
from ..proof.prove import Proof, against, read_back
from ..snapshots import stored_files
from ..snapshots.archive import ZipEntry, part_of, write_zip
from .export_records import (
    Done,
    ExportOutcome,
    ExportRequest,
    Progress,
    Slice,
    TableResult,
    Unproven,
)

README = """\
A snapshot made by `prisma-to-convex data export`: npx convex import --replace snapshot.zip
(--replace-all also empties the tables that it does not hold.)
Its format was taken from the source of Convex's backend and never met a running one: try a few rows in a fresh
deployment first (`--sample 10`).
"""


class Publication:
    """Of the slices of all tables, in their order. `scratch` is gone afterwards."""

    def __init__(
        self,
        request: ExportRequest,
        dialect: Dialect,
        work: Sequence[Slice],
        scratch: Path,
        progress: Progress,
    ) -> None:
        self._request, self._dialect, self._work = request, dialect, work
        self._scratch, self._progress = scratch, progress
        self._tables = request.plan.tables

    def outcome(
        self,
        done: Sequence[Done],
        rejected: Sequence[Rejected],
        database: Mapping[str, Totals],
        contents: Mapping[str, str],
    ) -> ExportOutcome:
        """`database`: its own totals of each table that is moved as it is. Raises `Unproven`."""
        results = self._results(done)
        nulled = tuple(one for slice_ in done for one in slice_.nulled)
        outcome = ExportOutcome(
            tables=results, rejected=tuple(rejected), nulled=nulled, contents=contents
        )
        if rejected and self._request.policy.bad_rows == "stop":
            return outcome
        proof = self._published(done, results, nulled, database)
        return outcome._replace(path=self._request.output, proof=proof)

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
        self,
        done: Sequence[Done],
        results: Mapping[str, TableResult],
        nulled: Sequence[Rejected],
        database: Mapping[str, Totals],
    ) -> Proof:
        beside = self._scratch / "snapshot.zip"
        with beside.open("wb") as file:
            write_zip(file, self._entries(done))
            file.flush()
            os.fsync(file.fileno())
        proof = self._proven(beside, results, nulled, database)
        os.replace(beside, real_place(self._request.output))
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
        files = [one for slice_ in done for one in slice_.files]
        found.extend(stored_files.entries(files, self._scratch))
        return found

    def _proven(
        self,
        path: Path,
        results: Mapping[str, TableResult],
        nulled: Sequence[Rejected],
        database: Mapping[str, Totals],
    ) -> Proof:
        tables = {table.name: table for table in self._tables}
        answers = self._of_whole(results, nulled, database)
        self._progress.stage("proving", sum(one.documents for one in results.values()))
        proof = read_back(
            path,
            tables,
            self._dialect,
            answers,
            self._scratch,
            self._progress.advance,
            self._request.jobs,
        )
        self._progress.end()
        problems = list(proof.problems)
        for name, result in results.items():
            if result.documents != proof.tables[name].documents:
                problems.append(f"{name}: not every document that was formed is in the ZIP")
        problems.extend(against(proof, answers, tables))
        if problems:
            raise Unproven("; ".join(problems[:5]), proof.closure.twice)
        return proof

    def _of_whole(
        self,
        results: Mapping[str, TableResult],
        nulled: Sequence[Rejected],
        database: Mapping[str, Totals],
    ) -> dict[str, Totals]:
        """What the database counts, of the tables that are moved as they are."""
        if self._request.sample:
            return {}
        changed = {one.table for one in nulled}
        changed.update(name for name, one in results.items() if one.rejected)
        return {
            table.name: database[table.name] for table in self._tables if table.name not in changed
        }
