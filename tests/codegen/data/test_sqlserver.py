"""SQL Server: checks as T-SQL, which sqlglot parses; rows are refused with the words of what there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlglot
from sqlglot import exp

from codegen.data.moving import Mover

GOLDEN = Path(__file__).parent / "sqlserver_checks.sql"
MODELS = """
model User {
  id        Int       @id @default(autoincrement())
  email     String    @unique
  nickname  String?   @map("nick]name")
  total     BigInt
  at        DateTime?
  createdAt DateTime  @default(now())
  posts     Post[]
  tags      Tag[]

  @@unique([nickname, total])
  @@map("us'ers")
}
model Post {
  id       String @id @default(uuid()) @db.UniqueIdentifier
  authorId Int
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascade)
  digest   Bytes  @unique
}
model Tag {
  id    Int    @id
  users User[]
}
"""


def printed(mover: Mover) -> str:
    mover.schema("sqlserver", MODELS)
    (mover.folder / "prisma-to-convex.toml").write_text('bigint = "number"\n')
    result = mover.run("probe", "--sql-only")
    assert result.code == 0, result.err
    assert "warning: this SQL was never run on SQL Server" in result.err
    return result.out


def test_the_checks(mover: Mover, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN, printed(mover))


def test_each_is_one_query_of_t_sql(mover: Mover) -> None:
    """It names no table and no column but those of the schema, and writes nothing."""
    statements = [one for one in sqlglot.parse(printed(mover), read="tsql") if one is not None]
    assert len(statements) > 15
    for one in statements:
        assert isinstance(one, exp.Select)
        assert [column.alias_or_name for column in one.expressions] == ["check", "rows"]
        assert {table.name for table in one.find_all(exp.Table)} <= {
            "us'ers", "Post", "Tag", "_TagToUser",
        }  # fmt: skip  # a set
        known = {
            "id",
            "email",
            "nick]name",
            "total",
            "at",
            "createdAt",
            "authorId",
            "digest",
            "A",
            "B",
        }
        assert {column.name for column in one.find_all(exp.Column)} <= known | {"nanosecond", "n"}


def test_rows_are_refused(mover: Mover) -> None:
    mover.schema("sqlserver", MODELS)
    for words in (("export", "-o", "s.zip"), ("probe",)):
        moved = mover.run(
            *words, "--url", "sqlserver://host:1433;database=app;user=sa;password={s}"
        )
        assert moved.code == 2
        assert "rows of SQL Server can't be read: `data probe --sql-only` prints" in moved.err
        assert not (mover.folder / "s.zip").exists()
