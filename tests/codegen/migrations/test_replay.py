"""Texts of SQL -> what stands in the database at the end, against real SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex.migrations.cursor import SqlName
from prisma_to_convex.migrations.dialects import MYSQL, POSTGRESQL, SQLITE, SQLSERVER, SqlDialect
from prisma_to_convex.migrations.replay import replay
from prisma_to_convex.migrations.sql_tokens import Token, scan
from support import databases


def left(dialect: SqlDialect, *texts: str) -> set[tuple[str, str, str]]:
    """Table, kind and name of what is left and in force."""
    sources = [SourceFile(f"{number}.sql", text) for number, text in enumerate(texts)]
    run = replay(sources, dialect)
    assert [one.why for one in run.not_read] == []
    found = {
        (table.name.name, thing.kind, thing.name)
        for table in run.state.tables.values()
        for thing in table.things.values()
        if not thing.is_off
    }
    return found | {("", thing.kind, thing.name) for thing in run.state.free.values()}


TABLE = 'CREATE TABLE "A" (id int, a int CONSTRAINT own CHECK (a > 0), b text, CHECK (a < 9 AND b <> $$;$$));'
LATER = """
-- a comment; with one
ALTER TABLE "A" ADD CONSTRAINT c CHECK (id > 1), ADD COLUMN d int GENERATED ALWAYS AS (id * 2) STORED;
CREATE UNIQUE INDEX live ON "A" (b) WHERE a IS NULL;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN RETURN NEW; END $body$;
CREATE TRIGGER t BEFORE UPDATE ON "A" FOR EACH ROW EXECUTE FUNCTION f();
DO $$ BEGIN
  IF true THEN ALTER TABLE "A" ADD CONSTRAINT late CHECK (id < 99); END IF;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
"""
END = """
ALTER TABLE "A" RENAME TO "B";
ALTER TABLE "B" RENAME COLUMN a TO z;
ALTER TABLE "B" DROP CONSTRAINT own;
ALTER TABLE "B" RENAME CONSTRAINT c TO kept;
DROP INDEX live;
CREATE UNIQUE INDEX again ON "B" (lower(b));
"""
QUERY = """
SELECT conrelid::regclass::text, 'check', conname::text FROM pg_constraint WHERE contype = 'c' AND conrelid = '"B"'::regclass
UNION SELECT tgrelid::regclass::text, 'trigger', tgname::text FROM pg_trigger WHERE NOT tgisinternal
UNION SELECT attrelid::regclass::text, 'generated', attname::text FROM pg_attribute WHERE attgenerated <> ''
UNION SELECT indrelid::regclass::text, 'index', indexrelid::regclass::text FROM pg_index WHERE indrelid = '"B"'::regclass
"""


def test_it_is_what_postgresql_has() -> None:
    with databases.database("postgresql") as db:
        connection = db.connect()
        try:
            connection.execute(TABLE + LATER + END)
            rows = connection.execute(QUERY).fetchall()
        finally:
            connection.close()
    real = {(table.strip('"'), kind, name) for table, kind, name in rows}
    assert left(POSTGRESQL, TABLE, LATER, END) - {("", "function", "f")} == real
    assert len(real) == 6


CATALOG = """
SELECT conrelid::regclass::text, CASE contype WHEN 'c' THEN 'check' WHEN 'u' THEN 'unique' WHEN 'p' THEN 'primary-key' ELSE 'foreign-key' END,
  conname::text FROM pg_constraint WHERE conrelid::regclass::text LIKE 't%'
UNION SELECT indrelid::regclass::text, 'index', relname::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
  WHERE indrelid::regclass::text LIKE 't%' AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'p'))
UNION SELECT coalesce(refobjid::regclass::text, ''), 'sequence', relname::text FROM pg_class
  LEFT JOIN pg_depend ON objid = pg_class.oid AND deptype = 'a' AND refclassid = 'pg_class'::regclass WHERE relkind = 'S'
