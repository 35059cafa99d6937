"""References that hold another row's key as it is: those that lead nowhere are orphans like those of ids."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from bson import Int64

from codegen.data.moving import Moved, Mover
from prisma_to_convex.data.checking.checks import Check
from prisma_to_convex.data.sources.row_source import RowSource
from support import databases
from support.dumps import dump

MODELS = """
/// @convex.ids(key)
model Country {
  code   String @id
  size   Float
  cities City[]
}

model Region {
  nation String
  number Int
  slug   String @unique
  next   String?
  above  Region?  @relation("next", fields: [next], references: [slug])
  below  Region[] @relation("next")
  cities City[]
  notes  Note[]

  @@id([nation, number])
}

model City {
  id      Int     @id
  code    String?
  country Country? @relation(fields: [code], references: [code])
  nation  String?
  number  Int?
  region  Region? @relation(fields: [nation, number], references: [nation, number])
}

model Note {
  id     Int    @id
  about  String
  region Region @relation(fields: [about], references: [slug])
}
"""
TABLES = """
create table "Country" ("code" varchar(20) not null primary key, "size" double precision not null);
create table "Region" ("nation" varchar(20) not null, "number" integer not null, "slug" varchar(20) not null unique,
  "next" varchar(20), primary key ("nation", "number"));
create table "City" ("id" integer not null primary key, "code" varchar(20), "nation" varchar(20), "number" integer);
create table "Note" ("id" integer not null primary key, "about" varchar(20) not null);
insert into "Country" values ('de', 1), ('fr', 2);
insert into "Region" values ('de', 1, 'de-1', null), ('de', 2, 'de-2', 'de-1'), ('de', 3, 'de-3', 'lost');
insert into "City" values (1, 'de', 'de', 1), (2, 'xx', 'de', 2), (3, 'fr', 'de', 9), (4, null, 'zz', null);
insert into "City" values (5, 'de', 'de', 3);
insert into "Note" values (1, 'de-1'), (2, 'gone'), (3, 'de-3');
"""
KINDS = ["sqlite", "postgresql", "mysql"]


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, mover: Mover) -> Any:
    """A database whose tables have no constraints: orphans come from there."""
    mover.schema(request.param, MODELS)
    if request.param == "sqlite":
        yield mover.sqlite(TABLES)
        return
    script = TABLES.replace('"', "`") if request.param == "mysql" else TABLES
    with databases.database("mariadb" if request.param == "mysql" else "postgresql") as database:
        database.run(script)
        yield database.url


def rows(moved: Moved, table: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(one.get(name) for name in names) for one in moved.documents[table]]


def faults(moved: Moved) -> list[tuple[str, str, str]]:
    assert {one["rule"] for one in moved.rejected} <= {"PC701"}
    return sorted((one["field"], one["key"], one["why"]) for one in moved.rejected)


NOWHERE = "refers to a row that is not there"


def test_without_a_word_they_are_exported_as_they_are_and_counted(mover: Mover, url: str) -> None:
    """As `probe` counts them; the manifest has their number, and no key."""
    moved = mover.export(url)
    assert moved.code == 0, moved.err
    assert rows(moved, "notes", "about") == [("de-1",), ("gone",), ("de-3",)]
    why = "refers to a row that is not there, moved as it is"
    assert [line for line in moved.err.splitlines() if "dangling" in line or "orphans" in line] == [
        f"dangling PC701 City.code: 1 (2): {why}",
        f"dangling PC701 City.nation, number: 1 (3): {why}",
        f"dangling PC701 Note.about: 1 (2): {why}",
        f"dangling PC701 Region.next: 1 (de, 3): {why}",
        "  such references hold a value, not an id: --orphans null clears them, --orphans reject leaves the rows out",
    ]
    assert "references by id, none dangling" in moved.out
    reported = {name: one["dangling"] for name, one in moved.manifest["tables"].items()}
    assert reported == {
        "cities": {"City.code": 1, "City.nation, number": 1},
        "countries": {},
        "notes": {"Note.about": 1},
        "regions": {"Region.next": 1},
    }
    probed = json.loads(mover.run("probe", "--url", url, "--format", "json").out)["findings"]
    assert {one["place"]: one["rows"] for one in probed if one["rule"] == "PC701"} == {
        place: count for places in reported.values() for place, count in places.items()
    }


@pytest.mark.parametrize("orphans", ["null", "reject"])
def test_nothing_dangles_where_it_was_said_what_becomes_of_it(
    mover: Mover, url: str, orphans: str
) -> None:
    moved = mover.export(url, "--orphans", orphans, "--bad-rows", "skip")
    assert "dangling PC701" not in moved.err
    assert not any(one["dangling"] for one in moved.manifest["tables"].values())


def test_shards_count_what_dangles(mover: Mover, url: str) -> None:
    whole = mover.export(url)
    for number in ("1", "2"):
        mover.run("export", "-o", f"{number}.shard", "--shard", f"{number}/2", "--url", url)
    merged = mover.run("merge", "-o", "s.zip", "1.shard", "2.shard")
    assert (merged.code, merged.manifest) == (0, whole.manifest)
    reported = [
        [line for line in one.err.splitlines() if "PC701" in line] for one in (merged, whole)
    ]
    assert len(reported[0]) == 4
    assert reported[0] == reported[1]


def test_what_can_t_be_compared_is_not_counted(mover: Mover) -> None:
    """A text and a uuid: the export goes on, and says so."""
    mover.schema("postgresql", MODELS)
    script = TABLES.replace('"slug" varchar(20)', '"slug" uuid')
    script = script[: script.index("insert")] + """insert into "Note" values (1, 'x');"""
    with databases.database("postgresql") as database:
        database.run(script)
        moved = mover.export(database.url)
    assert moved.code == 0, moved.err
    assert (
        "dangling PC701 Note.about: whether rows refer to nothing could not be found out"
        in moved.err.splitlines()
    )
    assert moved.manifest["tables"]["notes"]["dangling"] == {"Note.about": None}


FOLDED = """
model User {
  id    Int    @id @default(autoincrement())
  email String @unique {native}
  posts Post[]
}

