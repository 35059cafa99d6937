"""A sample has the first rows of each table and all that they refer to."""

from __future__ import annotations

import pytest

from codegen.data.exporting.test_export import DATABASES, MODELS, SQLITE, url
from codegen.data.moving import Mover

__all__ = ["url"]
assert DATABASES
assert MODELS


@pytest.mark.parametrize(("count", "users"), [(1, 1), (2, 2), (3, 3), (9, 4)])
def test_references_of_a_sample_lead_somewhere(
    mover: Mover, url: str, count: int, users: int
) -> None:
    moved = mover.export(url, "--sample", str(count))
    assert moved.code == 0, moved.err
    documents = moved.documents
    ids = {one["_id"] for rows in documents.values() for one in rows if "_id" in one}
    used = [one["managerId"] for one in documents["users"] if one["managerId"]]
    used += [one["authorId"] for one in documents["posts"]]
    used += [end for one in documents["postTags"] for name, end in one.items() if name != "_id"]
    assert set(used) <= ids
    assert len(documents["users"]) == users
    assert len(documents["posts"]) == min(count, 2)


def test_tables_that_are_left_out_stay_there(mover: Mover) -> None:
    """`--replace-all` would empty them."""
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(SQLITE)
    some = mover.export(url, "--tables", "users")
    assert (some.code, "import --replace s.zip" in some.out) == (0, True)
    every = mover.export(
        url, "--tables", ",".join(name for name in mover.export(url).manifest["tables"])
    )
    assert "import --replace-all s.zip" in every.out


def test_a_name_that_looks_like_a_place_in_our_sql(mover: Mover) -> None:
    """Of a table and a column: they are read as they are called, a part of their rows and all."""
    mover.schema(
        "sqlite",
        """
model Thing {
  id   Int    @id
  name String @map("{where}")

  @@map("{where}%s\\u007f")
}
""",
    )
    url = mover.sqlite(
        """create table "{where}%s\x7f"("id" integer primary key, "{where}" text not null);
        insert into "{where}%s\x7f" values (1, 'a'), (2, 'b');"""
    )
    for words, names in (((), ["a", "b"]), (("--sample", "1"), ["a"])):
        moved = mover.export(url, *words)
        assert moved.code == 0, moved.err
        assert [one["name"] for one in moved.documents["things"]] == names
