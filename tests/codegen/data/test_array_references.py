"""Scalar lists of PostgreSQL whose items are keys of other rows: each item is the id of its row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codegen.data.moving import Mover, minted
from support import databases

MODELS = """
model User {
  id Int @id @default(autoincrement())
}
model Post {
  id String @id @default(uuid()) @db.Uuid
}
model Team {
  id        Int      @id
  /// @convex.references(User)
  memberIds Int[]
  /// @convex.references(Post)
  posts     String[] @db.Uuid
}
"""
POST = "0A000000-0000-0000-0000-000000000001"
SCRIPT = f"""
create table "User"(id int primary key);
create table "Post"(id uuid primary key);
create table "Team"(id int primary key, "memberIds" int[], posts uuid[]);
insert into "User" values (1), (2), (3);
insert into "Post" values ('{POST}');
"""


@pytest.fixture
def database() -> Iterator[databases.Database]:
    with databases.database("postgresql") as found:
        found.run(SCRIPT)
        yield found


def ids(model: str, number: int, *keys: str) -> list[str]:
    return [minted(model, number, key) for key in keys]


def test_items_are_ids(mover: Mover, database: databases.Database) -> None:
    mover.schema("postgresql", MODELS)
    database.run(
        f"""insert into "Team" values (1, '{{2,1,2}}', '{{{POST}}}'), (2, null, null), (3, '{{}}', '{{}}');"""
    )
    moved = mover.export(database.url)
    assert moved.code == 0, moved.err
    numbers = {row["name"]: row["id"] for row in moved.documents["_tables"]}
    first, second, third = moved.documents["teams"]
    assert first["memberIds"] == ids("User", numbers["users"], "2", "1", "2")
    assert first["posts"] == ids("Post", numbers["posts"], POST.lower())
    assert second["memberIds"] == third["memberIds"] == second["posts"] == []
    assert "4 references by id, none dangling" in moved.out
    sample = mover.export(database.url, "--sample", "1")
    assert sample.code == 0, sample.err
    assert len(sample.documents["users"]) == 2


def test_items_that_lead_nowhere(mover: Mover, database: databases.Database) -> None:
    mover.schema("postgresql", MODELS)
    database.run(
        """insert into "Team" values (1, '{2,9}', '{}'), (2, '{1,null}', '{}'), (3, '{{1,2},{2,3}}', '{}');"""
    )
    moved = mover.export(database.url)
    assert moved.code == 1
    assert [(one["key"], one["rule"], one["field"], one["why"]) for one in moved.rejected] == [
        ("1", "PC701", "Team.memberIds", "refers to a row that is not there"),
        ("2", "PC713", "Team.memberIds", "has an item that is NULL"),
        ("3", "PC713", "Team.memberIds", "has more than one dimension"),
    ]
    emptied = mover.export(database.url, "--orphans", "null", "--bad-rows", "skip")
    (kept,) = emptied.documents["teams"]
    assert len(kept["memberIds"]) == 1
