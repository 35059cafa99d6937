"""`created-at = "system"`: the old dates are those of `_creationTime`, or the row is told."""

from __future__ import annotations

import pytest

from codegen.data.moving import Mover
from codegen.data.proof.test_verify import verified

MODELS = """
model Note {
  id        Int      @id @default(autoincrement())
  text      String
  createdAt DateTime @default(now())
}
"""
ROWS = """
create table Note (id integer primary key, text text not null, createdAt datetime not null);
insert into Note values (1, 'a', '2020-01-01 00:00:00'), (2, 'b', '%s');
"""


@pytest.fixture
def system(mover: Mover) -> Mover:
    (mover.folder / "prisma-to-convex.toml").write_text('created-at = "system"\n')
    mover.schema("sqlite", MODELS)
    return mover


def test_the_dates_are_written_as_creation_times(system: Mover) -> None:
    found = system.export(system.sqlite(ROWS % "2021-01-01 00:00:00"), "--creation-time", "none")
    assert found.code == 0, found.err
    assert sorted((one["text"], one["_creationTime"]) for one in found.documents["notes"]) == [
        ("a", 1577836800000.0),
        ("b", 1609459200000.0),
    ]
    assert {*found.documents["notes"][0]} == {"_id", "_creationTime", "text"}


def test_a_date_that_no_creation_time_can_be_is_reported(system: Mover) -> None:
    found = system.export(system.sqlite(ROWS % "1969-01-01 00:00:00"), "--bad-rows", "skip")
    assert [one["text"] for one in found.documents["notes"]] == ["a"]
    assert [(one["rule"], one["field"]) for one in found.rejected] == [("PC721", "Note.createdAt")]


def test_a_creation_time_that_no_field_holds_is_verified(system: Mover) -> None:
    moved = system.export(system.sqlite(ROWS % "2021-01-01 00:00:00"))
    documents = moved.documents
    assert verified(system, documents) == (0, {})
    one = documents["notes"][0]
    one["_creationTime"] += 1.0
    code, found = verified(system, documents)
    assert code == 1
    assert found["notes"]["changed"] == [{"id": one["_id"], "fields": ["_creationTime"]}]


def test_an_optional_one_is_written_and_a_row_without_it_is_reported(system: Mover) -> None:
    system.schema("sqlite", MODELS.replace("DateTime @default", "DateTime? @default"))
    rows = ROWS.replace("datetime not null", "datetime") % "2021-01-01 00:00:00"
    moved = system.export(
        system.sqlite(rows + "insert into Note values (3, 'c', null);"), "--bad-rows", "skip"
    )
    assert sorted(one["text"] for one in moved.documents["notes"]) == ["a", "b"]
    assert [(one["rule"], one["field"]) for one in moved.rejected] == [("PC721", "Note.createdAt")]
