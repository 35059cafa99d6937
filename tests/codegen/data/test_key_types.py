"""A key and what refers to it may have different types in a database without foreign keys."""

from __future__ import annotations

import pytest

from codegen.data.moving import Mover, minted
from support import databases

UUIDS = ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]
MODELS = """
model Owner {
  id     String  @id{key}
  things Thing[]
}

model Thing {
  id      Int     @id
  ownerId String?{own}
  owner   Owner?  @relation(fields: [ownerId], references: [id])
}
"""


def filled(mover: Mover, key: str, own: str, last: str, *, ids: str) -> str:
    """The schema, and rows of which the last refers to something else."""
    native = {"uuid": " @db.Uuid"}
    schema = MODELS.replace("{key}", native.get(key, "")).replace("{own}", native.get(own, ""))
    mover.schema("postgresql", schema)
    if ids == "key":
        (mover.folder / "prisma-to-convex.toml").write_text('ids = "key"\n')
    return f"""
create table "Owner"("id" {key} primary key);
create table "Thing"("id" int primary key, "ownerId" {own});
insert into "Owner" values ('{UUIDS[0]}'), ('{UUIDS[1]}');
insert into "Thing" values (1, '{UUIDS[1]}'), (2, '{UUIDS[0]}'), (3, null), (4, '{last}');
"""


TYPES = [("uuid", "text"), ("text", "uuid"), ("uuid", "varchar(36)")]


@pytest.mark.parametrize(("key", "own"), TYPES)
def test_ids_of_a_uuid_and_a_text(key: str, own: str, mover: Mover) -> None:
    last = UUIDS[0] if own == "uuid" else UUIDS[0].upper()
    script = filled(mover, key, own, last, ids="replace")
    with databases.database("postgresql") as database:
        database.run(script)
        moved = mover.export(database.url)
        assert mover.run("probe", "--url", database.url).code == 0
    assert moved.code == 0, moved.err
    first, second = (minted("Owner", 11001, one) for one in UUIDS)
    assert [one.get("ownerId") for one in moved.documents["things"]] == [second, first, None, first]


@pytest.mark.parametrize(("key", "own"), TYPES)
@pytest.mark.parametrize("ids", ["replace", "key"])
def test_one_that_leads_nowhere(key: str, own: str, ids: str, mover: Mover) -> None:
    last = "c0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11" if own == "uuid" else "nobody"
    script = filled(mover, key, own, last, ids=ids)
    with databases.database("postgresql") as database:
        database.run(script)
        probed = mover.run("probe", "--url", database.url)
        moved = mover.export(database.url, "--orphans", "null")
    assert "error[PC701] Thing.ownerId: 1 row: " in probed.out
    assert moved.code == 0, moved.err
    found = [one.get("ownerId") for one in moved.documents["things"]]
    assert found[2:] == [None, None]
    assert None not in found[:2]
