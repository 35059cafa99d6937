"""Rows with the same key: the database lost its unique index, and an export says whose."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest

from codegen.data.moving import Mover
from support import databases

MODELS = """
model User {
  id    Int    @id @default(autoincrement())
  teams Team[]
  tags  Tag[]
}

model Team {
  owner   User @relation(fields: [ownerId], references: [id])
  ownerId Int
  name    String
  @@id([ownerId, name])
}

model Tag {
  id    Int    @id @default(autoincrement())
  users User[]
}
"""
TABLES = """
create table "User" ("id" int);
create table "Team" ("ownerId" int, "name" varchar(20));
create table "Tag" ("id" int);
create table "_TagToUser" ("A" int, "B" int);
insert into "User" values (1), (2), (3);
insert into "Team" values (1, 'a'), (2, 'a'), (1, 'b');
insert into "Tag" values (1), (2);
insert into "_TagToUser" values (1, 1), (1, 2);
"""
CASES = {
    'insert into "User" values (2), (2), (3);': ("User.id", ["2", "3"]),
    "insert into \"Team\" values (2, 'a');": ("Team.ownerId, name", ["2, a"]),
    'insert into "_TagToUser" values (1, 1);': ("_TagToUser.A, B", ["1, 1"]),
}


@pytest.fixture(params=["sqlite", "postgresql", "mysql"])
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def filled(mover: Mover, provider: str, more: str) -> Iterator[str]:
    mover.schema(provider, MODELS)
    if provider == "sqlite":
        yield mover.sqlite(TABLES + more)
        return
    script = TABLES + more
    with databases.database("mariadb" if provider == "mysql" else "postgresql") as database:
        database.run(script.replace('"', "`") if provider == "mysql" else script)
        yield database.url


@pytest.mark.parametrize("more", CASES)
def test_an_export_names_them(mover: Mover, provider: str, more: str) -> None:
    """No snapshot is written, whatever becomes of bad rows: nobody knows which of them is meant."""
    place, keys = CASES[more]
    for url in filled(mover, provider, more):
        for words in ((), ("--bad-rows", "skip"), ("--sample", "9")):
            moved = mover.export(url, *words)
            assert moved.code == 1, moved.err
            listed = f"{len(keys)} ({', '.join(keys)})"
            why = "has the same key as another row, and so the same id"
            assert f"rejected PC702 {place}: {listed}: {why}" in moved.err
            assert [(one["field"], one["key"]) for one in moved.rejected] == [
                (place, key) for key in keys
            ]
            assert not (mover.folder / "s.zip").exists()
            assert moved.err.endswith("s.rejected.jsonl has the key of each: repair them\n")


@pytest.mark.parametrize("more", CASES)
def test_a_probe_goes_on(mover: Mover, provider: str, more: str) -> None:
    place, keys = CASES[more]
    for url in filled(mover, provider, more):
        found = mover.run("probe", "--url", url)
        assert found.code == 1, found.err
        assert f"error[PC702] {place}: " in found.out
        assert any(f"(keys: {', '.join(order)})" in found.out for order in permutations(keys))


def test_keys_that_are_told_apart_are_none(mover: Mover, provider: str) -> None:
    """By their letters, where the database thinks otherwise."""
    mover.schema(provider, "model Word {\n  text String @id\n}\n")
    script = """create table "Word" ("text" varchar(20)); insert into "Word" values ('a');
insert into "Word" values ('A');
insert into "Word" values ('a ');
"""
    if provider == "sqlite":
        assert mover.export(mover.sqlite(script)).code == 0
        return
    with databases.database("mariadb" if provider == "mysql" else "postgresql") as database:
        database.run(
            script.replace("; insert", ";\ninsert").replace(
                '"', "`" if provider == "mysql" else '"'
            )
        )
        moved = mover.export(database.url)
    assert moved.code == 0, moved.err
    assert len(moved.documents["words"]) == 3


def test_shards_that_hold_them_are_refused_for_it(mover: Mover) -> None:
    """Whoever merges has no database to ask which they are."""
    for url in filled(mover, "sqlite", 'insert into "User" values (2), (2), (3);'):
        for shard in (1, 2):
            made = mover.run(
                "export", "-o", f"{shard}.shard", "--shard", f"{shard}/2", "--url", url
            )
            assert made.code == 0, made.err
        merged = mover.run("merge", "-o", "s.zip", "1.shard", "2.shard")
    assert merged.code == 2
    assert "3 documents have an id that another has" in merged.err
    assert "rows have the same key (`data probe` names them), or the shards are not" in merged.err