model Post {
  id   Int     @id @default(autoincrement())
  mail String? {native}
  user User?   @relation(fields: [mail], references: [email])
}
"""
FOLDING = {"mariadb": "varchar(20)", "postgresql": "citext"}


@pytest.mark.parametrize("kind", ["mariadb", "postgresql"])
def test_a_row_that_is_only_found_without_regard_to_case_is_none(
    mover: Mover, kind: databases.Kind
) -> None:
    """Convex compares letter by letter, whatever the database's foreign key says."""
    native = "@db.Citext" if kind == "postgresql" else ""
    mover.schema("mysql" if kind == "mariadb" else kind, FOLDED.replace("{native}", native))
    script = f"""
create table "User" ("id" int primary key, "email" {FOLDING[kind]} unique);
create table "Post" ("id" int primary key, "mail" {FOLDING[kind]}, foreign key ("mail") references "User" ("email"));
insert into "User" values (1, 'Ann'), (2, 'bob');
insert into "Post" values (1, 'ann'), (2, 'bob'), (3, 'BOB'), (4, null);
"""
    if kind == "postgresql":
        script = f"create extension citext;\n{script}"
    with databases.database(kind) as database:
        database.run(script.replace('"', "`") if kind == "mariadb" else script)
        moved = mover.export(database.url)
        assert moved.code == 0, moved.err
        assert re.search(r"^dangling PC701 Post\.mail: 2 \((1, 3|3, 1)\): ", moved.err, re.M)
        assert moved.manifest["tables"]["posts"]["dangling"] == {"Post.mail": 2}
        probed = mover.run("probe", "--url", database.url)
        assert "error[PC701] Post.mail: 2 rows: " in probed.out
        cleared = mover.export(database.url, "--orphans", "null")
        assert rows(cleared, "posts", "mail") == [(None,), ("bob",), (None,), (None,)]


