"""Small rows come by the thousand, large ones a few at a time; all of them come, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.data.moving import Mover
from prisma_to_convex.data.forming.former import Former
from prisma_to_convex.data.sources.batches import ENOUGH, PIECE, batches
from support import databases


def _total(sizes: Sequence[int]) -> int:
    return sum(sizes)


@given(st.lists(st.integers(0, ENOUGH // 20), max_size=200), st.integers(1, 100))
def test_batches(sizes: list[int], most: int) -> None:
    rows = iter(sizes)
    found = list(batches(partial(islice, rows), _total, most))
    assert [size for batch in found for size in batch] == sizes
    for number, batch in enumerate(found, 1):
        assert 0 < len(batch) <= most
        assert sum(batch[: -min(PIECE, most)]) < ENOUGH
        assert number == len(found) or len(batch) == most or sum(batch) >= ENOUGH


SCHEMA = "model Page {\n  id Int @id\n  text String\n}\n"
ROWS, WIDTH, MOST = 200, 50_000, 1 << 20
SQLITE = f"""
create table Page(id integer primary key, text text not null);
with recursive n(i) as (select 1 union all select i + 1 from n where i < {ROWS})
  insert into Page select i, hex(zeroblob({WIDTH // 2})) from n;
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "mariadb"])
def test_large_rows_come_few_at_a_time(
    mover: Mover, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    waiting: list[int] = []
    form = Former.__call__

    def counted(self: Former, columns: Sequence[Sequence[Any]]) -> Any:
        waiting.append(len(columns[0]))
        return form(self, columns)

    monkeypatch.setattr(Former, "__call__", counted)
    monkeypatch.setattr("prisma_to_convex.data.sources.batches.ENOUGH", MOST)
    if kind == "sqlite":
        mover.schema(kind, SCHEMA)
        moved = mover.export(mover.sqlite(SQLITE))
    else:
        mover.schema("postgresql" if kind == "postgresql" else "mysql", SCHEMA)
        quote, numbers = ('"', f"generate_series(1, {ROWS}) seq") if kind == "postgresql" else ("`", f"seq_1_to_{ROWS}")  # fmt: skip
        with databases.database("postgresql" if kind == "postgresql" else "mariadb") as database:
            database.run(
                f"create table {quote}Page{quote}(id int primary key, text {'text' if quote == chr(34) else 'longtext'} not null);\n"
                f"insert into {quote}Page{quote} select seq, repeat('x', {WIDTH}) from {numbers};\n"
            )
            moved = mover.export(database.url)
    assert moved.code == 0, moved.err
    assert sum(waiting) == ROWS
    assert max(waiting) <= MOST // WIDTH + PIECE + 1
