"""Rows of each real database -> the documents of the snapshot, to the last token."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from codegen.data.moving import Moved, Mover, minted
from support import databases

MODELS = """
enum Role {
  ADMIN @map("admin")
  USER
}

model User {
  id        Int       @id @default(autoincrement())
  email     String    @unique
  role      Role      @default(USER)
  score     Float?
  big       BigInt?
  money     Decimal?
  ok        Boolean   @default(false)
  data      Json?
  blob      Bytes?
  createdAt DateTime  @default(now())
  manager   User?     @relation("m", fields: [managerId], references: [id])
  managerId Int?
  reports   User[]    @relation("m")
  posts     Post[]
}

model Post {
  id       String @id @default(uuid())
  title    String @map("head")
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])
  tags     Tag[]

  @@map("articles")
}

model Tag {
  name  String @id
  posts Post[]
}

model Pair {
  a Int
  b String

  @@id([a, b])
}
"""
SQLITE = """
create table User(id integer primary key, email text not null, role text not null, score real, big bigint,
  money decimal, ok boolean not null, data jsonb, blob blob, createdAt datetime not null, managerId integer);
create table articles(id text primary key, head text not null, authorId integer not null);
create table Tag(name text primary key);
create table Pair(a integer, b text, primary key(a, b));
create table _PostToTag(A text, B text);
insert into User values (1, 'a@x', 'admin', 1.5, 9007199254740993, 12.5, 1, '{"a":[1,2.5,"x"]}', x'0001ff', 1577836860000, null);
insert into User values (2, 'b@x', 'USER', 5, null, null, 0, '5', null, '2020-01-01 00:01:00', 1);
insert into User values (3, 'ü"' || char(10, 9) || '\\', 'USER', -0.0, -1, 7, 0, 'null', null, 'Wed, 01 Jan 2020 00:01:00 GMT', 3);
insert into User values (4, 'd', 'USER', null, null, null, 0, null, null, '2020-01-01T00:01:00.000+00:00', 3);
insert into articles values ('p1', 'hello', 1), ('p2', 'x', 2);
insert into Tag values ('t1');
insert into Pair values (1, 'x'), (2, 'y');
insert into _PostToTag values ('p1', 't1');
"""
POSTGRESQL = """
create type "Role" as enum ('admin', 'USER');
create table "User"(id serial primary key, email text not null unique, role "Role" not null, score double precision,
  big bigint, money decimal(65,30), ok boolean not null, data jsonb, blob bytea, "createdAt" timestamp(3) not null,
  "managerId" integer references "User"(id));
create table articles(id text primary key, head text not null, "authorId" integer not null references "User"(id));
create table "Tag"(name text primary key);
create table "Pair"(a integer, b text, primary key(a,b));
create table "_PostToTag"("A" text references articles(id), "B" text references "Tag"(name));
insert into "User" values (1, 'a@x', 'admin', 1.5, 9007199254740993, 12.5, true, '{"a":[1,2.5,"x"]}', '\\x0001ff', '2020-01-01 00:01', null);
insert into "User" values (2, 'b@x', 'USER', 5, null, null, false, '5', null, '2020-01-01 00:01', 1);
insert into "User" values (3, E'ü"\\n\\t\\\\', 'USER', '-0', -1, 7, false, 'null', null, '2020-01-01 00:01', 3);
insert into "User" values (4, 'd', 'USER', null, null, null, false, null, null, '2020-01-01 00:01', 3);
insert into articles values ('p1', 'hello', 1), ('p2', 'x', 2);
insert into "Tag" values ('t1');
insert into "Pair" values (1, 'x'), (2, 'y');
insert into "_PostToTag" values ('p1', 't1');
"""
# The keys of _PostToTag differ in case from what they refer to, which the collation takes for the same.
MARIADB = """
create table User(id int primary key, email varchar(191) not null unique, role enum('admin','USER') not null,
  score double, big bigint, money decimal(65,30), ok boolean not null, data json, `blob` longblob,
  createdAt datetime(3) not null, managerId integer, foreign key (managerId) references User(id));
create table articles(id varchar(191) primary key, head varchar(191) not null, authorId integer not null,
  foreign key (authorId) references User(id));
