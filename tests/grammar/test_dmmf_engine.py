"""The DMMF equals that of Prisma's engines, key order included."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.dmmf import dmmf
from support.oracle import Engine, prisma

Files = list[tuple[str, str]]

POSTGRESQL = 'datasource db {\n  provider = "postgresql"\n}\n'
MONGODB = 'datasource db {\n  provider = "mongodb"\n}\n'
SQLSERVER = 'datasource db {\n  provider = "sqlserver"\n}\n'
COCKROACHDB = 'datasource db {\n  provider = "cockroachdb"\n}\n'
MYSQL = 'datasource db {\n  provider = "mysql"\n}\n'
PREVIEW = 'generator g {\n  provider = "x"\n  previewFeatures = ["partialIndexes", "views"]\n}\n'

SCHEMAS = {
    "empty": "",
    "relations": POSTGRESQL + """
model User {
  id     Int    @id
  best   User?  @relation("best", fields: [bestId], references: [id], onDelete: SetNull)
  bestId Int?   @unique
  bestOf User?  @relation("best")
  posts  Post[] @relation("wrote")
  likes  Post[] @relation("likes")
  peers  User[] @relation("peers")
  peerOf User[] @relation("peers")
}

model Post {
  id       Int    @id
  author   User   @relation("wrote", fields: [authorId], references: [id], onUpdate: NoAction)
  authorId Int
  likers   User[] @relation("likes")
  tags     Tag[]
}

model Tag {
  id    Int    @id
  posts Post[]
}
""",
    "keys": POSTGRESQL + PREVIEW + """
model A {
  a Int
  b Int
  c Int    @unique(map: "uq_c", sort: Desc)
  d Int
  e String
  f Json

  @@unique([a, b], name: "ab", map: "uq_ab")
  @@unique([d])
  @@unique([e], where: { d: 1 })
  @@index([e(ops: raw("text_pattern_ops")), a(sort: Desc)], map: "i")
  @@index([f(ops: JsonbPathOps)], type: Gin)
  @@id([a, b, d], name: "abd", map: "pk")
  @@map("as")
}

model B {
  id Int

  @@id([id])
}

view V {
  id Int @unique
}
""",
    "a partial unique beside a whole one": POSTGRESQL + PREVIEW.replace(', "views"', "") + """
model A {
  id Int @id
  a  Int @unique
  b  Int @unique(where: { a: 1 })
  c  Int
  d  Int

  @@unique([a], map: "u1", where: { b: 1 })
  @@unique([b], map: "u2")
  @@unique([c], map: "u3")
  @@unique([c], map: "u4", where: { a: 1 })
  @@unique([d], map: "u5")
  @@unique([d, c], map: "u6", where: { a: 1 })
}
""",
    "composites": MONGODB + """
type Street {
  name   String?
  number Int     @default(1) @map("no")
}

/// where
type Address {
  street Street
  rest   Unsupported("x")?
  tags   String[]
  at     DateTime @default(now())
}

model A {
  id      Int       @id @map("_id")
  first   Int
  address Address
  more    Address[]
  ids     String[]  @db.ObjectId
  bs      B[]       @relation(fields: [ids], references: [id])

  @@unique([address.street.number])
  @@index([address.tags, first])
  @@fulltext([address.street.name])
}

model B {
  id String   @id @default(auto()) @map("_id") @db.ObjectId
  as A[]      @relation(fields: [of], references: [id])
  of Int[]
}
""",
    "native types": SQLSERVER + """
model A {
  id Int     @id(map: "pk", clustered: false)
  a  String  @db.NVarChar(max)
  b  Decimal @db.Decimal( 10, 02)
  c  Int     @unique(clustered: true)
  d  String  @default("x", map: "df") @db.VarChar(010)
}
""",
    "sequence": COCKROACHDB + """
model A {
  id Int @id @default(sequence(start: 5, cache: 3))
}
""",
    "namespaces": """datasource db {
  provider = "postgresql"
  schemas  = ["one", "two"]
}

/// colours
enum Colour {
  RED   @map("red") /// like blood
  GREEN

  @@schema("one")
  @@map("colours")
}

