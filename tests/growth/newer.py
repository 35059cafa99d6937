"""The commands and files beside a schema: enforcement, migrations, a database to be probed, calls in code."""

from __future__ import annotations

from growth.schemas import ID, _graph, models
from growth.shape import CHECK, HEAD, Files, Shape, model, repeated, schema

ENFORCE = ("generate", "schema.prisma", "--out", "convex", "--enforce")
PROBE = ("data", "probe", "schema.prisma", "--sql-only")
QUERIES = ("queries", "code", "--schema", "schema.prisma", "--format", "json")
_HTML = ("report", "schema.prisma", "--output", "out.html")
_MIGRATION = "migrations/20240101000000_first/migration.sql"


def unique_and_required(n: int) -> Files:
    """Keys, unique fields, bounds and defaults in each model."""
    lines = ("name String @unique @db.VarChar(40)", "n Int @default(0)", "at DateTime @updatedAt")
    text = "".join(model(f"M{at}", ID, *lines) for at in range(n))
    return schema(HEAD + text)


def keys_in_a_star(n: int) -> Files:
    return _graph(n + 1, [(number, 0) for number in range(1, n + 1)])


def unique_fields_of_one(n: int) -> Files:
    return schema(HEAD + model("A", ID, *(f"f{at} String @unique" for at in range(n))))


def _migrated(files: Files, sql: str) -> Files:
    return {**files, "migrations/migration_lock.toml": 'provider = "postgresql"\n', _MIGRATION: sql}


def _created(n: int) -> str:
    columns = '"id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "at" TIMESTAMP(3) NOT NULL'
    return repeated(n, lambda at: f'CREATE TABLE "M{at}" ({columns});')


def migrations_of_tables(n: int) -> Files:
    return _migrated(models(n), _created(n))


def migrations_of_checks(n: int) -> Files:
    sql = repeated(
        n, lambda at: f'ALTER TABLE "M{at}" ADD CONSTRAINT "c{at}" CHECK (name <> \'\');'
    )
    return _migrated(models(n), _created(n) + sql)


def migrations_of_one_table(n: int) -> Files:
    sql = repeated(n, lambda at: f'ALTER TABLE "M0" ADD COLUMN "c{at}" INT;')
    return _migrated(models(1), _created(1) + sql)


def migrations_that_rename(n: int) -> Files:
    sql = repeated(n, lambda at: f'ALTER TABLE "T{at}" RENAME TO "T{at + 1}";')
    return _migrated(models(1), 'CREATE TABLE "T0" ("id" TEXT);\n' + sql)


def migrations_of_enum_values(n: int) -> Files:
    added = repeated(n, lambda at: f"ALTER TYPE \"E\" ADD VALUE 'V{at}';")
    renamed = repeated(n, lambda at: f"ALTER TYPE \"E\" RENAME VALUE 'V{at}' TO 'W{at}';")
    return _migrated(
        models(1), _created(1) + "CREATE TYPE \"E\" AS ENUM ('A');\n" + added + renamed
    )


def many_migrations(n: int) -> Files:
    files = _migrated(models(n), "")
    for at in range(n):
        sql = f'CREATE TABLE "M{at}" ("id" TEXT NOT NULL PRIMARY KEY);'
        files[f"migrations/{20240101000000 + at}_m/migration.sql"] = sql
    return files


def statement_without_end(n: int) -> Files:
    return _migrated(models(1), 'CREATE TABLE "M0" (' + "(" * n)


def condition_of_many_parts(n: int) -> Files:
    parts = " AND ".join(f"name <> '{at}'" for at in range(n))
    return _migrated(models(1), _created(1) + f'ALTER TABLE "M0" ADD CHECK ({parts});\n')


def deep_condition(n: int) -> Files:
    sql = f'ALTER TABLE "M0" ADD CHECK ({"(" * n}name <> \'\'{")" * n});\n'
    return _migrated(models(1), _created(1) + sql)


def calls(n: int) -> Files:
    code = repeated(
        n,
        lambda at: f'export const f{at} = () => prisma.m{at}.findMany({{ where: {{ name: "a" }} }});',
    )
    return {**models(n), "code/app.ts": f'import {{ prisma }} from "./client";\n{code}'}


def calls_in_one_function(n: int) -> Files:
    code = repeated(
        n,
        lambda at: f'  await prisma.m0.update({{ where: {{ id: "{at}" }}, data: {{ name: "b" }} }});',
    )
    text = f'import {{ prisma }} from "./client";\nexport async function f() {{\n{code}}}\n'
    return {**models(1), "code/app.ts": text}


def files_of_code(n: int) -> Files:
    files = {
        f"code/f{at}.ts": 'import { prisma } from "./client";\nexport const f = () => prisma.m0.findMany();\n'
        for at in range(n)
    }
    return {**models(1), **files}


def shapes() -> list[Shape]:
    listed = (
        (unique_and_required, 500, ENFORCE),
        (keys_in_a_star, 600, ENFORCE),
        (unique_fields_of_one, 900, ENFORCE),
        (unique_fields_of_one, 2000, _HTML),
        (models, 600, PROBE),
        (unique_and_required, 500, PROBE),
        (keys_in_a_star, 600, PROBE),
        (migrations_of_tables, 800, CHECK),
        (migrations_of_checks, 800, CHECK),
        (migrations_of_one_table, 3000, CHECK),
        (migrations_that_rename, 3000, CHECK),
        (migrations_of_enum_values, 3000, CHECK),
        (many_migrations, 600, CHECK),
        (statement_without_end, 50_000, CHECK),
        (condition_of_many_parts, 1000, CHECK),
        (deep_condition, 5000, CHECK),
        (calls, 400, QUERIES),
        (calls_in_one_function, 800, QUERIES),
        (files_of_code, 300, QUERIES),
    )
    return [
        Shape(f"{files.__name__.replace('_', ' ')}: {' '.join(command[:2])}", size, files, command)
        for files, size, command in listed
    ]
