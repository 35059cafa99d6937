"""Rows -> documents, a few thousand at a time, each judged before it is written; what can't be is rejected.

{"_id":"z5a...","authorId":"z5b...","_creationTime":1577836860000.0,"title":"..."}
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..dialects.dialect import Cell, Query, as_it_is
from ..documents.judge import Judge, ValueMismatch, loads
from ..documents.plain_documents import PlainDocuments
from ..planning.export_plan import ExportColumn, ExportTable
from ..planning.value_references import ValueReference
from ..tokens import key_texts
from ..tokens.json_tokens import MARKED, Bad, Token
from .field_making import Make, Minters, StoredMaker, maker
from .forming_records import Formed, Policy, Rejected
from .referred_rows import ReferredRows
from .whole_batches import Part, Values, WholeBatches

_START = b'{"_id":"'


class _Faults:
    """Of the rows so far."""

    def __init__(self) -> None:
        self.rejected: list[Rejected] = []
        self.nulled: list[Rejected] = []
        self.gone: list[bytes] = []


class Former:
    """Forms the documents of one table. `gone`: ids of documents that are not in the snapshot."""

    def __init__(
        self,
        table: ExportTable,
        query: Query,
        minters: Minters,
        judge: Judge,
        policy: Policy,
        gone: frozenset[bytes] = frozenset(),
    ) -> None:
        self._table, self._query, self._judge, self._policy = table, query, judge, policy
        self._gone = gone
        self._own = minters[table.model]
        cells = query.cells
        self._keys = [at for at, cell in enumerate(cells) if cell.role == "key"]
        self._made = [
            (at, _beside(cells, at)) for at, cell in enumerate(cells) if cell.role not in _NO_PART
        ]
        self._makers = [
            (
                ReferredRows(
                    cells[at], [cells[key] for key in beside], minters, gone, policy.orphans
                )
                if cells[at].role == "value-reference"
                else maker(cells[at], minters, gone)
            )
            for at, beside in self._made
        ]
        self._stores = [one for one in self._makers if isinstance(one, StoredMaker)]
        self._places = {column.name: column.place for column in table.columns}
        parts = self._parts()
        order = [name for part in parts for name in part.names]
        self._part_of = {name: at for at, part in enumerate(parts, 1) for name in part.names}
        self._is_plain = PlainDocuments(table.document, order)
        self._at_once = WholeBatches(table, parts)

    def _parts(self) -> list[Part]:
        """The fields as they stand in a document behind its `_id`."""
        cells = [self._query.cells[at] for at, _ in self._made]
        apart = {cell.column.name for cell in cells if cell.column is not None}
        together = [one.name for one in self._table.columns if one.name not in apart]
        names: dict[str, list[str]] = {"tokens": together, "value-reference": []}
        found = []
        for cell, make in zip(cells, self._makers, strict=True):
            one = [cell.column.name if cell.column else "_creationTime"]
            found.append(Part(cell, make, names.get(cell.role, one)))
        return found

    def __call__(self, columns: Sequence[Sequence[Any]]) -> Formed:
        formed = self._formed(columns)
        if not self._stores:
            return formed
        stored = [one for store in self._stores for one in store.taken()]
        return formed._replace(files=[one for one in stored if b'"%b"' % one[0] in formed.data])

    def _formed(self, columns: Sequence[Sequence[Any]]) -> Formed:
        own = self._key_column(columns)
        is_sure = set(map(type, own)) == {bytes}
        keys = own if is_sure else [b"" if isinstance(key, Bad) else key for key in own]
        starts = self._own(keys, _START, b'"')  # type: ignore[arg-type]  # they are bytes
        cells: list[Values] = []
        for make, (at, others) in zip(self._makers, self._made, strict=True):
            beside = _looked_up([columns[other] for other in others], make)
            cells.append((columns[at], keys if isinstance(make, StoredMaker) else beside))
        if is_sure and (data := self._plain_data(starts, cells)) is not None:
            return Formed(data=data, documents=len(own), rejected=[], nulled=[], gone=[])
        parts: list[Sequence[Token]] = [starts]
        for make, (values, beside) in zip(self._makers, cells, strict=True):
            parts.append(make(values, beside))
        lines: list[bytes] = []
        faults = _Faults()
        for number, row in enumerate(zip(*parts, strict=True)):
            if line := self._one(own[number], starts[number][len(_START) : -1], row, faults):
                lines.append(line)
        return Formed(
            data=b"".join(lines),
            documents=len(lines),
            rejected=faults.rejected,
            nulled=faults.nulled,
            gone=faults.gone,
        )

    def _plain_data(self, starts: Sequence[bytes], cells: Sequence[Values]) -> bytes | None:
        """All lines at once where every document is plain; None where one has to be looked at."""
        if self._gone or self._stores:
            return None
        try:
            return self._at_once(starts, cells)
        except TypeError:  # a Bad among them
            return None

    def _key_column(self, columns: Sequence[Sequence[Any]]) -> Sequence[Token]:
        """The key text of each row; all its cells where nothing tells the rows apart."""
        if not self._keys:
            return [repr(row).encode() for row in zip(*columns, strict=True)]
        found = [_key_part(self._query.cells[at], columns[at]) for at in self._keys]
        if len(found) == 1:
            return found[0]
        return [_joined(parts) for parts in zip(*found, strict=True)]

    def _one(self, key: Token, id_: bytes, row: Sequence[Token], faults: _Faults) -> bytes:
        """The line, or nothing."""
        if id_ in self._gone:
            return b""  # rejected in an earlier pass
        try:
            if isinstance(key, Bad):
                raise ValueMismatch(key.rule, f"the key {key.why}")
            line = b"".join(row) + b"}"  # type: ignore[arg-type]  # a Bad among them is caught
            if not self._is_plain(line):
                self._judge(loads(line))
        except (TypeError, ValueError, ValueMismatch, RecursionError) as error:
            line = self._mended(key, row, error, faults)
            if not line:
                faults.gone.append(id_)
                return b""
        return line + b"\n"

    # -- what does not pass

    def _mended(self, key: Token, row: Sequence[Token], error: Exception, faults: _Faults) -> bytes:
        """The document with its bad fields emptied, where that is wanted and allowed; else it is rejected."""
        shown = "" if isinstance(key, Bad) else key_texts.readable(key, len(self._keys))
        found: list[Rejected] = []
        parts = list(row)
        for _ in range(len(self._table.columns) + len(self._table.by_value) + 1):
            fault, at = self._fault(shown, parts, error)
            found.append(fault)
            emptied = self._emptied(fault, at, parts)
            if emptied is None:
                faults.rejected.extend(found)
                return b""
            parts = emptied
            try:
                line = b"".join(parts) + b"}"  # type: ignore[arg-type]  # as above
                self._judge(loads(line))
            except (TypeError, ValueError, ValueMismatch, RecursionError) as again:
                error = again
                continue
            faults.nulled.extend(found)
            return line
        faults.rejected.extend(found)
        return b""

    def _fault(
        self, key: str, parts: Sequence[Token], error: Exception
    ) -> tuple[Rejected, int | None]:
        """What is wrong, and which part holds it."""
        table = self._table
        for at, part in enumerate(parts):
            if isinstance(part, Bad):
                cell = self._cell(at)
                place = cell.column.place if cell and cell.column else table.model
                if cell is not None and cell.by_value is not None:
                    place = cell.by_value.place
                if cell is not None and cell.role == "created" and table.creation is not None:
                    place = f"{table.model}.{table.creation.field.name}"
                return (
                    Rejected(table=table.name, key=key, rule=part.rule, field=place, why=part.why),
                    at,
                )
        if isinstance(error, ValueMismatch):
            name = error.path.partition(".")[0].partition("[")[0]
            place = self._places.get(name, f"{table.model}.{name}" if name else table.model)
            below = error.path.removeprefix(name).lstrip(".")
            why = f"at {below}: {error.why}" if below else error.why
            return Rejected(
                table=table.name, key=key, rule=error.rule, field=place, why=why
            ), self._holder(name, parts)
        return self._marked(key, parts)

    def _marked(self, key: str, parts: Sequence[Token]) -> tuple[Rejected, int | None]:
        """A value that SQL could not form, or that is no JSON for another reason."""
        for at, part in enumerate(parts):
            found = MARKED.search(part) if isinstance(part, bytes) else None
            if found is None:
                continue
            assert isinstance(part, bytes)
            before = part[: found.start()]
            name = before[before.rfind(b',"') + 2 :].partition(b'"')[0].decode()
            place = self._places.get(name, self._table.model)
            rule = found[1].decode()
            return (
                Rejected(table=self._table.name, key=key, rule=rule, field=place, why=_MARKS[rule]),
                at,
            )
        why = "the document is no JSON that an import reads"
        return (
            Rejected(
                table=self._table.name, key=key, rule="PC712", field=self._table.model, why=why
            ),
            None,
        )

    def _emptied(
        self, fault: Rejected, at: int | None, parts: Sequence[Token]
    ) -> list[Token] | None:
        """The parts with null, or nothing, in the place of what is wrong."""
        allowed = self._policy.orphans == "null" if fault.rule == "PC701" else False
        if not (allowed or (self._policy.bad_rows == "null" and fault.rule != "PC701")):
            return None
        bad = parts[at] if at is not None else b""
        if at is not None and isinstance(bad, Bad) and bad.mended:
            return [*parts[:at], bad.mended, *parts[at + 1 :]]
        cell = self._cell(at) if at is not None else None
        if at is not None and cell is not None and cell.by_value is not None:
            return self._without_value(cell.by_value, at, parts)
        column = next((one for one in self._table.columns if one.place == fault.field), None)
        if at is None or column is None:
            return None
        return self._without_column(column, at, parts)

    def _without_value(
        self, reference: ValueReference, at: int, parts: Sequence[Token]
    ) -> list[Token] | None:
        """Without the fields of a reference by value; None where none can be empty."""
        found: list[Token] | None = [*parts[:at], b"", *parts[at + 1 :]]
        for column in self._table.columns:
            if found is not None and column.name in reference.cleared:
                found = self._without_column(column, self._part_of[column.name], found)
        return found if reference.cleared else None

    def _without_column(
        self, column: ExportColumn, at: int, parts: Sequence[Token]
    ) -> list[Token] | None:
        if column.form.null == "refused":
            return None
        empty = b"" if column.form.null == "absent" else f',"{column.name}":null'.encode()
        part = parts[at]
        if isinstance(part, bytes) and self._cell(at) is not None and self._is_shared(at):
            return _without(parts, at, column.name, empty)
        return [*parts[:at], empty, *parts[at + 1 :]]

    def _is_shared(self, at: int) -> bool:
        cell = self._cell(at)
        return cell is not None and cell.role == "tokens"

    def _cell(self, at: int) -> Cell | None:
        """The cell of a part; the first part is the id."""
        return self._query.cells[self._made[at - 1][0]] if at > 0 else None

    def _holder(self, name: str, parts: Sequence[Token]) -> int | None:
        start = f',"{name}":'.encode()
        for at, part in enumerate(parts):
            cell = self._cell(at)
            if cell is None or not isinstance(part, bytes):
                continue
            if part.startswith(start) or (cell.role == "tokens" and start in part):
                return at
        return None


_MARKS = {
    "PC705": "is none of the enum's values",
    "PC706": "is beyond what its validator holds exactly",
    "PC707": "is not a finite number",
    "PC708": "is no date that a JavaScript Date can hold",
    "PC713": "has more than one dimension",
    "PC720": "has more digits after the point than the schema keeps",
}


def _without(parts: Sequence[Token], at: int, name: str, empty: bytes) -> list[Token] | None:
    """The fields that SQL put together, with one of them emptied. Values are found by JSON's own rules."""
    text = parts[at]
    assert isinstance(text, bytes)
    fields = _split(text)
    if fields is None or name not in fields:
        return None
    joined = b"".join(
        empty if one == name else f',"{one}":'.encode() + value for one, value in fields.items()
    )
    return [*parts[:at], joined, *parts[at + 1 :]]


