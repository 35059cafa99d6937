"""What Convex holds against what was exported: counts, digests and sums of columns of every table, then document by
document.

missing   was exported, is not there     extra   was not exported, and has a minted id, or none that Convex could have made
changed   other in some field            born    made in Convex: no difference
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from operator import not_
from typing import Any

from prisma_schema_parser.records import NamedTuple

from ..counting.column_sums import ColumnFound, ColumnSums
from ..counting.tally import add_digests, bucket_of
from ..documents.document_columns import columns_of
from ..documents.document_texts import text
from ..ids.minted_ids import are_minted, decode
from ..snapshots.snapshot import Snapshot
from ..snapshots.stored_files import STORAGE, as_listed
from ..snapshots.stored_files import said as stored

_AT_ONCE = 50_000  # documents of the snapshot that are held at a time
_MOST_LISTED = 1000  # of each kind and table
_LONGEST_ID = 64


class Changed(NamedTuple):
    id: str
    fields: tuple[str, ...]


class RowKeys(NamedTuple):
    """What people know rows by, of the ids that are listed: of tables whose documents hold it."""

    fields: tuple[str, ...] = ()
    texts: Mapping[str, str] = {}


class TableFound(NamedTuple):
    """`are_named` is False where only counts, digests and sums could be compared. The lists may end early: `differ`
    counts all. `columns`: which of them differ, of `measured`; of the documents that were exported, or seem so.
    """

    name: str
    exported: int
    found: int
    born: int
    differ: int
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    are_named: bool = True
    number: int = 0
    expected_number: int = 0
    columns: tuple[ColumnFound, ...] = ()
    measured: int = 0
    keys: RowKeys = RowKeys()

    @property
    def agrees(self) -> bool:
        return self.differ == 0 and not self.columns and self.number == self.expected_number


def verify(
    there: Snapshot, manifest: Mapping[str, Any], snapshots: Mapping[str, Snapshot]
) -> list[TableFound]:
    """`there` is what Convex exported; `snapshots` by table is what was imported, where it is still at hand."""
    numbers = there.numbers()
    tables = dict(sorted(manifest["tables"].items()))
    if files := manifest.get("files"):
        tables[STORAGE], numbers[STORAGE] = files, int(files["number"])
    sizes = _sizes(there) if files else {}
    return [
        _table(name, said, there, snapshots.get(name), sizes)._replace(
            number=numbers.get(name, 0), expected_number=int(said["number"])
        )
        for name, said in tables.items()
    ]


def _sizes(there: Snapshot) -> dict[str, int]:
    """Of the files that are listed."""
    return {
        str(one.get("_id", "")): as_listed(one).size
        for _, documents in there.documents(STORAGE)
        for one in documents
    }


def _table(
    name: str,
    said: Mapping[str, Any],
    there: Snapshot,
    snapshot: Snapshot | None,
    sizes: Mapping[str, int],
) -> TableFound:
    buckets: dict[int, int] = {}
    is_timed = bool(said.get("isTimed"))
    sums = ColumnSums(said.get("fields", {}), sizes)
    found = born = 0
    strange = _Strange()
    for documents in _documents(there, name):
        ids = _ids(documents)
        is_minted = are_minted(ids)
        minted = list(compress(documents, is_minted))
        others = list(compress(ids, map(not_, is_minted)))
        born += len(others) - strange.add(others)
        found += len(minted)
        if minted:
            columns = columns_of(minted)
            add_digests(columns, buckets, is_timed=is_timed)
            sums.add(columns)
    expected = {int(at, 16): int(one, 16) for at, one in said["buckets"].items()}
    exported = int(said["documents"])
    other = sorted(at for at in {*buckets, *expected} if buckets.get(at, 0) != expected.get(at, 0))
    same = TableFound(
        name=name,
        exported=exported,
        found=found,
        born=born,
        differ=strange.count,
        extra=tuple(strange.listed),
        columns=tuple(sums.differences()),
        measured=sums.measured,
    )
    if not other and found == exported:
        return same
    if snapshot is None or name not in (*snapshot.tables(), STORAGE):
        differ = max(abs(found - exported), len(other), 1) + strange.count
        return same._replace(differ=differ, are_named=False)
    fields = tuple(said.get("key", ()))
    return _named(same._replace(keys=RowKeys(fields)), other, there, snapshot, is_timed=is_timed)


def _documents(snapshot: Snapshot, table: str) -> Iterator[list[dict[str, Any]]]:
    for _, documents in snapshot.documents(table):
        yield stored(documents) if table == STORAGE else documents


def _ids(documents: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(one.get("_id", "")) for one in documents]


class _Strange:
    """Documents without an id of Convex's form: neither exported nor made in Convex."""

    def __init__(self) -> None:
        self.count = 0
        self.listed: list[str] = []

    def add(self, ids: Sequence[str]) -> int:
        """How many of them are none."""
        found = [id_ for id_ in ids if decode(id_) is None]
        self.count += len(found)
        room = _MOST_LISTED - len(self.listed)
        self.listed += [id_[:_LONGEST_ID] or "without an id" for id_ in found[:room]]
        return len(found)


def _named(
    table: TableFound,
    buckets: Sequence[int],
    there: Snapshot,
    snapshot: Snapshot,
    *,
    is_timed: bool,
) -> TableFound:
    """Document by document, some of the 256 parts at a time."""
    at_once = max(1, _AT_ONCE * 256 // max(table.exported, 1))
    missing: list[str] = []
    extra = list(table.extra)
    changed: list[Changed] = []
    keys: dict[str, str] = {}
    fields = table.keys.fields
    count = table.differ
    for start in range(0, len(buckets), at_once):
        chosen = frozenset(buckets[start : start + at_once])
        left = dict(_of(snapshot, table.name, chosen))
        for id_, document in _of(there, table.name, chosen):
            known = left.pop(id_, None)
            if known is None:
                _add(extra, id_, document, fields, keys)
            elif text(known, is_timed=is_timed) != text(document, is_timed=is_timed):
                one = Changed(id_, tuple(_fields(known, document, is_timed)))
                _add(changed, one, known, fields, keys)
            else:
                continue
            count += 1
        count += len(left)
        for id_ in sorted(left):
            _add(missing, id_, left[id_], fields, keys)
    return table._replace(
        differ=count,
        missing=tuple(missing),
        extra=tuple(extra),
        changed=tuple(changed),
        keys=RowKeys(fields, keys),
    )


def _add(
    found: list[Any],
    one: Any,
    document: Mapping[str, Any],
    fields: Sequence[str],
    keys: dict[str, str],
) -> None:
    if len(found) >= _MOST_LISTED:
        return
    found.append(one)
    if fields and all(name in document for name in fields):
        keys[document["_id"]] = ", ".join(_written(document[name]) for name in fields)


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value)


def _of(
    snapshot: Snapshot, table: str, buckets: frozenset[int]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for documents in _documents(snapshot, table):
        chosen = [
            (id_, document)
            for id_, document in zip(_ids(documents), documents, strict=True)
            if bucket_of(id_) in buckets
        ]
        yield from compress(chosen, are_minted([id_ for id_, _ in chosen]))


def _fields(known: Mapping[str, Any], document: Mapping[str, Any], is_timed: bool) -> Iterator[str]:
    for name in sorted({*known, *document}):
        one = {name: known[name]} if name in known else {}
        other = {name: document[name]} if name in document else {}
        if text(one, is_timed=is_timed) != text(other, is_timed=is_timed):
            yield name
