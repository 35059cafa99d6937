"""The proof: the finished ZIP is read again by the second reader, counted, and compared with the database."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from prisma_schema_parser.records import NamedTuple

from .aggregates import Totals, differences, hashed_fields
from .closure import Closure, ClosureCheck, Find, finder
from .dialects.dialect import Dialect
from .document_columns import columns_of
from .export_plan import ExportTable
from .snapshot import Snapshot
from .stored_files import STORAGE, FoundFile, as_listed, has_files, said
from .tally import Counted, Tally, add_digests


class TableProof(NamedTuple):
    """What the ZIP holds of a table: see `tally`."""

    documents: int
    octets: int
    rows: int
    buckets: Mapping[int, int]
    fields: Mapping[str, Counted]


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
    advance: Callable[[int], None],
) -> Proof:
    """Reads the whole ZIP. `database` is what it will be compared with, `folder` is for files that are gone
    afterwards."""
    snapshot = Snapshot(path)
    problems = []
    if sorted(snapshot.numbers()) != sorted(snapshot.tables()):
        problems.append("`_tables` does not list exactly the tables of the ZIP")
    files = dict(snapshot.files())
    referred: list[str] = []
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        check = ClosureCheck(Path(scratch))
        try:
            proofs = {
                name: _table(
                    snapshot,
                    table,
                    Tally(
                        table,
                        hashed_fields(table, dialect),
                        database[name].row_hash if name in database else dialect.row_hash,
                        files,
                    ),
                    finder(table.document, tables),
                    check,
                    (finder(table.document, (STORAGE,)), referred) if has_files(table) else None,
                    advance,
                )
                for name, table in tables.items()
            }
            closure = check.judged()
            stored = _stored(snapshot, files, referred, problems)
        finally:
            check.close()
            snapshot.close()
    if closure.dangling:
        problems.append(f"{closure.dangling} of {closure.references} references lead nowhere")
    if closure.twice:
        problems.append(f"{closure.twice} documents have an id that another has")
    return Proof(tables=proofs, closure=closure, files=stored, problems=tuple(problems))


def _stored(
    snapshot: Snapshot,
    files: Mapping[str, FoundFile],
    referred: Sequence[str],
    problems: list[str],
) -> TableProof | None:
    """What `_storage` lists is what it holds, and each file belongs to one field of one document."""
    listed = [one for _, documents in snapshot.documents(STORAGE) for one in documents]
    if {str(one["_id"]): as_listed(one) for one in listed} != files or len(listed) != len(files):
        problems.append(f"`{STORAGE}` does not list exactly the files of the ZIP")
    if sorted(referred) != sorted(files):
        problems.append("not every file belongs to one field of one document")
    if not listed:
        return None
    buckets: dict[int, int] = {}
    add_digests(columns_of(said(listed)), buckets, is_timed=False)
    octets = sum(one.size for one in files.values())
    return TableProof(documents=len(listed), octets=octets, rows=0, buckets=buckets, fields={})


def _table(
    snapshot: Snapshot,
    table: ExportTable,
    tally: Tally,
    references: Find,
    check: ClosureCheck,
    files: tuple[Find, list[str]] | None,
    advance: Callable[[int], None],
) -> TableProof:
    for octets, documents in snapshot.documents(table.name):
        columns = columns_of(documents)
        tally.add(octets, columns)
        check.add(columns["_id"], references(columns))
        if files is not None:
            find, referred = files
            referred.extend(find(columns))
        advance(len(documents))
    return TableProof(
        documents=tally.count,
        octets=tally.octets,
        rows=tally.rows,
        buckets=tally.buckets,
        fields=tally.fields(),
    )


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
