"""A column of a query's result -> the fields of documents, with their names: `,"title":"..."`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from ..dialects.dialect import NULL, Cell, as_it_is
from ..ids.minted_ids import Minter
from ..planning.export_plan import ExportColumn
from ..snapshots.stored_files import STORAGE, bytes_of, items_of
from ..tokens import key_texts
from ..tokens.json_tokens import MARKED, Bad, Token
from .list_references import GONE, ORPHAN, ListOfReferences

Minters: TypeAlias = Mapping[str, Minter]
"""By model: what mints the ids of its documents."""

_CACHED = 200_000  # ids of referred rows that are kept

Make: TypeAlias = Callable[[Sequence[Any], Sequence[Any] | None], Sequence[Token]]
"""The values of a cell, and of the looked-up cell behind it where there is one (of what is stored: the keys of the
rows) -> the fields of the documents."""


def maker(cell: Cell, minters: Minters, gone: frozenset[bytes]) -> Make:
    match cell.role:
        case "reference":
            assert cell.column is not None
            if cell.column.form.is_list:
                return ListOfReferences(cell, minters[cell.column.form.target], gone)
            return _Reference(cell, minters[cell.column.form.target], gone)
        case "field" if cell.column is not None and cell.column.form.kind == "stored":
            return StoredMaker(cell, minters[STORAGE])
        case "field":
            return _field(cell)
        case "creation" | "created":
            return _creation(cell)
        case _:
            return _tokens


def _tokens(values: Sequence[Any], _: Sequence[Any] | None) -> Sequence[Token]:
    return values


def _field(cell: Cell) -> Make:
    column, read = cell.column, cell.read
    assert column is not None
    assert read is not None
    name = f',"{column.name}":'.encode()
    nothing = missing(column, name)

    def one(value: Any) -> Token:
        token = read(value)
        return token if isinstance(token, Bad) else name + token

    return lambda values, _: [nothing if value is None else one(value) for value in values]


def missing(column: ExportColumn, name: bytes) -> bytes:
    """What stands where the database has nothing."""
    if column.form.is_list:
        return name + b"[]"
    return b"" if column.form.null in ("absent", "either") else name + b"null"


class StoredMaker:
    """Bytes -> ids of files. The files are kept until they are taken."""

    def __init__(self, cell: Cell, minter: Minter) -> None:
        assert cell.column is not None
        assert cell.read is not None
        self._read, self._mint, self._is_list = cell.read, minter, cell.column.form.is_list
        self._place = cell.column.place.encode()
        self._name = f',"{cell.column.name}":'.encode()
        self._missing = missing(cell.column, self._name)
        self._files: list[tuple[bytes, bytes]] = []

    def __call__(self, values: Sequence[Any], keys: Sequence[Any] | None) -> list[Token]:
        assert keys is not None
        return [
            self._missing if value is None else self._one(value, key)
            for value, key in zip(values, keys, strict=True)
        ]

    def _one(self, value: Any, key: bytes) -> Token:
        token = self._read(value)
        if isinstance(token, Bad) or MARKED.search(token[:16]):
            return token if isinstance(token, Bad) else self._name + token
        if token == b"null":
            return self._name + token
        if not self._is_list:
            return self._name + self._stored(bytes_of(token), key)
        items = [
            b"null" if data is None else self._stored(data, key, b"%d" % at)
            for at, data in enumerate(items_of(token))
        ]
        return self._name + b"[" + b",".join(items) + b"]"

    def _stored(self, data: bytes, *key: bytes) -> bytes:
        (id_,) = self._mint([key_texts.joined([self._place, *key])])
        self._files.append((id_, data))
        return b'"' + id_ + b'"'

    def taken(self) -> list[tuple[bytes, bytes]]:
        found, self._files = self._files, []
        return found


def _creation(cell: Cell) -> Make:
    read = cell.read
    assert read is not None
    # Where a field holds the date as well, Convex takes the time of the import: before 1970, or no date.
    otherwise: Token = _UNKEPT if cell.role == "created" else b""

    def one(value: Any) -> Token:
        token = b"" if value is None else read(value)
        if isinstance(token, bytes) and token.isdigit() and 0 < int(token) < 1 << 53:
            return b',"_creationTime":' + token + b".0"
        return otherwise

    return lambda values, _: [one(value) for value in values]


_UNKEPT = Bad("PC721", "is no time that `_creationTime` can hold, and no field keeps it")


class _Reference:
    """A key of another row -> that row's id."""

    def __init__(self, cell: Cell, minter: Minter, gone: frozenset[bytes]) -> None:
        assert cell.column is not None
        assert cell.read is not None
        self._read, self._mint, self._gone = cell.read, minter, gone
        self._name = f',"{cell.column.name}":'.encode()
        self._missing = missing(cell.column, self._name)
        self._may_be_null = cell.column.form.null == "either"
        self._known: dict[bytes, Token] = {}

    def __call__(self, values: Sequence[Any], targets: Sequence[Any] | None) -> list[Token]:
        if not self._may_be_null or NULL not in values:
            return self._tokens(values, targets)
        given = [None if value == NULL else value for value in values]
        found = self._tokens(given, targets)
        return [
            self._name + b"null" if value == NULL else token
            for value, token in zip(values, found, strict=True)
        ]

    def _tokens(self, values: Sequence[Any], targets: Sequence[Any] | None) -> list[Token]:
        read = self._read
        if targets is None:
            if None not in values:
                found: Sequence[Any] = values if read is as_it_is else list(map(read, values))
            else:
                found = [None if value is None else read(value) for value in values]
        else:
            found = [
                None if value is None else ORPHAN if target is None else read(target)
                for value, target in zip(values, targets, strict=True)
            ]
        known, missing = self._known, self._missing
        if set(map(type, found)) == {bytes}:
            self._learn(set(found))
            return list(map(known.__getitem__, found))
        self._learn({one for one in found if isinstance(one, bytes)})
        return [
            known[one] if isinstance(one, bytes) else missing if one is None else one
            for one in found
        ]

    def _learn(self, keys_: set[bytes]) -> None:
        known = self._known
        if len(known) > _CACHED:
            known.clear()
        new = list(keys_.difference(known))
        known.update(zip(new, self._mint(new, self._name + b'"', b'"'), strict=True))
        if self._gone:
            start = len(self._name) + 1
            known.update((key, GONE) for key in new if known[key][start:-1] in self._gone)
