"""The SQL of a raw query is the first text that it is given, wherever the query stands."""

from __future__ import annotations

import pytest

from codegen.queries.test_cases import COMPILED
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile


def sql_of(code: str) -> list[str]:
    found, *_ = examine_code([CodeFile("a.ts", code.encode())], COMPILED.lowered, {})
    return [one.sql for one in found.application.raw]


@pytest.mark.parametrize(
    ("code", "sql"),
    [
        ('prisma.$queryRawUnsafe("select 1", "text", `more`);', "select 1"),
        ('prisma.$queryRawUnsafe(...["select 2", "text"]);', "select 2"),
        ("prisma.$queryRaw(Prisma.sql`select ${a}\n  from b`);", "select ? from b"),
        ("prisma.$queryRaw<Row[]>`select ${a} + 1`;", "select ? + 1"),
        ("prisma.$queryRaw;", ""),
        ("export const run = prisma.$executeRaw;", ""),
    ],
)
def test_sql(code: str, sql: str) -> None:
    assert sql_of(code) == [sql]


DATABASE = b"""\
const client = new PrismaClient();
async function rawQuery(sql: string) {
  if (sql.startsWith("SELECT")) return client.$queryRawUnsafe(sql);
  return client.$executeRawUnsafe(sql);
}
export default { client, rawQuery };
"""
REPORTS = b"""\
import database from "./database";
import { rawQuery as other } from "./elsewhere";
const { rawQuery } = database;
export const sum = () => rawQuery(`SELECT sum(amount) FROM deals`);
export const count = () => database.rawQuery("SELECT count(*) FROM deals");
export const none = () => other("SELECT 1");
"""


def test_calls_of_what_a_file_exports_are_reported_once() -> None:
    files = [CodeFile("database.ts", DATABASE), CodeFile("reports.ts", REPORTS)]
    found, *_ = examine_code(files, COMPILED.lowered, {})
    raw_calls = [
        (one.member, [(span.source.name, span.position[0]) for span in one.calls])
        for one in found.application.raw
    ]
    assert raw_calls == [
        ("$queryRawUnsafe", [("reports.ts", 4), ("reports.ts", 5)]),
        ("$executeRawUnsafe", []),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "function run(db: { $executeRaw: typeof prisma.$executeRaw }) {}",
        "const run = fake as unknown as typeof prisma.$queryRaw;",
    ],
)
def test_the_type_of_a_member_is_no_query(code: str) -> None:
    assert sql_of(code) == []
