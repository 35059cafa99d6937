"""Implicit relations between many and many: rows without a key of their own, whatever their two keys are."""

from __future__ import annotations

import pytest

from codegen.data.moving import Mover, minted
from support import databases

MODELS = """
model User {
  id        Int    @id @default(autoincrement())
  follows   User[] @relation("follows")
  followers User[] @relation("follows")
  groups    Group[]
}

model Group {
  id    Int    @id @default(autoincrement())
  users User[]
}
"""
ROWS = """
create table "User"("id" integer primary key not null);
create table "Group"("id" integer primary key not null);
create table "_follows"("A" integer not null, "B" integer not null, unique ("A", "B"));
create table "_GroupToUser"("A" integer not null, "B" integer not null, unique ("A", "B"));
insert into "User" values (1), (2), (11);
insert into "Group" values (1), (2), (11);
insert into "_follows" values (1, 1), (1, 2), (2, 1), (2, 2), (1, 11), (11, 1), (11, 11);
insert into "_GroupToUser" values (1, 1), (2, 2), (1, 2), (1, 11), (11, 1);
"""


@pytest.mark.parametrize("provider", ["sqlite", "postgresql", "mysql"])
def test_both_keys_may_be_equal(provider: str, mover: Mover) -> None:
    mover.schema(provider, MODELS)
    if provider == "sqlite":
        _moved(mover, mover.sqlite(ROWS))
        return
    with databases.database("mariadb" if provider == "mysql" else "postgresql") as database:
        database.run(ROWS.replace('"', "`") if provider == "mysql" else ROWS)
        _moved(mover, database.url)


def _moved(mover: Mover, url: str) -> None:
    moved = mover.export(url)
    assert moved.code == 0, moved.err
    assert "18 documents, 24 references by id, none dangling" in moved.out
    numbers = {name: one["number"] for name, one in moved.manifest["tables"].items()}
    users, groups = (
        {minted(model, numbers[table], str(at)): at for at in (1, 2, 11)}
        for model, table in (("User", "users"), ("Group", "groups"))
    )
    found = moved.documents
    pairs = [(users[one["followId"]], users[one["followerId"]]) for one in found["follows"]]
    assert sorted(pairs) == [(1, 1), (1, 2), (1, 11), (2, 1), (2, 2), (11, 1), (11, 11)]
    members = [(groups[one["groupId"]], users[one["userId"]]) for one in found["groupUsers"]]
    assert sorted(members) == [(1, 1), (1, 2), (1, 11), (2, 2), (11, 1)]
