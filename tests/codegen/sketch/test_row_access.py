"""Which index gets the rows of a query: the one that leaves least to read."""

from __future__ import annotations

import pytest

from prisma_to_convex.convex.convex_schema import STRING, Table, TableIndex
from prisma_to_convex.sketch.row_query import ColumnTest, Ordering, RowQuery, access_for
from prisma_to_convex.sketch.table_columns import TableColumn

NICKNAME, TEAM, NAME = (TableColumn(name, STRING) for name in ("nickname", "team", "name"))
TABLE = Table(
    "members",
    (),
    (TableIndex("by_team_and_name", ("team", "name")), TableIndex("by_nickname", ("nickname",))),
)


@pytest.mark.parametrize("is_nullable", [False, True])
def test_a_whole_key_is_read_before_an_index_that_gives_the_order(is_nullable: bool) -> None:
    tests = (ColumnTest(TEAM, "equals", "team"), ColumnTest(NICKNAME, "equals", "x", is_nullable))
    query = RowQuery(
        table=TABLE,
        tests=tests,
        order=(Ordering(NAME, "asc"),),
        limit="1",
        keys=(frozenset({"nickname"}),),
        nullable=frozenset({"nickname"}),
    )
    found = access_for(query)
    assert found.index_name == "by_nickname"
    assert found.rest == tests[:1]
    assert found.is_single is not is_nullable


def test_without_a_key_the_order_decides() -> None:
    query = RowQuery(
        table=TABLE,
        tests=(ColumnTest(TEAM, "equals", "team"), ColumnTest(NICKNAME, "equals", "x")),
        order=(Ordering(NAME, "asc"),),
        limit="1",
    )
    assert access_for(query).index_name == "by_team_and_name"
