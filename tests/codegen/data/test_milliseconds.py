"""Milliseconds of PostgreSQL are those of its exact numbers: near ones are computed by doubles, which costs a third."""

from __future__ import annotations

import pytest

from prisma_schema_parser.schema import Scalar
from prisma_to_convex.data.dialects.postgresql_forms import PostgreSQL
from support import databases
from support.compiling import compiled

FIELD = compiled("model A {\n  at DateTime @id\n}").lowered.schema.models[0].scalar("at")
DAYS = """\
select {type} '{first}' + day * interval '{step} days' + micros * interval '1 microsecond' as at
from generate_series(0, {count}) day,
  unnest(array[0, 1, 499, 500, 999, 1000, 1001, 456999, 457000, 999999, 43199999999, 86399999999]) micros"""


@pytest.mark.parametrize("type_", ["timestamp", "timestamptz"])
@pytest.mark.parametrize(
    ("first", "step", "count"),
    [
        ("1960-01-01", 1, 54_000),  # to 2107
        ("0100-01-01 BC", 9973, 1000),
        ("20000-01-01", 9973, 1000),
    ],
)
def test_milliseconds(type_: str, first: str, step: int, count: int) -> None:
    assert FIELD is not None
    assert FIELD.type == Scalar("DateTime")
    days = DAYS.format(type=type_, first=first, step=step, count=count)
    formed = PostgreSQL().milliseconds("t.at", FIELD).sql
    exact = "floor(extract(epoch from t.at)::numeric * 1000)::bigint::text"
    with databases.database("postgresql") as database, database.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        query = f"select count(*), count(*) filter (where {formed} = {exact}) from ({days}) t"
        rows, same = connection.execute(query).fetchone()
    assert rows == same == 12 * (count + 1)
