"""Shards of one snapshot, put together, are what one run writes: to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.data.moving import Mover
from codegen.data.test_jobs import ROWS, SCHEMA
from support import databases

SQLITE = """
create table Owner(id integer primary key, name text not null);
create table Thing(id bigint primary key, text text not null, ownerId integer not null);
with recursive n(i) as (select 1 union all select i + 1 from n where i < 900) insert into Thing select i, 'x' || i, 1 + i % 9 from n;
with recursive n(i) as (select 1 union all select i + 1 from n where i < 9) insert into Owner select i, 'owner' || i from n;
"""


@pytest.fixture
def sliced(mover: Mover, monkeypatch: pytest.MonkeyPatch) -> Mover:
    """Small slices, so that a small table has many."""
    monkeypatch.setattr("prisma_to_convex.data.sources.postgresql._PAGES", 8)
    monkeypatch.setattr("prisma_to_convex.data.sources.sqlite._SLICE", 100)
    return mover


@pytest.fixture
def whole(sliced: Mover) -> bytes:
    sliced.schema("sqlite", SCHEMA)
    moved = sliced.export(sliced.sqlite(SQLITE))
    assert moved.code == 0, moved.err
    files = (sliced.folder / "s.zip").read_bytes(), (sliced.folder / "s.manifest.json").read_bytes()
    (sliced.folder / "s.zip").unlink()
    (sliced.folder / "s.manifest.json").unlink()
    return b"".join(files)


def shards(mover: Mover, count: int, *words: str, url: str = "file:./dev.db") -> list[str]:
    names = []
    for number in range(1, count + 1):
        name = f"{number}.shard"
        made = mover.run("export", "-o", name, "--shard", f"{number}/{count}", "--url", url, *words)
        assert made.code in (0, 1), made.err
        names.append(name)
    return names


def both(folder: Path) -> bytes:
    return (folder / "s.zip").read_bytes() + (folder / "s.manifest.json").read_bytes()


@pytest.mark.parametrize("count", [1, 3, 12, 40])
def test_any_number_of_shards_is_one_run(sliced: Mover, whole: bytes, count: int) -> None:
    names = shards(sliced, count)
    merged = sliced.run("merge", "-o", "s.zip", *reversed(names))
    assert merged.code == 0, merged.err
    assert both(sliced.folder) == whole
    assert sliced.run("verify", "s.zip", "--manifest", "s.manifest.json").code == 0


def test_over_an_exported_snapshot(sliced: Mover) -> None:
    sliced.schema("postgresql", SCHEMA)
    with databases.database("postgresql") as database:
        database.run(ROWS)
        assert sliced.export(database.url).code == 0
        one = (sliced.folder / "s.zip").read_bytes()
        with database.connect() as holder:
            holder.execute("begin isolation level repeatable read")
            (snapshot,) = holder.execute("select pg_export_snapshot()").fetchone()
            first = ["--shard", "1/2", "--snapshot", snapshot, "--url", database.url]
            assert sliced.run("export", "-o", "1.shard", *first).code == 0
            database.run('delete from "Thing" where id > 5000;\n')  # of a later instant
            second = ["--shard", "2/2", "--snapshot", snapshot, "--url", database.url]
            assert sliced.run("export", "-o", "2.shard", *second).code == 0
        merged = sliced.run("merge", "-o", "s.zip", "1.shard", "2.shard")
        assert merged.code == 0, merged.err
        assert (sliced.folder / "s.zip").read_bytes() == one

        late = ["--shard", "2/2", "--url", database.url]  # of another instant
        assert sliced.run("export", "-o", "2.shard", *late).code == 0
        refused = sliced.run("merge", "-o", "s.zip", "1.shard", "2.shard")
        assert (refused.code, (sliced.folder / "s.zip").read_bytes()) == (2, one)
        assert "not of one instant" in refused.err


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["1.shard"], "2 shards belong together, these are [1]"),
        (["1.shard", "1.shard"], "2 shards belong together, these are [1, 1]"),
        (["1.shard", "none"], "there is no file none"),
        (["1.shard", "dev.db"], "dev.db is no shard"),
        (
            ["1.shard", "2.shard", "--creation-time", "none", "--tables", "things"],
            "another `schema`",
        ),
    ],
)
def test_what_does_not_belong_together_is_refused(
    sliced: Mover, whole: bytes, given: list[str], message: str
) -> None:
    shards(sliced, 2)
    merged = sliced.run("merge", "-o", "s.zip", *given)
    assert (merged.code, (sliced.folder / "s.zip").exists()) == (2, False)
    assert message in merged.err


def test_rejected_rows_of_all_shards_are_reported(sliced: Mover) -> None:
    sliced.schema("sqlite", SCHEMA)
    url = sliced.sqlite(SQLITE + "update Thing set ownerId = 77 where id in (5, 800);")
    merged = sliced.run("merge", "-o", "s.zip", *shards(sliced, 2, url=url))
    assert (merged.code, (sliced.folder / "s.zip").exists()) == (1, False)
    assert [one["key"] for one in merged.rejected] == ["5", "800"]
    shards(sliced, 2, "--bad-rows", "skip", "--orphans", "reject", url=url)
    merged = sliced.run("merge", "-o", "s.zip", "1.shard", "2.shard")
    assert (merged.code, len(merged.documents["things"])) == (1, 898)


def test_a_row_that_another_shard_refers_to(sliced: Mover) -> None:
    """No shard knows what another rejects: what would lead nowhere is seen when they are put together."""
    sliced.schema("sqlite", SCHEMA)
    url = sliced.sqlite(SQLITE + "update Owner set name = x'ff' where id = 3;")
    shards(sliced, 40, "--bad-rows", "skip", url=url)
    merged = sliced.run("merge", "-o", "s.zip", *(f"{number}.shard" for number in range(1, 41)))
    assert (merged.code, (sliced.folder / "s.zip").exists()) == (2, False)
    assert "rows were rejected in one shard that another refers to" in merged.err


@pytest.mark.parametrize("text", ["0/2", "3/2", "x", "1", "1/99999"])
def test_no_part_of_a_whole(sliced: Mover, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert sliced.run("export", "-o", "s.zip", "--shard", text).code == 2