LOST = {
    "postgresql": "select pg_terminate_backend(pg_backend_pid())",
    "mariadb": "kill connection_id()",
}


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_server_that_goes_away_then_ends_the_export(
    mover: Mover, kind: databases.Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that fails does not; that there is nobody to ask does."""
    mover.schema("mysql" if kind == "mariadb" else kind, MODELS)

    def lost(source: RowSource, check: Check) -> tuple[int, tuple[str, ...]]:
        source.ask(LOST[kind])
        return 0, ()

    monkeypatch.setattr("prisma_to_convex.data.checking.dangling_values.answer", lost)
    with databases.database(kind) as database:
        database.run(TABLES.replace('"', "`") if kind == "mariadb" else TABLES)
        moved = mover.export(database.url)
    assert moved.code == 2
    assert moved.err.splitlines()[-1].startswith("prisma-to-convex: ")
    assert not (mover.folder / "s.zip").exists()


def test_cleared(mover: Mover, url: str) -> None:
    """All columns that may be empty; a row none of whose may is rejected."""
    moved = mover.export(url, "--orphans", "null", "--bad-rows", "skip")
    assert moved.code == 1
    assert rows(moved, "cities", "code", "nation", "number") == [
        ("de", "de", 1.0),
        (None, "de", 2.0),
        ("fr", None, None),
        (None, "zz", None),
        ("de", "de", 3.0),
    ]
    assert rows(moved, "regions", "slug", "next") == [
        ("de-1", None),
        ("de-2", "de-1"),
        ("de-3", None),
    ]
    assert rows(moved, "notes", "about") == [("de-1",), ("de-3",)]
    assert faults(moved) == [
        ("City.code", "2", NOWHERE),
        ("City.nation, number", "3", NOWHERE),
        ("Note.about", "2", NOWHERE),
        ("Region.next", "de, 3", NOWHERE),
    ]
    assert "emptied PC701 City.nation, number: 1 (3)" in moved.err
    assert "rejected PC701 Note.about: 1 (2)" in moved.err


def test_rejected_with_what_refers_to_them(mover: Mover, url: str) -> None:
    """Region 3 leads nowhere; so does what refers to it, by its number or its slug."""
    moved = mover.export(url, "--orphans", "reject", "--bad-rows", "skip")
    assert moved.code == 1
    assert rows(moved, "cities", "code", "number") == [("de", 1.0), (None, None)]
    assert rows(moved, "regions", "slug") == [("de-1",), ("de-2",)]
    assert rows(moved, "notes", "about") == [("de-1",)]
    rejected = "refers to a row that was rejected"
    assert faults(moved) == [
        ("City.code", "2", NOWHERE),
        ("City.nation, number", "3", NOWHERE),
        ("City.nation, number", "5", rejected),
        ("Note.about", "2", NOWHERE),
        ("Note.about", "3", rejected),
        ("Region.next", "de, 3", NOWHERE),
    ]


def test_a_row_that_can_t_be_moved_takes_with_it_what_refers_to_it_by_value(
    mover: Mover,
) -> None:
    """A chain of references, to its end; what led nowhere before stays as it was."""
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(
        TABLES + """update "Region" set "next" = 'de-3', "number" = 2 where "slug" = 'de-2';
        update "Region" set "slug" = x'ff' where "slug" = 'de-3';
        update "City" set "number" = 3 where "id" = 1;"""
    )
    moved = mover.export(url, "--bad-rows", "skip")
    assert moved.code == 1
    assert rows(moved, "regions", "slug") == [("de-1",), ("de-2",)]
    assert [key for (key,) in rows(moved, "cities", "code")] == ["xx", "fr", None]
    assert rows(moved, "notes", "about") == [("de-1",), ("gone",), ("de-3",)]


def test_a_column_that_another_reference_holds_stays(mover: Mover) -> None:
    """The company and the person in it: without the person, the company is as right as before."""
    mover.schema(
        "sqlite",
        """
model Company {
  id     Int      @id @default(autoincrement())
  people Person[]
  tasks  Task[]
}

model Person {
  companyId Int
  number    Int
  company   Company @relation(fields: [companyId], references: [id])
  tasks     Task[]

  @@id([companyId, number])
}

model Task {
  id        Int      @id
  companyId Int?
  number    Int?
  company   Company? @relation(fields: [companyId], references: [id])
  person    Person?  @relation(fields: [companyId, number], references: [companyId, number])
}
""",
    )
    url = mover.sqlite(
        "create table Company (id integer primary key);"
        "create table Person (companyId integer not null, number integer not null, primary key (companyId, number));"
        "create table Task (id integer primary key, companyId integer, number integer);"
        "insert into Company values (1), (2); insert into Person values (1, 1), (2, 2);"
        "insert into Task values (1, 1, 1), (2, 1, 2), (3, 7, 7);"
    )
    moved = mover.export(url, "--orphans", "null")
    assert moved.code == 0, moved.err
    first, second = (one["_id"] for one in moved.documents["companies"])
    pairs = [(one["companyId"], one["number"]) for one in moved.documents["tasks"]]
    assert pairs == [(first, 1.0), (first, None), (None, None)]
    assert second not in {company for company, _ in pairs}


def test_processes_and_whole_tables_do_the_same(mover: Mover) -> None:
    """Many rows: batches that are formed at once as well as those that are not."""
    mover.schema("postgresql", MODELS)
    many = """
    insert into "Country" select 'c' || n, n from generate_series(1, 3000) n where n % 7 <> 0;
    insert into "City" select n, 'c' || (n % 3000 + 1), null, null from generate_series(10, 30000) n;"""
    with databases.database("postgresql") as database:
        database.run(TABLES + many)
        words = ("--orphans", "null", "--bad-rows", "skip")
        one = mover.export(database.url, *words)
        text = (mover.folder / "s.zip").read_bytes()
        assert mover.export(database.url, *words, "--jobs", "2").code == one.code == 1
        assert (mover.folder / "s.zip").read_bytes() == text
        lost = [code for (code,) in rows(one, "cities", "code") if code is None]
        expected = sum((n % 3000 + 1) % 7 == 0 for n in range(10, 30001))
        assert len(lost) == expected + 2


def test_shards_whose_rejected_rows_another_may_refer_to_are_refused(mover: Mover) -> None:
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(TABLES)
    words = ("--orphans", "reject", "--bad-rows", "skip")
    for number in ("1", "2"):
        mover.run("export", "-o", f"{number}.shard", "--shard", f"{number}/2", "--url", url, *words)
    merged = mover.run("merge", "-o", "s.zip", "1.shard", "2.shard")
    assert (merged.code, (mover.folder / "s.zip").exists()) == (2, False)
    assert re.search("rows of Region were rejected, and .* refer to them by value", merged.err)


def test_of_mongodb(mover: Mover) -> None:
    """Null and nothing refer to nothing; whole numbers are equal in whichever type they are stored."""
    mover.schema(
        "mongodb",
        """
model Shelf {
  id    String @id @map("_id")
  code  Int    @unique
  books Book[]
}

model Book {
  id    String @id @map("_id")
  code  Int?
  shelf Shelf? @relation(fields: [code], references: [code])
}
""",
    )
    books: list[dict[str, Any]]
    books = [{"_id": "a", "code": 1}, {"_id": "b", "code": 2}, {"_id": "c", "code": None}]
    books += [{"_id": "d"}, {"_id": "e", "code": Int64(1)}]
    folder = dump(mover.folder, {"Shelf": [{"_id": "s", "code": 1}], "Book": books})
    words = ("export", "-o", "s.zip", "--dump", str(folder))
    moved = mover.run(*words, "--orphans", "null")
    assert moved.code == 0, moved.err
    assert faults(moved) == [("Book.code", "b", NOWHERE)]
    moved = mover.run(*words, "--orphans", "reject", "--bad-rows", "skip")
    assert len(moved.documents["books"]) == 4
