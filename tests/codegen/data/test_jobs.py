"""Several processes over one snapshot write the same bytes as one."""

from __future__ import annotations

import pytest

from codegen.data.moving import Mover
from support import databases

SCHEMA = """
model Owner {
  id     Int     @id @default(autoincrement())
  name   String
  things Thing[]
}

model Thing {
  id      BigInt @id @default(autoincrement())
  text    String
  ownerId Int
  owner   Owner  @relation(fields: [ownerId], references: [id])
}
"""
ROWS = """
create table "Owner"(id int primary key, name text not null);
create table "Thing"(id bigint primary key, text text not null, "ownerId" int not null references "Owner"(id));
insert into "Owner" select i, 'owner ' || i from generate_series(1, 300) i;
insert into "Thing" select i, repeat('x', i % 90), 1 + i % 300 from generate_series(1, 6000) i;
"""


def test_two_processes_write_what_one_writes(mover: Mover, monkeypatch: pytest.MonkeyPatch) -> None:
    mover.schema("postgresql", SCHEMA)
    monkeypatch.setattr("prisma_to_convex.data.sources.postgresql._PAGES", 8)
    with databases.database("postgresql") as database:
        database.run(ROWS)
        assert mover.export(database.url).code == 0
        one = (mover.folder / "s.zip").read_bytes()
        moved = mover.export(database.url, "--jobs", "2")
        assert moved.code == 0, moved.err
    assert (mover.folder / "s.zip").read_bytes() == one
    assert len(moved.documents["things"]) == 6000
