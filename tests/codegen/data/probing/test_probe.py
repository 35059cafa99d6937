"""Each rule of rows, on each real database that can hold such a row.

Long, as each kind of finding has rows of its own.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from codegen.data.moving import Moved, Mover
from prisma_to_convex.data.checking import checks
from support import databases

MODELS = """
enum Role {
  ADMIN @map("admin")
  USER
}

model User {
  id        Int      @id @default(autoincrement())
  email     String?  @unique
  role      Role
  big       BigInt?  /// @convex.type(v.number())
  money     Decimal?
  at        DateTime?
  data      Json?
  manager   User?    @relation("m", fields: [managerId], references: [id], onDelete: SetNull)
  managerId Int?
  reports   User[]   @relation("m")
  code      Code?    @relation(fields: [codeName], references: [name])
  codeName  String?
}

model Code {
  name  String @id
  users User[]
}
"""
TABLES = {
    "sqlite": """
create table User(id integer primary key, email text, role text, big bigint, money decimal, at datetime, data jsonb,
  managerId integer, codeName text);
create table Code(name text, extra text);
create table Old(id integer);
""",
    "postgresql": """
create table "User"(id int primary key, email text, role text, big bigint, money numeric, at timestamp, data json,
  "managerId" int, "codeName" text);
create table "Code"(name text, extra text);
create table "Old"(id int);
""",
    "mysql": """
create table User(id int primary key, email varchar(99) collate utf8mb4_bin, role varchar(99), big bigint, money decimal(9,2),
  at datetime(6), data longtext, managerId int, codeName varchar(99));
