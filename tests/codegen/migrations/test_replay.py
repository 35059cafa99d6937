"""Texts of SQL -> what stands in the database at the end, against real SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex.migrations.dialects import MYSQL, POSTGRESQL, SQLITE, SQLSERVER, SqlDialect
from prisma_to_convex.migrations.replay import replay
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


def test_what_cannot_be_read_is_told_with_its_line() -> None:
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
