"""One table of the finished ZIP, read and counted by the second reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from prisma_schema_parser.records import NamedTuple

from ..counting.closure import ClosureCheck, finder
from ..counting.tally import Counted, Tally, added, added_buckets
from ..dialects.dialect import Dialect
from ..documents.document_columns import columns_of
from ..planning.export_plan import ExportTable
from ..snapshots.snapshot import WHOLE, Share, Snapshot
from ..snapshots.stored_files import STORAGE, FoundFile, has_files
from .aggregates import Totals, hashed_fields


class TableProof(NamedTuple):
    """What the ZIP holds of a table: see `tally`."""

    documents: int
    octets: int
    rows: int
    buckets: Mapping[int, int]
    fields: Mapping[str, Counted]


class ProofWork(NamedTuple):
    """`database` is what it will be compared with, `files` what is in `_storage`, `folder` for files that are gone
    afterwards."""

    path: Path
    tables: Mapping[str, ExportTable]
    dialect: Dialect
    database: Mapping[str, Totals]
    files: Mapping[str, FoundFile]
    folder: Path


class Found(NamedTuple):
    """Of one table. `referred`: the files that its documents refer to."""

    proof: TableProof
    referred: Sequence[str]


def together(parts: Sequence[Found]) -> Found:
    """What several read of one table, each its share."""
    proofs = [one.proof for one in parts]
    return Found(
        proof=TableProof(
            documents=sum(one.documents for one in proofs),
            octets=sum(one.octets for one in proofs),
            rows=sum(one.rows for one in proofs),
            buckets=added_buckets([one.buckets for one in proofs]),
            fields={name: added([one.fields[name] for one in proofs]) for name in proofs[0].fields},
        ),
        referred=[id_ for one in parts for id_ in one.referred],
    )


class TableReader:
    """Reads tables of the ZIP; `check` collects their ids."""

    def __init__(
        self, work: ProofWork, check: ClosureCheck, advance: Callable[[int, int], None]
    ) -> None:
        self._work, self._check, self._advance = work, check, advance
        self._snapshot = Snapshot(work.path)

    def read(self, name: str, share: Share = WHOLE) -> Found:
        work, table = self._work, self._work.tables[name]
        known = work.database.get(name)
        row_hash = work.dialect.row_hash if known is None else known.row_hash
        tally = Tally(table, hashed_fields(table, work.dialect), row_hash, work.files)
        references = finder(table.document, work.tables)
        files = finder(table.document, (STORAGE,)) if has_files(table) else None
        referred: list[str] = []
        for octets, documents in self._snapshot.documents(name, share):
            columns = columns_of(documents)
            tally.add(octets, columns)
            self._check.add(columns["_id"], references(columns))
            if files is not None:
                referred.extend(files(columns))
            self._advance(len(documents), octets)
        proof = TableProof(
            documents=tally.count,
            octets=tally.octets,
            rows=tally.rows,
            buckets=tally.buckets,
            fields=tally.fields(),
        )
        return Found(proof, referred)