create table Code(name varchar(99), extra text);
create table Old(id int);
""",
}
ALL = ("sqlite", "postgresql", "mysql")
USER = {"sqlite": "User", "postgresql": '"User"', "mysql": "User"}
# values of a row of User, a finding (rule, place, rows), and where
CASES: list[tuple[dict[str, str], tuple[str, str], tuple[str, ...]]] = [
    ({"managerId": "77"}, ("PC701", "User.managerId"), ALL),
    ({"codeName": "'gone'"}, ("PC701", "User.codeName"), ALL),
    ({"role": "null"}, ("PC704", "User.role"), ALL),
    ({"role": "'ADMIN'"}, ("PC705", "User.role"), ALL),
    ({"role": "''"}, ("PC705", "User.role"), ALL),
    ({"big": "9007199254740993"}, ("PC706", "User.big"), ALL),
    ({"money": "'NaN'"}, ("PC707", "User.money"), ("postgresql",)),
    ({"money": "'Infinity'"}, ("PC707", "User.money"), ("postgresql",)),
    ({"at": "'infinity'"}, ("PC708", "User.at"), ("postgresql",)),
    ({"at": "'290000-01-01'"}, ("PC708", "User.at"), ("postgresql",)),
    ({"at": "'yesterday, or so'"}, ("PC708", "User.at"), ("sqlite",)),
    ({"at": "'0000-00-00'"}, ("PC708", "User.at"), ("mysql",)),
    ({"at": "'2020-01-01 00:00:00.123456'"}, ("PC710", "User.at"), ("postgresql", "mysql")),
    ({"email": "cast(x'ff41' as text)"}, ("PC711", "User.email"), ("sqlite",)),
    ({"data": """'{"$ref":1}'"""}, ("PC712", "User.data"), ALL),
    ({"data": """'{"a":{"\\u0024b":1}}'"""}, ("PC712", "User.data"), ("sqlite", "postgresql")),
    ({"data": """'{"é":1}'"""}, ("PC712", "User.data"), ALL),
    ({"data": "'{1}'"}, ("PC712", "User.data"), ("sqlite", "mysql")),
    ({"data": "'[1e400]'"}, ("PC712", "User.data"), ALL),
    ({"data": "'" + "[" * 17 + "]" * 17 + "'"}, ("PC712", "User.data"), ALL),
    ({"data": "'[" + "1," * 8192 + "1]'"}, ("PC713", "User.data"), ALL),
    ({"email": "'" + "x" * (1 << 20) + "'"}, ("PC714", "User"), ("sqlite", "postgresql")),
    ({"big": "1.5"}, ("PC716", "User.big"), ("sqlite",)),
    ({"money": "x'00'"}, ("PC716", "User.money"), ("sqlite",)),
]  # fmt: skip  # a table


def probed(mover: Mover, provider: str, script: str, *words: str) -> Moved:
    mover.schema(provider, MODELS)
    if provider == "sqlite":
        return mover.run("probe", "--url", mover.sqlite(script), *words)
    with databases.database("postgresql" if provider == "postgresql" else "mariadb") as database:
        database.run(script)
        return mover.run("probe", "--url", database.url, *words)


def found(moved: Moved) -> list[dict[str, Any]]:
    assert moved.code in (0, 1), moved.err
    return [one for one in json.loads(moved.out)["findings"] if one["rule"] != "PC717"]


def bad_rows(provider: str) -> tuple[str, dict[tuple[str, str], list[str]]]:
    """A good row and one for each case, and the keys of those that each finding has."""
    cases = [(values, finding) for values, finding, where in CASES if provider in where]
    statements = [TABLES[provider], "set sql_mode = '';\n" if provider == "mysql" else ""]
    expected: dict[tuple[str, str], list[str]] = {}
    for number, (values, finding) in enumerate([({}, ("", "")), *cases]):
        row = {"id": str(number), "role": "'USER'", **values}
        names = ", ".join(f'"{name}"' if provider == "postgresql" else name for name in row)
        statements.append(
            f"insert into {USER[provider]} ({names}) values ({', '.join(row.values())});\n"
        )
        if finding[0]:
            expected.setdefault(finding, []).append(str(number))
    return "".join(statements), expected


@pytest.mark.parametrize("provider", ALL)
def test_each_rule_finds_its_rows(mover: Mover, provider: str) -> None:
    """One row for each case; nothing else is found, and a good row is no finding."""
    script, expected = bad_rows(provider)
    moved = probed(mover, provider, script, "--format", "json")
    counts = {(one["rule"], one["place"]): one["rows"] for one in found(moved)}
    assert counts == {finding: len(rows) for finding, rows in expected.items()}
    for one in found(moved):
        keys = sorted(expected[one["rule"], one["place"]])
        assert set(one["keys"]) <= set(keys)
        assert len(one["keys"]) == min(3, len(keys))
    assert moved.code == 1


UNSEEN = {  # the pack says so
    "sqlite": {("PC708", "User.at"), ("PC711", "User.email")},
    "postgresql": set[tuple[str, str]](),
    "mysql": {("PC712", "User.data"), ("PC713", "User.data")},
}


@pytest.mark.parametrize("provider", ALL)
def test_the_sql_counts_what_a_probe_counts(mover: Mover, provider: str) -> None:
    script, expected = bad_rows(provider)
    mover.schema(provider, MODELS)
    text = mover.run("probe", "--sql-only").out
    statements = [one for one in text.split(";\n") if one.strip()]
    answers: list[tuple[str, Any]] = []
    if provider == "sqlite":
        mover.sqlite(script)
        with closing(sqlite3.connect(mover.folder / "dev.db")) as file:
            for statement in statements:
                answers.extend(file.execute(statement).fetchall())
    else:
        with databases.database("mariadb" if provider == "mysql" else "postgresql") as database:
            database.run(script)
            with database.connect() as connection:
                cursor = connection.cursor()
                for statement in statements:
                    cursor.execute(statement)
                    answers.extend(cursor.fetchall())
    assert sorted(name for name, rows in answers if rows is None) == [
        "PC717 Code.extra",
        "PC717 Old",
    ]
    counts = {name: int(rows) for name, rows in answers if rows}
    for rule, place in UNSEEN[provider]:
        counts[f"{rule} {place}"] = len(expected[rule, place])
    assert counts == {" ".join(finding): len(rows) for finding, rows in expected.items()}


@pytest.mark.parametrize("provider", ALL)
def test_rows_that_break_one_rule_in_several_ways_are_told_apart(
    mover: Mover, provider: str
) -> None:
    """By `export`, too, in the order of the rows."""
    data = ['{"$a":1}', '{"é":1}', "[1e400]", '{"$b":1}', "[" * 17 + "]" * 17]
    rows = "".join(
        f"insert into {USER[provider]} (id, data, role) values ({number}, '{one}', 'USER');\n"
        for number, one in enumerate(data)
    )
    (one,) = found(probed(mover, provider, TABLES[provider] + rows, "--format", "json"))
    first, *others = one["why"].split(", ")
    assert (one["rule"], one["rows"], first) == ("PC712", 5, "has a key that starts with `$` (2)")
    assert [text.endswith(" (1)") for text in others] == [True, True, False]
    assert others[-1] == "and 1 other reason"


@pytest.mark.parametrize("provider", ALL)
def test_duplicates_are_found(mover: Mover, provider: str) -> None:
    rows = "".join(
        f"insert into {USER[provider]} (id, email, role) values ({number}, {email}, 'USER');\n"
        for number, email in enumerate(["'a'", "'a'", "'B'", "'b'", "null", "null"])
    )
    moved = probed(mover, provider, TABLES[provider] + rows, "--format", "json")
    assert [(one["rule"], one["place"], one["rows"], one["keys"]) for one in found(moved)] == [
        ("PC702", "User.email", 2, ["a"]),
        ("PC703", "User.email", 2, ["b"]),
    ]


PAIRS = """
model Pair {
  id    Int    @id
  place String{uuid}
  name  String

  @@unique([place, name])
}
"""
PLACES = ["6d9ca0f3-6b2b-4f2b-8c8f-3f5d8d2ad3c1", "7d9ca0f3-6b2b-4f2b-8c8f-3f5d8d2ad3c1"]
NAMES = {
    "sqlite": "text",
    "postgresql": "varchar(20)",
    "mysql": "varchar(20) collate utf8mb4_bin",
}


@pytest.mark.parametrize("provider", ALL)
def test_a_key_of_several_columns_is_folded(mover: Mover, provider: str) -> None:
    """The same in each column is a duplicate, and none that differs in case; a uuid has no case."""
    is_native = provider == "postgresql"
    mover.schema(provider, PAIRS.replace("{uuid}", " @db.Uuid" if is_native else ""))
    one, other = PLACES
    script = f"""
