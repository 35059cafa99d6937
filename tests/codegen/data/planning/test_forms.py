"""Each setting that changes what documents hold, from each real database: to the last token."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.data.moving import Mover
from support import databases

SETTINGS = """
bigint = "number"
decimal = "number"
datetime = "string"
json = "string"
nullable = "optional"
enum-values = "database"
field-names = "database"
table-names = "database"
"""
MODELS = """
enum Role {
  ADMIN @map("admin user")
  USER
}

model Member {
  id    Int       @id @default(autoincrement())
  big   BigInt?   @map("big_one")
  money Decimal?
  at    DateTime?
  data  Json?
  role  Role?
  flag  Boolean?
  bytes Bytes?
  %s

  @@map("members_of_all")
}
"""
LISTS = """
  bigs   BigInt[]
  moneys Decimal[]
  times  DateTime[]
  datas  Json[]
  roles  Role[]
"""
TABLES = {
    "sqlite": """
create table members_of_all(id integer primary key, big_one bigint, money decimal, at datetime, data jsonb, role text,
  flag boolean, bytes blob);
insert into members_of_all values (1, 9007199254740991, 1.25, 1577836860000, '{"$a":[1,"x"]}', 'admin user', 1, x'00ff'),
  (2, null, null, null, null, null, null, null);
""",
    "postgresql": """
create type "Role" as enum ('admin user', 'USER');
create table members_of_all(id int primary key, big_one bigint, money numeric(9,2), at timestamp(3), data jsonb, role "Role",
  flag boolean, bytes bytea, bigs bigint[], moneys numeric(9,2)[], times timestamp(3)[], datas jsonb[], roles "Role"[]);
insert into members_of_all values (1, 9007199254740991, 1.25, '2020-01-01 00:01:00', '{"$a":[1,"x"]}', 'admin user', true,
  decode('00ff', 'hex'), '{5,-7}', '{1.5,2}', '{2020-01-01 00:01:00.5}', array['{"$b": null}', '3']::jsonb[], '{USER,"admin user"}'),
  (2, null, null, null, null, null, null, null, null, null, null, null, null);
""",
    "mysql": """
create table members_of_all(id int primary key, big_one bigint, money decimal(9,2), at datetime(3), data json,
  role enum('admin user', 'USER'), flag tinyint(1), bytes longblob);
insert into members_of_all values (1, 9007199254740991, 1.25, '2020-01-01 00:01:00', '{"$a":[1,"x"]}', 'admin user', 1, x'00ff'),
  (2, null, null, null, null, null, null, null);
""",
}


@pytest.mark.parametrize("provider", ["sqlite", "postgresql", "mysql"])
def test_all_of_them_at_once(mover: Mover, provider: str) -> None:
    (mover.folder / "prisma-to-convex.toml").write_text(SETTINGS, encoding="utf-8")
    mover.schema(provider, MODELS % (LISTS if provider == "postgresql" else ""))
    if provider == "sqlite":
        first, second = _documents(mover, mover.sqlite(TABLES[provider]))
    else:
        kind: databases.Kind = "postgresql" if provider == "postgresql" else "mariadb"
        with databases.database(kind) as database:
            database.run(TABLES[provider])
            first, second = _documents(mover, database.url)
    assert first.pop("data").replace(" ", "") == '{"$a":[1,"x"]}'
    datas = [one.replace(" ", "") for one in first.pop("datas", [])]
    lists: dict[str, Any] = {
        "bigs": [5.0, -7.0],
        "moneys": [1.5, 2.0],
        "times": ["2020-01-01T00:01:00.500Z"],
        "roles": ["USER", "admin user"],
    }
    one = {
        "big_one": 9007199254740991.0,
        "money": 1.25,
        "at": "2020-01-01T00:01:00.000Z",
        "role": "admin user",
        "flag": True,
        "bytes": {"$bytes": "AP8="},
    }
    if provider == "postgresql":
        assert datas == ['{"$b":null}', "3"]
        nothing: dict[str, Any] = {name: [] for name in (*lists, "datas")}
        assert (first, second) == ({**one, **lists}, nothing)
    else:
        assert (first, second) == (one, {})


def _documents(mover: Mover, url: str) -> tuple[dict[str, Any], dict[str, Any]]:
    found = mover.export(url)
    assert found.code == 0, found.err
    assert list(found.documents) == ["_tables", "members_of_all"]
    rows = [dict(one) for one in found.documents["members_of_all"]]
    for row in rows:
        del row["_id"]
    first, second = rows
    return first, second
