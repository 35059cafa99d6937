"""CockroachDB's dialect: its statements to the letter; and its texts on PostgreSQL, where they have to give what PostgreSQL's give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from codegen.data.moving import Documents, Mover
from prisma_schema_parser.records import NamedTuple
from prisma_to_convex.data.dialects.cockroachdb_forms import CockroachDB
from prisma_to_convex.data.sources import cockroachdb
from prisma_to_convex.data.sources.cockroachdb import CockroachDBSource
from prisma_to_convex.data.sources.row_source import UnusableSource
from support import databases

MODELS = """
enum Kind {
  A
  B @map("b b")
}
model Owner {
  id     BigInt  @id @default(autoincrement())
  name   String?
  things Thing[]
}
model Thing {
  id      String    @id @db.Uuid
  ownerId BigInt?
  owner   Owner?    @relation(fields: [ownerId], references: [id])
  i       Int?
  b       BigInt?
  f       Float?
  d       Decimal?
  t       Boolean?
  s       String?
  j       Json?
  y       Bytes?
  k       Kind?
  day     DateTime? @db.Date
  at      DateTime? @db.Timestamptz(6)
  il      Int[]
  bl      BigInt[]
  fl      Float[]
  dl      Decimal[]
  tl      Boolean[]
  sl      String[]
  yl      Bytes[]
  kl      Kind[]
  al      DateTime[]
}
"""
TABLES = """
create type "Kind" as enum ('A', 'b b');
create table "Owner"(id bigserial primary key, name text);
create table "Thing"(id uuid primary key, "ownerId" bigint, i int, b bigint, f double precision, d numeric(65,30), t boolean, s text,
  j jsonb, y bytea, k "Kind", day date, at timestamptz(6), il int[], bl bigint[], fl float8[], dl numeric[], tl boolean[],
  sl text[], yl bytea[], kl "Kind"[], al timestamp(3)[]);
insert into "Owner" values (1, E'tab\\t and \\\\ and \\n'), (9223372036854775807, null);
insert into "Thing" values
  ('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 1, 5, 9223372036854775807, 0.1, 12345678901234567890.12, true, E'a\\u2028"\\\\', '{"a": [1, 1.5e3, null]}',
   '\\x00ff', 'b b', '2020-02-29', '2020-01-01 00:00:00.123456+02', '{1,null,-2}', '{9223372036854775807}', '{1e300,-0.5}', '{1.10,100}',
   '{t,f}', '{"a\\"b",NULL,"null","{}",""}', '{"\\\\x00ff"}', '{A,"b b"}', '{2020-01-01 00:00:00.5}'),
  ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12', null, null, -9223372036854775808, -0.0, -1.5, false, '', '5', '', 'A', '0001-01-01', '1969-12-31 23:59:59.9999+00',
   '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
  ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13', 9223372036854775807, 2147483647, 0, 'infinity', 0, null, null, '"x"', null, null, null, null,
   null, null, null, null, null, null, null, null, null);
"""


@pytest.fixture
def as_cockroachdb(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL under the texts of CockroachDB: what it does not have is put in its place."""
    monkeypatch.setattr(cockroachdb, "NOW", "select '1700000000000000000.0000000001'::text")
    monkeypatch.setattr(cockroachdb, "BEGIN", "begin isolation level repeatable read read only")


@pytest.fixture
def there() -> Iterator[Any]:
    with databases.database("postgresql") as database:
        database.run(TABLES)
        database.run(
            "create function fnv64(text) returns bigint language sql as "
            "$$ select hashtextextended($1, 0) $$"
        )
        yield database


def documents(mover: Mover, provider: str, url: str, *words: str) -> Any:
    mover.schema(provider, MODELS)
    moved = mover.export(url, "--new-ids", *words)
    assert moved.code in (0, 1), moved.err
    return moved


def by_id(documents: Documents) -> dict[str, str]:
    """Whatever their order and that of their fields; 5 and 5.0 differ."""
    return {
        one["_id"]: json.dumps(one, sort_keys=True)
        for name, rows in documents.items()
        if name != "_tables"
        for one in rows
    }