create table "Pair"("id" int primary key, "place" {"uuid" if is_native else "varchar(36)"}, "name" {NAMES[provider]});
insert into "Pair" values (1, '{one}', 'same'), (2, '{one}', 'same'), (3, '{one}', 'Ann'), (4, '{one}', 'ann');
insert into "Pair" values (5, '{other}', 'ann'), (6, '{other}', 'same');
"""
    moved = probed_of(mover, provider, script, "--format", "json")
    assert [(one["rule"], one["place"], one["rows"], one["keys"]) for one in found(moved)] == [
        ("PC702", "Pair.place, name", 2, [f"{one}, same"]),
        ("PC703", "Pair.place, name", 2, [f"{one}, ann"]),
    ]


def test_each_text_of_postgresql_can_be_folded(mover: Mover) -> None:
    kinds = ["Text", "VarChar(9)", "Char(9)", "Uuid", "Inet", "Citext", "Bit(3)", "VarBit(3)"]
    fields = "".join(f"  f{at} String @unique @db.{kind}\n" for at, kind in enumerate(kinds))
    mover.schema("postgresql", f"model Thing {{\n  id Int @id\n{fields}}}\n")
    columns = "".join(f", f{at} {kind}" for at, kind in enumerate(kinds))
    script = f'create extension citext;\ncreate table "Thing"(id int primary key{columns});\n'
    moved = probed_of(mover, "postgresql", script)
    assert (moved.code, moved.out) == (0, "0 errors, 0 warnings, 0 notes\n")


@pytest.mark.parametrize("provider", ALL)
def test_what_no_model_maps_is_reported(mover: Mover, provider: str) -> None:
    moved = probed(mover, provider, TABLES[provider], "--format", "json")
    left = [one["place"] for one in json.loads(moved.out)["findings"] if one["rule"] == "PC717"]
    assert left == ["Code.extra", "Old"]
    assert moved.code == 0
    assert probed(mover, provider, "", "--fail-on", "warning").code == (
        1 if provider == "sqlite" else 2
    )


@pytest.mark.parametrize("provider", ALL)
def test_the_sql_can_be_run_by_hand(mover: Mover, provider: str) -> None:
    mover.schema(provider, MODELS)
    result = mover.run("probe", "--sql-only")
    assert result.code == 0
    statements = [line for line in result.out.splitlines() if line and not line.startswith("--")]
    assert all(one.endswith(";") for one in statements)
    names = {one.split("'")[1] for one in statements}
    assert {
        "PC701 User.codeName",
        "PC702 User.email",
        "PC703 User.email",
        "PC704 User.role",
    } <= names
    if provider == "sqlite":
        return
    with databases.database("postgresql" if provider == "postgresql" else "mariadb") as database:
        database.run(TABLES[provider])
        with database.connect() as connection:
            for statement in statements:
                cursor = connection.cursor()
                cursor.execute(
                    statement.rstrip(";").replace("%", "%%")
                    if provider == "postgresql"
                    else statement.rstrip(";")
                )
                assert {row[1] for row in cursor.fetchall()} <= {0, None}


def test_formats(mover: Mover) -> None:
    script = TABLES["sqlite"] + "insert into User (id, role) values (1, 'NO|*BODY');\n"
    printed = probed(mover, "sqlite", script).out
    assert printed.splitlines()[:2] == [
        "error[PC705] User.role: 1 row: is none of the enum's values (keys: 1)",
        "  = help: repair the rows, or add the value to the enum",
    ]
    assert "BODY" not in printed
    sarif = json.loads(mover.run("probe", "--url", "file:./dev.db", "--format", "sarif").out)
    assert sarif["runs"][0]["results"][0]["ruleId"] == "PC705"
    assert len(sarif["runs"][0]["tool"]["driver"]["rules"]) > 15
    markdown = mover.run("probe", "--url", "file:./dev.db", "--format", "markdown").out
    assert (
        "| error | PC705 enum-value-unknown | User.role | 1 | 1 | is none of the enum's values |"
        in markdown
    )


def test_a_rule_of_rows_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    from prisma_to_convex import cli

    assert cli.main(["explain", "pc701"]) == 0
    assert "orphan-reference" in capsys.readouterr().out


@pytest.mark.parametrize("is_terminal", [False, True])
def test_a_terminal_acts_on_no_name_in_the_sql(
    mover: Mover, monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    mover.schema("sqlite", 'model A {\n  id Int @id\n  @@map("a\\u001b[31m\\u202e")\n}\n')
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal, raising=False)
    done = mover.run("probe", "--sql-only")
    assert done.code == 0
    assert ("\x1b" in done.out, "\u202e" in done.out) == (not is_terminal, not is_terminal)
    assert (r'"a\x1b[31m\u202e"' in done.out) is is_terminal


FAMILY = """
model Team {
  id     Int     @id @default(autoincrement())
  events Event[]
}

