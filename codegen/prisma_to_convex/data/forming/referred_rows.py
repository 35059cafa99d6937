"""Whether the row that a reference by value leads to is there, and is moved: cells of a query, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..dialects.dialect import Cell, Dialect, as_it_is
from ..dialects.referring import own_columns, refers
from ..planning.value_references import ValueReference
from ..tokens import key_texts
from ..tokens.json_tokens import Token
from .field_making import Minters
from .list_references import GONE, ORPHAN


def cells(dialect: Dialect, reference: ValueReference, *, with_keys: bool) -> list[Cell]:
    """1 where the row is there, 0 where it is not, NULL where nothing is referred to; then, where it is wanted, the
    parts of the key that the row's id is minted from."""
    empty = " or ".join(f"{own} is null" for own in own_columns(dialect, reference.fields))
    same = refers(dialect, reference.fields, by_letters=True)
    there = f"{dialect.relation(reference.namespace, reference.source)} r where {same}"
    sql = f"case when {empty} then null when exists (select 1 from {there}) then '1' else '0' end"
    found = [Cell("value-reference", sql, by_value=reference)]
    if with_keys:
        for part in reference.key:
            key = dialect.key(f"r.{dialect.quoted(part.database_name)}", part)
            found.append(Cell("referred-key", f"(select {key.sql} from {there} limit 1)", key.read))
    return found


class ReferredRows:
    """A part of documents that is empty: Bad where a reference leads nowhere."""

    def __init__(
        self,
        cell: Cell,
        key: Sequence[Cell],
        minters: Minters,
        gone: frozenset[bytes],
        orphans: str | None,
    ) -> None:
        """Without a word on `orphans`, what led nowhere before is left as it is."""
        assert cell.by_value is not None
        self._mint, self._parts, self._gone = minters[cell.by_value.target], key, gone
        self._missing: Token = ORPHAN if orphans else b""

    def __call__(self, marks: Sequence[Any], keys: Sequence[Any] | None) -> list[Token]:
        """`keys`: of each row that is referred to, the parts of its key."""
        found: list[Token] = [self._missing if mark == b"0" else b"" for mark in marks]
        if not self._gone or not keys:
            return found
        for at, (mark, key) in enumerate(zip(marks, keys, strict=True)):
            if mark == b"1" and self._is_gone(key):
                found[at] = GONE
        return found

    def _is_gone(self, key: Sequence[Any]) -> bool:
        parts = []
        for cell, value in zip(self._parts, key, strict=True):
            assert cell.read is not None
            part = None if value is None else value if cell.read is as_it_is else cell.read(value)
            if not isinstance(part, bytes):
                return True  # without a key, no row is moved
            parts.append(part)
        return self._mint([key_texts.joined(parts)])[0] in self._gone