@pytest.mark.usefixtures("as_cockroachdb")
def test_the_same_documents_as_of_postgresql(mover: Mover, there: Any) -> None:
    there.run("""update "Thing" set il = array_remove(il, null), sl = array_remove(sl, null)""")
    wanted = documents(mover, "postgresql", there.url).documents
    moved = documents(mover, "cockroachdb", there.url)
    assert "warning: reading CockroachDB follows its documentation" in moved.err
    found = moved.documents
    assert by_id(found) == by_id(wanted)
    assert len(found["things"]) == 3
    assert mover.run("verify", "s.zip", "--source", "--url", there.url).code == 0


@pytest.mark.usefixtures("as_cockroachdb")
def test_bad_rows_orphans_samples_and_changes(mover: Mover, there: Any) -> None:
    there.run("""update "Thing" set "ownerId" = 77 where i = 5""")
    mover.schema("cockroachdb", MODELS)
    moved = mover.export(there.url, "--orphans", "null", "--bad-rows", "skip")
    assert moved.code == 1
    assert {(one["rule"], one["field"]) for one in moved.rejected} == {
        ("PC701", "Thing.ownerId"),
        ("PC713", "Thing.il"),
    }
    assert mover.export(there.url, "--sample", "1", "--bad-rows", "skip").code in (0, 1)
    there.run("""update "Thing" set il = '{1}', sl = '{}', "ownerId" = 1""")
    assert mover.export(there.url).code == 0
    again = mover.run("export", "-o", "d.zip", "--url", there.url, "--since", "s.manifest.json")
    assert "Nothing changed" in again.out
    there.run("""update "Thing" set s = 'other' where i = 5""")
    again = mover.run("export", "-o", "d.zip", "--url", there.url, "--since", "s.manifest.json")
    assert "1 table did not change, left out: owners" in again.err
    found = mover.run("probe", "--url", there.url)
    assert "PC717" not in found.out
    assert "could not be asked" not in found.out


@pytest.mark.usefixtures("as_cockroachdb")
def test_shards_read_one_time(mover: Mover, there: Any) -> None:
    there.run("""update "Thing" set il = '{1}', sl = '{}'""")
    mover.schema("cockroachdb", MODELS)
    assert mover.export(there.url).code == 0
    for number in (1, 2):
        words = ("--shard", f"{number}/2", "--snapshot", "1700000000000000000.0000000001")
        assert mover.run("export", "-o", f"{number}", "--url", there.url, *words).code == 0
    assert mover.run("merge", "-o", "m.zip", "1", "2").code == 0
    assert (mover.folder / "m.zip").read_bytes() == (mover.folder / "s.zip").read_bytes()
    refused = mover.export(there.url, "--snapshot", "1'; drop table x")
    assert refused.code == 2
    assert "is no time of cluster_logical_timestamp()" in refused.err


class StatementLog(NamedTuple):
    statements: list[str]

    def execute(self, statement: bytes) -> StatementLog:
        self.statements.append(statement.decode())
        return self

    def fetchall(self) -> list[tuple[str]]:
        return [("1700000000000000000.0000000001",)]


def test_the_statements_of_a_session() -> None:
    source = CockroachDBSource.__new__(CockroachDBSource)
    connection = StatementLog([])
    source._connection, source._schema, source._is_limited = connection, "app", False  # type: ignore[assignment]
    source.dialect = CockroachDB()
    source._begin("")
    assert connection.statements == [
        'set search_path = "app", "public"',
        "set timezone = 'UTC'",
        "set datestyle = 'ISO, MDY'",
        "set intervalstyle = 'iso_8601'",
        "set bytea_output = 'hex'",
        "set extra_float_digits = 1",
        "set client_encoding = 'UTF8'",
        "set statement_timeout = 0",
        "set idle_in_transaction_session_timeout = 0",
        "select cluster_logical_timestamp()::text",
        "begin as of system time '1700000000000000000.0000000001'",
    ]
    assert source.share() == "1700000000000000000.0000000001"
    with pytest.raises(UnusableSource):
        source._begin("yesterday")