model A {
  id Int      @id
  c  Colour[] @default([RED])
  u  DateTime @updatedAt

  @@schema("two")
}
""",
}  # fmt: skip  # the schemas stay whole

NUMBERS = [
    "0.7", "-0.7", "1.50", "-0", "00.10", "4.35", "13.370", "121.102990001248", "0.0001",
    "123456789012345678901234567890", "0.1234567890123456789", "36893488147419103233.5",
    "3.00000000000000000000000000001", "9007199254740993", "1" + "0" * 25, "0." + "0" * 40 + "1",
]  # fmt: skip  # a table
TIMES = [
    "2020-01-01T00:00:00Z", "2020-01-01t00:00:00z", "2020-01-01 00:00:00+01:00",
    "2020-01-01T00:00:00.1Z", "2020-01-01T00:00:00.1234567Z", "2020-01-01T00:00:00.1234567899Z",
    "2020-01-01T00:00:00.120000Z", "2020-01-01T23:59:60Z", "2020-01-01T00:00:00-00:00",
    "0000-01-01T00:00:00Z", "2020-01-01T00:00:00\u221201:00",
]  # fmt: skip  # a table
SCHEMAS["numbers"] = POSTGRESQL + "model A {\n  id Int @id\n" + "".join(
    f'f{at} Float @default({text})\nd{at} Decimal @default({text})\ns{at} Decimal @default("{text}")\n'
    for at, text in enumerate(NUMBERS)
) + "}\n"  # fmt: skip  # one block
SCHEMAS["times"] = POSTGRESQL + "model A {\n  id Int @id\n" + "".join(
    f'd{at} DateTime @default("{text}")\n' for at, text in enumerate(TIMES)
) + "}\n"  # fmt: skip  # one block

LENGTHS = [
    "0", "5", "-0", "-1", "007", "4294967295", "4294967296", "4294967301", "-4294967291",
    "9223372036854775807", "-9223372036854775808",
]  # fmt: skip  # a table
SCHEMAS["lengths"] = MYSQL + "".join(
    f"model A{at} {{\n  id String @id(length: {length})\n  a String @unique(length: {length})\n"
    f'  @@unique([a(length: {length}), id], map: "u{at}")\n  @@index([a(length: {length})])\n}}\n'
    for at, length in enumerate(LENGTHS)
)


def ours(files: Files) -> str:
    sources = [SourceFile(name, text) for name, text in files]
    return json.dumps(_plain(dmmf(read_schema(sources).schema)), indent=1)


def theirs(files: Files, engine: Engine) -> str:
    return json.dumps(_plain(prisma().dmmf(files, engine)), indent=1)


def _plain(value: object) -> object:
    """JavaScript, which hands over the engine's answer, has one type of number."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case int() if not isinstance(value, bool):
            return float(value)
        case _:
            return value


@pytest.mark.parametrize("name", SCHEMAS)
def test_own_schema(name: str) -> None:
    files = [("schema.prisma", SCHEMAS[name])]
    assert ours(files) == theirs(files, "7")


@pytest.mark.parametrize("path", sorted(Path("samples").glob("*/schema.prisma")), ids=str)
def test_sample(path: Path) -> None:
    files = [("schema.prisma", path.read_text(encoding="utf-8"))]
    assert ours(files) == theirs(files, "7")


# ---- the corpus ---------------------------------------------------------------------------------


def _files(path: Path) -> Files:
    paths = sorted(path.rglob("*.prisma")) if path.is_dir() else [path]
    return [(found.name, found.read_bytes().decode("utf-8")) for found in paths]


def _corpus(folder: Path) -> Iterator[tuple[str, Files, Engine]]:
    """Every schema that an engine accepts, with the newest one that does."""
    for path in sorted([*(folder / "apps").iterdir(), *(folder / "nasty" / "valid").iterdir()]):
        yield path.name, _files(path), "7"
    for name, new, old, accepts in (
        ("verdicts.jsonl", "valid_7", "valid_6", True),
        ("probes.jsonl", "v8", "v6", "ok"),
    ):
        for line in (folder / name).read_text(encoding="utf-8").rstrip("\n").split("\n"):
            row = json.loads(line)
            if accepts in (row[new], row[old]):
                engine: Engine = "7" if row[new] == accepts else "6"
                yield row["id"], [("schema.prisma", row["schema"])], engine


@pytest.mark.corpus
def test_corpus() -> None:
    cases = list(_corpus(Path(os.environ["P2C_CORPUS"])))
    different = [name for name, files, engine in cases if ours(files) != theirs(files, engine)]
    assert len(cases) > 1500
    assert different == []