def _split(text: bytes) -> dict[str, bytes] | None:
    """`,"a":1.0,"b":[...]` -> the tokens by name."""
    found: dict[str, bytes] = {}
    at, end = 0, len(text)
    while at < end:
        name_end = text.index(b'":', at + 2)
        name = text[at + 2 : name_end].decode()
        start = at = name_end + 2
        depth, quoted = 0, False
        while at < end:
            byte = text[at : at + 1]
            if quoted:
                at += 1 if byte == b"\\" else 0
                quoted = byte != b'"'
            elif byte == b'"':
                quoted = True
            elif byte in b"[{":
                depth += 1
            elif byte in b"]}":
                depth -= 1
            elif byte == b"," and depth == 0:
                break
            at += 1
        found[name] = text[start:at]
    return found


_NO_PART = frozenset({"key", "target", "referred-key"})
_BESIDE = frozenset({"target", "referred-key"})


def _beside(cells: Sequence[Cell], at: int) -> range:
    """The cells behind one that say what was looked up for it."""
    end = at + 1
    while end < len(cells) and cells[end].role in _BESIDE:
        end += 1
    return range(at + 1, end)


def _looked_up(columns: Sequence[Sequence[Any]], make: Make) -> Sequence[Any] | None:
    if not columns:
        return None
    return list(zip(*columns, strict=True)) if isinstance(make, ReferredRows) else columns[0]


def _joined(parts: Sequence[Token]) -> Token:
    good = []
    for part in parts:
        if isinstance(part, Bad):
            return part
        good.append(part)
    return key_texts.joined(good)


_NULL_KEY = Bad("PC704", "is NULL")


def _key_part(cell: Cell, values: Sequence[Any]) -> Sequence[Token]:
    read = cell.read
    assert read is not None
    if None not in values:
        return values if read is as_it_is else list(map(read, values))
    return [_NULL_KEY if value is None else read(value) for value in values]