model Event {
  id     Int  @id @default(autoincrement())
  teamId Int
  team   Team @relation(fields: [teamId], references: [id], onDelete: Cascade)
}
"""


@pytest.mark.parametrize("provider", ALL)
def test_a_cascade_larger_than_a_mutation_is_found(
    mover: Mover, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "MAX_WRITES", 4)
    mover.schema(provider, FAMILY)
    script = """
create table "Team"("id" int primary key);
create table "Event"("id" int primary key, "teamId" int not null);
insert into "Team" values (1), (2);
insert into "Event" values (1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 2), (7, 2);
"""
    lines = probed_of(mover, provider, script).out.splitlines()
    assert lines[0].startswith("warning[PC715] Event.team: 1 row: is referred to by more rows than")
    assert lines[0].endswith("(keys: 2)")


def probed_of(mover: Mover, provider: str, script: str, *words: str) -> Moved:
    if provider == "sqlite":
        return mover.run("probe", "--url", mover.sqlite(script), *words)
    kind: databases.Kind = "postgresql" if provider == "postgresql" else "mariadb"
    with databases.database(kind) as database:
        database.run(script if provider == "postgresql" else script.replace('"', "`"))
        return mover.run("probe", "--url", database.url, *words)


SLOW = {
    "postgresql": "create view \"Slow\" as select 1 as id, 'x' as name from (select pg_sleep(2.5)) s;",
    "mysql": "create view Slow as select 1 as id, 'x' as name where sleep(2.5) = 0;",
}


@pytest.mark.parametrize("provider", ["postgresql", "mysql"])
def test_a_check_that_takes_too_long_is_given_up_and_the_others_are_made(
    mover: Mover, provider: str
) -> None:
    names = "model Slow {\n  id Int @id\n  name String @unique\n}\n"
    mover.schema(provider, f"{FAMILY}\n{names}")
    script = f"""
