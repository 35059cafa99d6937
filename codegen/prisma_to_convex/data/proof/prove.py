"""The proof: the finished ZIP is read again by the second reader, counted, and compared with the database."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from prisma_schema_parser.records import NamedTuple

from ..counting.closure import Closure, ClosureCheck, judged
from ..counting.tally import add_digests
from ..dialects.dialect import Dialect
from ..documents.document_columns import columns_of
from ..planning.export_plan import ExportTable
from ..snapshots.snapshot import Snapshot
from ..snapshots.stored_files import STORAGE, FoundFile, as_listed, said
from ..sources.workers import can_fork
from .aggregates import Totals, differences
from .parallel_proof import read_tables, shares
from .table_proof import Found, ProofWork, TableProof, TableReader


class Proof(NamedTuple):
    """`files`: what `_storage` lists. `problems` in words; empty where the ZIP holds what the database holds."""

    tables: Mapping[str, TableProof]
    closure: Closure
    files: TableProof | None
    problems: tuple[str, ...]


def read_back(
    path: Path,
    tables: Mapping[str, ExportTable],
    dialect: Dialect,
    database: Mapping[str, Totals],
    folder: Path,
    advance: Callable[[int, int], None],
    jobs: int = 1,
) -> Proof:
    """Reads the whole ZIP, in so many processes. `advance` is called with documents and their bytes."""
    snapshot = Snapshot(path)
    problems = []
    if sorted(snapshot.numbers()) != sorted(snapshot.tables()):
        problems.append("`_tables` does not list exactly the tables of the ZIP")
    files = dict(snapshot.files())
    try:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            work = ProofWork(
                path=path,
                tables=tables,
                dialect=dialect,
                database=database,
                files=files,
                folder=Path(scratch),
            )
            counts = shares(snapshot.sizes(), tables, jobs)
            if jobs > 1 and sum(counts.values()) > 1 and can_fork():
                found, closure = read_tables(work, counts, jobs, advance)
            else:
                found, closure = _read_tables(work, advance)
        referred = [id_ for one in found.values() for id_ in one.referred]
        stored, wrong = _stored(snapshot, files, referred)
        problems += wrong
    finally:
        snapshot.close()
    if closure.dangling:
        problems.append(f"{closure.dangling} of {closure.references} references lead nowhere")
    if closure.twice:
        problems.append(f"{closure.twice} documents have an id that another has")
    proofs = {name: one.proof for name, one in found.items()}
    return Proof(tables=proofs, closure=closure, files=stored, problems=tuple(problems))


def _read_tables(
    work: ProofWork, advance: Callable[[int, int], None]
) -> tuple[dict[str, Found], Closure]:
    check = ClosureCheck(work.folder)
    try:
        reader = TableReader(work, check, advance)
        found = {name: reader.read(name) for name in work.tables}
        return found, judged([work.folder], [check.collected()])
    finally:
        check.close()


def _stored(
    snapshot: Snapshot,
    files: Mapping[str, FoundFile],
    referred: Sequence[str],
) -> tuple[TableProof | None, list[str]]:
    """What is in `_storage`, and what is wrong with it: it lists what it holds, and each file belongs to one field
    of one document.
    """
    problems: list[str] = []
    listed = [one for _, documents in snapshot.documents(STORAGE) for one in documents]
    if {str(one["_id"]): as_listed(one) for one in listed} != files or len(listed) != len(files):
        problems.append(f"`{STORAGE}` does not list exactly the files of the ZIP")
    if sorted(referred) != sorted(files):
        problems.append("not every file belongs to one field of one document")
    if not listed:
        return None, problems
    buckets: dict[int, int] = {}
    add_digests(columns_of(said(listed)), buckets, is_timed=False)
    octets = sum(one.size for one in files.values())
    proof = TableProof(documents=len(listed), octets=octets, rows=0, buckets=buckets, fields={})
    return proof, problems


def against(
    proof: Proof, database: Mapping[str, Totals], tables: Mapping[str, ExportTable]
) -> list[str]:
    """What the database's own counts say otherwise."""
    return [
        problem
        for name, totals in database.items()
        for problem in differences(
            tables[name],
            totals,
            proof.tables[name].documents,
            proof.tables[name].rows,
            dict(proof.tables[name].fields),
        )
    ]
