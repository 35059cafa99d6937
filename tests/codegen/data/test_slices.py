"""Tables that can't be cut by their pages, and are read whole."""

from __future__ import annotations

from codegen.data.moving import Mover
from support import databases

SCHEMA = "model Thing {\n  id   Int    @id\n  text String\n}\n"
ROWS = """
create table "Thing"(id int primary key, text text not null) partition by range (id);
create table first_things partition of "Thing" for values from (0) to (50);
create table last_things partition of "Thing" for values from (50) to (200);
insert into "Thing" select i, 'thing ' || i from generate_series(1, 120) i;
"""


def test_all_rows_of_a_partitioned_table_are_moved(mover: Mover) -> None:
    mover.schema("postgresql", SCHEMA)
    with databases.database("postgresql") as database:
        database.run(ROWS)
        moved = mover.export(database.url, "--jobs", "2")
    assert moved.code == 0, moved.err
    texts = sorted(one["text"] for one in moved.documents["things"])
    assert texts == sorted(f"thing {at}" for at in range(1, 121))