create table Tag(name varchar(191) primary key);
create table Pair(a integer, b varchar(191), primary key(a,b));
create table _PostToTag(A varchar(191), B varchar(191), foreign key (A) references articles(id), foreign key (B) references Tag(name));
insert into User values (1, 'a@x', 'admin', 1.5, 9007199254740993, 12.5, true, '{"a":[1,2.5,"x"]}', x'0001ff', '2020-01-01 00:01', null);
insert into User values (2, 'b@x', 'USER', 5, null, null, false, '5', null, '2020-01-01 00:01', 1);
insert into User values (3, 'ü"\\n\\t\\\\', 'USER', -0e0, -1, 7, false, 'null', null, '2020-01-01 00:01', 3);
insert into User values (4, 'd', 'USER', null, null, null, false, null, null, '2020-01-01 00:01', 3);
insert into articles values ('p1', 'hello', 1), ('p2', 'x', 2);
insert into Tag values ('t1');
insert into Pair values (1, 'x'), (2, 'y');
insert into _PostToTag values ('P1', 'T1');
"""
NUMBERS = {
    "articles": 0,
    "pairs": 11001,
    "postTags": 11002,
    "posts": 11003,
    "tags": 11004,
    "users": 11005,
}


def user(key: int) -> str:
    return minted("User", NUMBERS["users"], str(key))


def post(key: str) -> str:
    return minted("Post", NUMBERS["posts"], key)


AT = 1577836860000.0
COMMON: dict[str, Any] = {
    "score": None,
    "big": None,
    "money": None,
    "ok": False,
    "data": None,
    "blob": None,
}
COMMON |= {"createdAt": AT, "_creationTime": AT, "role": "USER"}
EXPECTED: dict[str, list[dict[str, Any]]] = {
    "users": [
        {
            **COMMON,
            "_id": user(1),
            "email": "a@x",
            "role": "ADMIN",
            "score": 1.5,
            "big": 9007199254740993,
            "money": "12.5",
            "ok": True,
            "data": {"a": [1.0, 2.5, "x"]},
            "blob": {"$bytes": "AAH/"},
            "managerId": None,
        },
        {**COMMON, "_id": user(2), "email": "b@x", "score": 5.0, "data": 5.0, "managerId": user(1)},
        {
            **COMMON,
            "_id": user(3),
            "email": 'ü"\n\t\\',
            "score": -0.0,
            "big": -1,
            "money": "7",
            "managerId": user(3),
        },
        {**COMMON, "_id": user(4), "email": "d", "managerId": user(3)},
    ],
    "posts": [
        {"_id": post("p1"), "title": "hello", "authorId": user(1)},
        {"_id": post("p2"), "title": "x", "authorId": user(2)},
    ],
    "tags": [{"_id": minted("Tag", NUMBERS["tags"], "t1"), "name": "t1"}],
    "pairs": [
        {"_id": minted("Pair", NUMBERS["pairs"], "1", "x"), "a": 1.0, "b": "x"},
        {"_id": minted("Pair", NUMBERS["pairs"], "2", "y"), "a": 2.0, "b": "y"},
    ],
    "_tables": [{"name": name, "id": number} for name, number in NUMBERS.items() if number],
}

DATABASES = {"sqlite": SQLITE, "postgresql": POSTGRESQL, "mysql": MARIADB}


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, mover: Mover) -> Iterator[str]:
    """A database that holds the rows, and the schema beside it."""
    provider = request.param
    mover.schema(provider, MODELS)
    if provider == "sqlite":
        yield mover.sqlite(SQLITE)
        return
    with databases.database("postgresql" if provider == "postgresql" else "mariadb") as database:
        database.run(DATABASES[provider])
        yield database.url


def test_every_row_arrives(mover: Mover, url: str) -> None:
    moved = mover.export(url)
    assert (moved.code, moved.rejected) == (0, [])
    found = moved.documents
    joined = found.pop("postTags")
    assert found == EXPECTED
    if url.startswith("postgresql"):  # the others do not tell -0 from 0 here
        assert json.dumps(found["users"][2]["score"]) == "-0.0"
    assert [type(one["big"]) for one in found["users"][:1]] == [int]
    (pair,) = joined
    assert {pair["postId"], pair["tagId"]} == {post("p1"), minted("Tag", NUMBERS["tags"], "t1")}
    assert moved.manifest["references"] == 7
    assert databases.PASSWORD not in moved.out + moved.err + json.dumps(moved.manifest)


def test_the_same_rows_are_the_same_bytes(mover: Mover, url: str) -> None:
    mover.export(url)
    first = (mover.folder / "s.zip").read_bytes(), (mover.folder / "s.manifest.json").read_bytes()
    mover.export(url)
    assert first == (
        (mover.folder / "s.zip").read_bytes(),
        (mover.folder / "s.manifest.json").read_bytes(),
    )


def test_the_zip_has_what_an_import_looks_for(mover: Mover, url: str) -> None:
    mover.export(url)
    with zipfile.ZipFile(mover.folder / "s.zip") as archive:
        assert archive.testzip() is None
        tables = [
            one["name"]
            for one in map(json.loads, archive.read("_tables/documents.jsonl").splitlines())
        ]
        files = {
            f"{table}/{file}.jsonl"
            for table in tables
            for file in ("documents", "generated_schema")
        }
        assert set(archive.namelist()) == files | {"README.md", "_tables/documents.jsonl"}
        for table in tables:
            assert archive.read(f"{table}/generated_schema.jsonl") == b'"uniform"\n'
            assert b"\n\n" not in archive.read(f"{table}/documents.jsonl")


def leftovers(moved: Moved) -> list[str]:
    return sorted(path.name for path in moved.folder.iterdir() if path.name.startswith("."))


def test_nothing_is_left_beside_it(mover: Mover, url: str) -> None:
    assert leftovers(mover.export(url)) == [".prisma-to-convex"]


@pytest.mark.parametrize("output", [".", "..", "/", "", "sub", "sub/", "sub/.."])
@pytest.mark.parametrize("command", ["export", "merge"])
def test_a_folder_is_no_place_for_a_snapshot(mover: Mover, command: str, output: str) -> None:
    mover.schema("sqlite", MODELS)
    mover.sqlite(SQLITE)
    (mover.folder / "sub").mkdir()
    words = ["--url", "file:./dev.db"] if command == "export" else ["1.shard"]
    moved = mover.run(command, "-o", output, *words)
    assert moved.code == 2
    assert ": a folder, not a file" in moved.err
    assert list((mover.folder / "sub").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--creation-time", "createdat"], "no model has a date `createdat`: did you mean"),
        (["--creation-time", "email"], "no model has a date `email`"),
        (["--tables", ""], "--tables names no table"),
        (["--tables", " , "], "--tables names no table"),
        (["--tables", "users,user"], "there is no table `user`: did you mean `users`?"),
    ],
)
def test_what_is_not_there_is_not_passed_over(mover: Mover, words: list[str], why: str) -> None:
    mover.schema("sqlite", MODELS)
    moved = mover.export(mover.sqlite(SQLITE), *words)
    assert moved.code == 2
    assert why in moved.err
    assert not (mover.folder / "s.zip").exists()