create table "Team"("id" int primary key);
create table "Event"("id" int primary key, "teamId" int not null);
insert into "Event" values (1, 7);
{SLOW[provider]}
"""
    done = probed_of(mover, provider, script, "--timeout", "1")
    lines = [line for line in done.out.splitlines() if not line.startswith("  =")]
    assert done.code == 1
    given_up = [line.partition(":")[0] for line in lines if "could not be asked: " in line]
    assert sorted(given_up) == [
        "error[PC702] Slow.id",
        "error[PC702] Slow.name",
        "warning[PC703] Slow.name",
    ]
    assert "Event.teamId: 1 row: refers to a row that is not there (keys: 1)" in done.out


def test_a_sample_is_tried_and_all_rows_are_asked(mover: Mover) -> None:
    script = TABLES["sqlite"] + "".join(
        f"insert into User (id, role, money) values ({at}, 'USER', 'x');\n" for at in range(1, 6)
    )
    result = probed(mover, "sqlite", script, "--sample", "2").out
    assert "error[PC719] User.money: 2 rows" in result


@pytest.mark.parametrize("provider", ALL)
def test_tables_that_nobody_asked_for_are_not_unmapped(mover: Mover, provider: str) -> None:
    result = probed(mover, provider, TABLES[provider], "--tables", "codes", "--format", "json")
    left = [one["place"] for one in json.loads(result.out)["findings"]]
    assert left == ["Code.extra"]


def test_a_table_of_the_same_name_in_another_schema_stays_behind(mover: Mover) -> None:
    head = 'datasource db {\n  provider = "postgresql"\n  schemas = ["one", "two"]\n}\n'
    models = """
model User {
  id Int @id
  @@schema("one")
}
model Tag {
  id Int @id
  @@schema("two")
}
"""
    (mover.folder / "schema.prisma").write_text(head + models)
    script = """create schema one; create schema two;
create table one."User"(id int primary key);
create table two."Tag"(id int primary key);
create table two."User"(id int primary key, name text);
"""
    with databases.database("postgresql") as database:
        database.run(script)
        result = mover.run("probe", "--url", database.url, "--format", "json")
    assert [one["place"] for one in json.loads(result.out)["findings"]] == ["User"]