"""
LONG = "t_" + "long" * 20


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "CREATE TABLE tp (id text PRIMARY KEY);"
            "CREATE TABLE tc (a text REFERENCES tp (id) ON DELETE SET NULL ON UPDATE NO ACTION unique NOT NULL,"
            "b text REFERENCES tp NOT DEFERRABLE CHECK (b <> ''), c text REFERENCES tp MATCH FULL DEFERRABLE INITIALLY DEFERRED UNIQUE);",
            id="constraints of a column behind its key",
        ),
        pytest.param(
            "CREATE TABLE ta (id int); CREATE SEQUENCE ta_s; ALTER SEQUENCE ta_s OWNED BY ta.id;"
            "CREATE TABLE tb (id int, n int); CREATE SEQUENCE tb_s OWNED BY public.tb.id; CREATE SEQUENCE tb_n OWNED BY tb.n;"
            "CREATE SEQUENCE free_s OWNED BY tb.id; ALTER SEQUENCE free_s OWNED BY NONE; CREATE SEQUENCE own_s;"
            "DROP TABLE ta; ALTER TABLE tb DROP COLUMN n; ALTER TABLE tb RENAME TO tz; ALTER SEQUENCE tb_s RENAME TO tz_s;",
            id="sequences go with their columns",
        ),
        pytest.param(
            "CREATE TABLE tb (id int); CREATE SEQUENCE a OWNED BY tb.id; CREATE SEQUENCE IF NOT EXISTS a;"
            "ALTER SEQUENCE a INCREMENT BY 2; CREATE SEQUENCE b OWNED BY tb.id; CREATE SEQUENCE c; DROP SEQUENCE b, c;",
            id="sequences go by themselves",
        ),
        pytest.param(
            f"CREATE TABLE tl (id int); CREATE INDEX {LONG}x ON tl (id); DROP INDEX {LONG[:63]};"
            f"ALTER TABLE tl ADD CONSTRAINT {LONG}y CHECK (id > 0); ALTER TABLE tl DROP CONSTRAINT {LONG}z;",
            id="names that PostgreSQL cuts",
        ),
        pytest.param(
            "CREATE MATERIALIZED VIEW tv AS SELECT 1 AS a; CREATE INDEX tv_i ON tv (a); DROP MATERIALIZED VIEW tv;",
            id="an index of a view",
        ),
        pytest.param(
            "CREATE TABLE tu (id int UNIQUE, n int CONSTRAINT tu_n CHECK (n > 0));"
            "CREATE UNIQUE INDEX IF NOT EXISTS tu_id_key ON tu (id); CREATE INDEX IF NOT EXISTS tu_n ON tu (n);",
            id="an index that a constraint has already",
        ),
    ],
)
def test_the_catalog_of_postgresql_says_the_same(text: str) -> None:
    with databases.database("postgresql") as db:
        connection = db.connect()
        try:
            connection.execute(text)
            rows = connection.execute(CATALOG).fetchall()
        finally:
            connection.close()
    assert left(POSTGRESQL, text) == set(rows)


def test_the_values_of_an_enum() -> None:
    text = """
    CREATE TYPE e AS ENUM ('a', 'b', 'c');
    ALTER TYPE e ADD VALUE 'd'; ALTER TYPE e ADD VALUE IF NOT EXISTS 'a';
    ALTER TYPE e RENAME VALUE 'b' TO 'z'; ALTER TYPE e RENAME TO f; ALTER TYPE f ADD VALUE 'e';
    """
    with databases.database("postgresql") as db:
        connection = db.connect()
        try:
            connection.execute(text)
            rows = connection.execute("SELECT unnest(enum_range(NULL::f))::text").fetchall()
        finally:
            connection.close()
    run = replay([SourceFile("0.sql", text)], POSTGRESQL)
    assert [(value,) for value in run.state.values_of(SqlName("", "f"))] == rows
    assert len(rows) == 5


def test_a_rebuilt_table_of_sqlite_has_what_its_new_definition_says() -> None:
    first = 'CREATE TABLE "A" (a INT CHECK (a > 0)); CREATE TRIGGER t AFTER INSERT ON "A" BEGIN SELECT 1; END;'
    rebuild = """
        CREATE TABLE "new_A" ("a" INT NOT NULL CONSTRAINT n CHECK (a < 9));
        INSERT INTO "new_A" SELECT * FROM "A";
        DROP TABLE "A";
        ALTER TABLE "new_A" RENAME TO "A";
        CREATE UNIQUE INDEX i ON "A" (a) WHERE a > 1;
    """
    connection = sqlite3.connect(":memory:")
    connection.executescript(first + rebuild)
    real = connection.execute(
        "SELECT tbl_name, type, name FROM sqlite_master WHERE type <> 'table'"
    )
    assert left(SQLITE, first, rebuild) == {*real, ("A", "check", "n")}
    connection.close()


def test_mysql() -> None:
    text = """
    CREATE TABLE `A` (`a` INT, `b` INT AS (`a` + 1) STORED, CONSTRAINT `x` CHECK (`a` > 0), UNIQUE INDEX `u`(`a`));
    DELIMITER $$
    CREATE TRIGGER t BEFORE INSERT ON `A` FOR EACH ROW BEGIN IF NEW.a > 1 THEN SET NEW.a = 1; END IF; END$$
    DELIMITER ;
    /*!50001 CREATE VIEW `v` AS SELECT 1 */;
    ALTER TABLE `A` DROP CHECK `x`, CHANGE COLUMN `a` `c` INT CHECK (`c` < 5), ALTER INDEX `u` INVISIBLE;
    RENAME TABLE `A` TO `B`;
    """
    assert left(MYSQL, text) == {
        ("B", "check", "A_chk_1"),
        ("B", "generated", "b"),
        ("B", "unique", "u"),
        ("B", "trigger", "t"),
        ("", "view", "v"),
    }


def test_an_index_of_mysql_that_is_called_like_its_key_is_not_the_key() -> None:
    tables = """
    CREATE TABLE `P` (`id` INT PRIMARY KEY);
    CREATE TABLE `A` (`a` INT, `b` INT, CONSTRAINT `A_a` FOREIGN KEY (`a`) REFERENCES `P`(`id`),
      CONSTRAINT `A_b` FOREIGN KEY (`b`) REFERENCES `P`(`id`), INDEX `A_b`(`b`), INDEX `other`(`b`));
    """
    changes = "ALTER TABLE `A` RENAME INDEX `A_a` TO `A_a_idx`; DROP INDEX `A_b` ON `A`;"
    keys = {("A", "foreign-key", "A_a"), ("A", "foreign-key", "A_b")}
    assert left(MYSQL, tables, changes) - {("P", "primary-key", "PRIMARY")} == {
        *keys,
        ("A", "index", "other"),
    }


def test_sql_server() -> None:
    text = """
    BEGIN TRY
    BEGIN TRAN;
    CREATE TABLE [dbo].[A] ([a] INT NOT NULL, CONSTRAINT [x] CHECK ([a] > 0))
    ALTER TABLE [dbo].[A] ADD CONSTRAINT [y] CHECK ([a] < 9), CONSTRAINT [z] CHECK ([a] <> 5)
    ALTER TABLE [dbo].[A] NOCHECK CONSTRAINT [z]
    EXEC sp_rename 'dbo.A', 'B';
    EXEC('CREATE TRIGGER [t] ON [dbo].[B] AFTER INSERT AS BEGIN SELECT 1; END')
    COMMIT TRAN;
    END TRY
    BEGIN CATCH
    THROW
    END CATCH
    GO
    CREATE UNIQUE INDEX [i] ON [B]([a]) WHERE [a] IS NOT NULL
    GO
    ALTER TABLE [B] DROP CONSTRAINT [x]
    """
    assert left(SQLSERVER, text) == {
        ("B", "check", "y"),
        ("B", "trigger", "t"),
        ("B", "index", "i"),
    }


@pytest.mark.parametrize("options", ["", " (START WITH 5 INCREMENT BY 2)"])
@pytest.mark.parametrize("how", ["ALWAYS", "BY DEFAULT"])
def test_an_identity_is_nothing_that_is_generated(how: str, options: str) -> None:
    text = f"CREATE TABLE a (b int GENERATED {how} AS IDENTITY{options} CONSTRAINT c CHECK (b > 0), d int)"
    assert left(POSTGRESQL, text) == {("a", "check", "c")}


def test_what_cannot_be_read_is_reported_with_its_line() -> None:
    text = (
        "CREATE TABLE a (b int);\nCREATE FANCY thing;\nDO $$ BEGIN EXECUTE 'DROP ' || x; END $$;\n"
    )
    run = replay([SourceFile("m.sql", text)], POSTGRESQL)
    assert [(one.span.line, one.why) for one in run.not_read] == [
        (2, "CREATE fancy is not known"),
        (3, "EXECUTE of a text that is put together"),
    ]


@pytest.mark.parametrize("dialect", [POSTGRESQL, MYSQL, SQLITE, SQLSERVER])
@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000,
        "CREATE TABLE a (b int CHECK (" + "(" * 20_000,
        "/*" * 9_000,
        "'",
        '"',
        "$a$",
        "[",
        "`",
        ";" * 9_000,
    ],
)
def test_hostile_texts_end(dialect: SqlDialect, text: str) -> None:
    replay([SourceFile("m.sql", text)], dialect)


def test_of_a_long_statement_no_more_is_held_than_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten megabytes of brackets were two gigabytes of tokens before anybody counted them."""
    scanned = 0

    def counted(*given: Any) -> Iterator[Token]:
        nonlocal scanned
        for token in scan(*given):
            scanned += 1
            yield token

    monkeypatch.setattr("prisma_to_convex.migrations.replay.scan", counted)
    text = f"CREATE TABLE a (x int CHECK ({'(' * 1_000_000}));\n{TABLE}"
    run = replay([SourceFile("1.sql", text)], POSTGRESQL)
    assert [one.why for one in run.not_read] == ["longer than 200,000 words"]
    assert [table.name.name for table in run.state.tables.values()] == ["A"]
    assert scanned < 200_100
