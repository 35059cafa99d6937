"""Each choice for ids: what the documents hold, and that both ends of a key hold the same."""

from __future__ import annotations

import re
from json import loads
from typing import Any

import pytest

from codegen.data.moving import Mover, minted
from support import databases

MODELS = """
%s
model User {
  id      String   @id
  name    String
  posts   Post[]
  profile Profile?
}

model Post {
  id       Int    @id @default(autoincrement())
  authorId String
  author   User   @relation(fields: [authorId], references: [id])
}

model Profile {
  userId String @id
  user   User   @relation(fields: [userId], references: [id])
}
"""
ROWS = """
create table User (id text not null primary key, name text not null);
create table Post (id integer primary key, authorId text not null references User (id));
create table Profile (userId text not null primary key references User (id));
insert into User values ('u-1', 'Ann'), ('u-2', 'Bo');
insert into Post values (7, 'u-2');
insert into Profile values ('u-1');
"""


def moved(
    mover: Mover, text: str, rows: str, provider: str = "sqlite"
) -> dict[str, list[dict[str, Any]]]:
    mover.schema(provider, text)
    if provider == "sqlite":
        return exported(mover, mover.sqlite(rows))
    with databases.database("mariadb" if provider == "mysql" else "postgresql") as database:
        database.run(_quoted(rows, provider))
        return exported(mover, database.url)


def exported(mover: Mover, url: str) -> dict[str, list[dict[str, Any]]]:
    found = mover.export(url)
    assert found.code == 0, found.err
    return found.documents


def _quoted(rows: str, provider: str) -> str:
    """The names as Prisma has them; a key of MySQL is no text without end."""
    mark = "`" if provider == "mysql" else '"'
    names = re.sub(r"\b(User|Post|Profile|authorId|userId)\b", rf"{mark}\1{mark}", rows)
    return names.replace(" text not null", " varchar(191) not null")


def number(mover: Mover, name: str) -> int:
    """The number of a table."""
    tables = (mover.folder / "convex-tables.json").read_text()
    return int(loads(tables)[name])


@pytest.mark.parametrize("provider", ["sqlite", "postgresql", "mysql"])
@pytest.mark.parametrize("word", ["replace", "keep", "key"])
def test_the_choice_is_what_the_documents_hold(mover: Mover, word: str, provider: str) -> None:
    found = moved(mover, MODELS % f"/// @convex.ids({word})", ROWS, provider)
    users = number(mover, "users")
    ids = [minted("User", users, key) for key in ("u-1", "u-2")]
    assert [one["_id"] for one in found["users"]] == ids
    kept = [{}, {}] if word == "replace" else [{"id": "u-1"}, {"id": "u-2"}]
    names = [{"name": "Ann"}, {"name": "Bo"}]
    plain = [{key: one[key] for key in one if not key.startswith("_")} for one in found["users"]]
    assert plain == [{**one, **name} for one, name in zip(kept, names, strict=True)]
    values = ["u-1", "u-2"] if word == "key" else ids
    assert [one["authorId"] for one in found["posts"]] == [values[1]]
    assert [one["userId"] for one in found["profiles"]] == [values[0]]


def test_a_column_that_a_key_refers_to_holds_the_same_ids(mover: Mover) -> None:
    text = """
model Tenancy {
  id      String   @id @default(uuid())
  replays Replay[]
}

model Person {
  tenancyId String
  personId  String
  replays   Replay[]

  @@id([tenancyId, personId])
}

model Replay {
  id        String  @id @default(uuid())
  tenancyId String
  personId  String
  person    Person  @relation(fields: [tenancyId, personId], references: [tenancyId, personId])
  tenancy   Tenancy @relation(fields: [tenancyId], references: [id])
}
"""
    rows = """
create table Tenancy (id text not null primary key);
create table Person (tenancyId text not null, personId text not null, primary key (tenancyId, personId));
create table Replay (id text not null primary key, tenancyId text not null references Tenancy (id),
  personId text not null, foreign key (tenancyId, personId) references Person (tenancyId, personId));
insert into Tenancy values ('t-1');
insert into Person values ('t-1', 'p-1');
insert into Replay values ('r-1', 't-1', 'p-1');
"""
    found = moved(mover, text, rows)
    tenancy = minted("Tenancy", number(mover, "tenancies"), "t-1")
    assert found["tenancies"][0]["_id"] == tenancy
    for table in ("people", "replays"):
        (one,) = found[table]
        assert (one["tenancyId"], one["personId"]) == (tenancy, "p-1")


def test_a_row_of_such_a_column_that_no_id_belongs_to_is_reported(mover: Mover) -> None:
    text = """
model Tenancy {
  id      String   @id @default(uuid())
  replays Replay[]
}

model Person {
  tenancyId String
  personId  String
  replays   Replay[]

  @@id([tenancyId, personId])
}

model Replay {
  id        String  @id @default(uuid())
  tenancyId String
  personId  String
  person    Person  @relation(fields: [tenancyId, personId], references: [tenancyId, personId])
  tenancy   Tenancy @relation(fields: [tenancyId], references: [id])
}
"""
    rows = """
create table Tenancy (id text not null primary key);
create table Person (tenancyId text not null, personId text not null, primary key (tenancyId, personId));
create table Replay (id text not null primary key, tenancyId text not null, personId text not null);
insert into Person values ('nobody', 'p-1');
"""
    mover.schema("sqlite", text)
    found = mover.export(mover.sqlite(rows), "--orphans", "reject")
    assert [(one["rule"], one["field"]) for one in found.rejected] == [
        ("PC701", "Person.tenancyId")
    ]


def test_a_column_that_refers_to_two_ids_holds_the_old_values(mover: Mover) -> None:
    text = """
model Post {
  id       Int       @id @default(autoincrement())
  comments Comment[]
}

model Video {
  id       Int       @id @default(autoincrement())
  comments Comment[]
}

model Comment {
  id    Int   @id @default(autoincrement())
  ofId  Int
  post  Post  @relation(fields: [ofId], references: [id])
  video Video @relation(fields: [ofId], references: [id])
}
"""
    rows = """
create table Post (id integer primary key);
create table Video (id integer primary key);
create table Comment (id integer primary key, ofId integer not null);
insert into Post values (3);
insert into Video values (3);
insert into Comment values (1, 3);
"""
    found = moved(mover, text, rows)
    assert [found[name][0]["id"] for name in ("posts", "videos")] == [3, 3]
    assert found["comments"][0]["ofId"] == 3


def test_followed_soft_references_are_joined(mover: Mover) -> None:
    text = """
model User {
  id   Int    @id @default(autoincrement())
  name String
}

model Session {
  id     Int  @id @default(autoincrement())
  userId Int?
}
"""
    rows = """
create table User (id integer primary key, name text not null);
create table Session (id integer primary key, userId integer);
insert into User values (7, 'Ann');
insert into Session values (1, 7), (2, null), (3, 8);
"""
    (mover.folder / "prisma-to-convex.toml").write_text('soft-references = "follow"\n')
    mover.schema("sqlite", text)
    found = mover.export(mover.sqlite(rows), "--orphans", "null")
    assert found.code == 0, found.err
    user = minted("User", number(mover, "users"), "7")
    assert {one["userId"] for one in found.documents["sessions"]} == {user, None}
    assert [one["userId"] for one in found.documents["sessions"]].count(None) == 2
