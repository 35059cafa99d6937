"""The first rows of each table, and every row that they refer to, so that a sample has no open reference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..dialects.dialect import ALIAS, Query
from ..planning.export_plan import Plan
from ..sources.row_source import RowSource

_AT_ONCE = 500


def sampled(plan: Plan, source: RowSource, queries: Sequence[Query], count: int) -> list[list[str]]:
    """For each table, the conditions that choose its rows; a table without a key has none."""
    return _Sample(plan, source, queries, count).conditions()


class _Sample:
    def __init__(self, plan: Plan, source: RowSource, queries: Sequence[Query], count: int) -> None:
        self._plan, self._source, self._queries, self._count = plan, source, queries, count
        self._numbers = {table.model: number for number, table in enumerate(plan.tables)}
        self._chosen: list[dict[str, None]] = [{} for _ in plan.tables]

    def conditions(self) -> list[list[str]]:
        waiting: list[tuple[int, list[str]]] = []
        for number, table in enumerate(self._plan.tables):
            if table.key:
                sql = self._queries[number].of("")
                waiting.extend(self._read(number, f"{sql} limit {self._count}"))
        while waiting:
            number, keys = waiting.pop()
            new = [key for key in dict.fromkeys(keys) if key not in self._chosen[number]]
            for start in range(0, len(new), _AT_ONCE):
                where = self._where(number, new[start : start + _AT_ONCE])
                sql = self._queries[number].of(where)
                waiting.extend(self._read(number, sql))
        return [
            [self._where(number, list(chosen))] if chosen else [" where 1 = 0"]
            for number, chosen in enumerate(self._chosen)
        ]

    def _read(self, number: int, sql: str) -> list[tuple[int, list[str]]]:
        """Notes the rows, and returns the keys that they refer to."""
        query, constant = self._queries[number], self._source.dialect.constant
        keys = [at for at, cell in enumerate(query.cells) if cell.role == "key"]
        wanted: dict[int, list[str]] = {}
        for batch in self._source.rows(sql):
            for row in zip(*batch, strict=True):
                if all(row[at] is not None for at in keys):
                    self._chosen[number][
                        "(" + ", ".join(constant(row[at]) for at in keys) + ")"
                    ] = None
                for target, value in self._references(query, row):
                    wanted.setdefault(target, []).append(f"({constant(value)})")
        return list(wanted.items())

    def _references(self, query: Query, row: Sequence[Any]) -> list[tuple[int, Any]]:
        found: list[tuple[int, Any]] = []
        for at, cell in enumerate(query.cells):
            if cell.role != "reference" or cell.column is None:
                continue
            references = self._source.dialect.references
            target = self._numbers.get(cell.column.form.target)
            if cell.column.form.is_list and references is not None:
                values = references.items(row[at]) if row[at] is not None else []
                found.extend((target, one) for one in values if target is not None)
                continue
            is_checked = at + 1 < len(query.cells) and query.cells[at + 1].role == "target"
            value = row[at + 1] if is_checked else row[at]
            if value is not None and target is not None:
                found.append((target, value))
        return found

    def _where(self, number: int, keys: Sequence[str]) -> str:
        dialect, table = self._source.dialect, self._plan.tables[number]
        parts = [
            dialect.key(f"{ALIAS}.{dialect.quoted(part.column)}", part.field).sql
            for part in table.key
        ]
        return f" where ({', '.join(parts)}) in ({', '.join(keys)})"
