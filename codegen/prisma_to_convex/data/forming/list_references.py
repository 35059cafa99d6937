"""A list of keys of other rows -> the list of their ids, as MongoDB keeps the ends of a many-to-many relation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..dialects.dialect import Cell
from ..ids.minted_ids import Minter
from ..tokens.json_tokens import Bad, Token

ORPHAN = Bad("PC701", "refers to a row that is not there")
GONE = Bad("PC701", "refers to a row that was rejected")


class ListOfReferences:
    """Beside a bad list stands the one without the items that lead nowhere."""

    def __init__(self, cell: Cell, minter: Minter, gone: frozenset[bytes]) -> None:
        assert cell.column is not None
        assert cell.read is not None
        self._read, self._mint, self._gone = cell.read, minter, gone
        self._name = f',"{cell.column.name}":'.encode()

    def __call__(self, values: Sequence[Any], targets: Sequence[Any] | None) -> list[Token]:
        """`targets`: for each list, a text with 1 for an item whose row is there."""
        marks = targets or [None] * len(values)
        return [self._one(value, mark) for value, mark in zip(values, marks, strict=True)]

    def _one(self, value: Any, mark: bytes | None) -> Token:
        if value is None:
            return self._name + b"[]"
        keys: Any = self._read(value)
        if isinstance(keys, Bad):
            return keys
        if (bad := next((one for one in keys if isinstance(one, Bad)), None)) is not None:
            return bad
        ids = self._mint(keys, b'"', b'"')
        there = [mark is None or mark[at : at + 1] == b"1" for at in range(len(ids))]
        kept = [
            id_
            for id_, is_there in zip(ids, there, strict=True)
            if is_there and id_[1:-1] not in self._gone
        ]
        made = self._name + b"[" + b",".join(kept) + b"]"
        if len(kept) == len(ids):
            return made
        return (GONE if all(there) else ORPHAN)._replace(mended=made)
