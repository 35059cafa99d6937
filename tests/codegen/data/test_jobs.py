"""Several processes over one snapshot write the same bytes as one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from codegen.data.moving import Mover
from prisma_to_convex.data.exporting import export
from prisma_to_convex.data.proof import parallel_proof, table_proof
from prisma_to_convex.data.snapshots import entry_blocks
from support import databases

SCHEMA = """
model Owner {
  id     Int     @id @default(autoincrement())
  name   String
  things Thing[]
}

model Thing {
  id      BigInt @id @default(autoincrement())
  text    String
  ownerId Int
  owner   Owner  @relation(fields: [ownerId], references: [id])
}
"""
ROWS = """
create table "Owner"(id int primary key, name text not null);
create table "Thing"(id bigint primary key, text text not null, "ownerId" int not null references "Owner"(id));
insert into "Owner" select i, 'owner ' || i from generate_series(1, 300) i;
insert into "Thing" select i, repeat('x', i % 90), 1 + i % 300 from generate_series(1, 6000) i;
"""


def test_two_processes_write_what_one_writes(mover: Mover, monkeypatch: pytest.MonkeyPatch) -> None:
    mover.schema("postgresql", SCHEMA)
    monkeypatch.setattr("prisma_to_convex.data.sources.postgresql._PAGES", 8)
    monkeypatch.setattr(parallel_proof, "_SMALL", 1 << 14)
    monkeypatch.setattr(entry_blocks, "BLOCK", 1 << 13)
    in_processes, runs = export._Export._in_processes, []

    def counted(self: export._Export, share: str, gone: frozenset[bytes]) -> object:
        runs.append(share)
        return in_processes(self, share, gone)

    monkeypatch.setattr(export._Export, "_in_processes", counted)
    with databases.database("postgresql") as database:
        database.run(ROWS)
        assert mover.export(database.url).code == 0
        assert runs == []
        one = (mover.folder / "s.zip").read_bytes()
        said = (mover.folder / "s.manifest.json").read_bytes()
        moved = mover.export(database.url, "--jobs", "2")
        assert moved.code == 0, moved.err
        assert len(runs) == 1
    assert (mover.folder / "s.zip").read_bytes() == one
    assert (mover.folder / "s.manifest.json").read_bytes() == said
    assert len(moved.documents["things"]) == 6000


def test_what_is_much_of_the_whole_has_several_readers() -> None:
    sizes = {"small": 0, "one": 4 << 20, "other": 2 << 20, "large": 30 << 20, "left out": 1}
    tables = ("small", "one", "other", "large")
    assert parallel_proof.shares(sizes, tables, 2) == {"large": 2, "one": 1, "other": 1, "small": 1}
    found = parallel_proof.shares(sizes, tables, 8)
    assert found == {"large": 8, "one": 1, "other": 1, "small": 1}
    assert list(found) == ["large", "one", "other", "small"]
    assert parallel_proof.shares({"one": (3 << 20) - 1}, ["one"], 8) == {"one": 2}


@pytest.mark.parametrize("jobs", ["2", "3"])
def test_a_table_alone_is_shared(jobs: str, mover: Mover, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows, its counts and its proof."""
    mover.schema("postgresql", "model Note {\n  id Int @id\n  text String?\n  size Decimal?\n}")
    monkeypatch.setattr("prisma_to_convex.data.sources.postgresql._PAGES", 8)
    monkeypatch.setattr(parallel_proof, "_SMALL", 1 << 14)
    monkeypatch.setattr(entry_blocks, "BLOCK", 1 << 13)
    read, shares = table_proof.TableReader.read, []

    def by_parent(self: table_proof.TableReader, *words: object) -> object:
        shares.append(words)
        return read(self, *words)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(table_proof.TableReader, "read", by_parent)
    with databases.database("postgresql") as database:
        database.run("""
            create table "Note"(id int primary key, text text, size decimal(65,30));
            insert into "Note" select i, case when i % 3 > 0 then repeat('x', i % 90) end, case when i % 2 > 0 then i end
            from generate_series(1, 6000) i;
            """)
        assert mover.export(database.url).code == 0
        assert len(shares) == 1
        one = (mover.folder / "s.zip").read_bytes()
        said = (mover.folder / "s.manifest.json").read_bytes()
        moved = mover.export(database.url, "--jobs", jobs)
        assert moved.code == 0, moved.err
        assert len(shares) == 1, "others read it"
    assert (mover.folder / "s.zip").read_bytes() == one
    assert (mover.folder / "s.manifest.json").read_bytes() == said


@pytest.fixture
def many(mover: Mover, monkeypatch: pytest.MonkeyPatch) -> Iterator[databases.Database]:
    """A database whose larger table has several slices."""
    mover.schema("postgresql", SCHEMA)
    monkeypatch.setattr("prisma_to_convex.data.sources.postgresql._PAGES", 8)
    with databases.database("postgresql") as database:
        database.run(ROWS)
        yield database


def test_a_worker_that_is_killed_ends_the_export(
    mover: Mover, many: databases.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the system does it where memory is short: nobody waits for its slice."""
    work_on = export._Export.work_on

    def killed(self: export._Export, number: int, *words: object) -> object:
        if number == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return work_on(self, number, *words)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(export._Export, "work_on", killed)
    moved = mover.export(many.url, "--jobs", "2")
    assert moved.code == 2
    assert "a process that read rows was killed" in moved.err
    assert sorted(path.name for path in mover.folder.iterdir()) == ["schema.prisma"]


def test_a_worker_that_is_killed_while_it_proves_ends_the_export(
    mover: Mover, many: databases.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = os.getpid()

    def killed(self: table_proof.TableReader, *_: object) -> object:
        assert os.getpid() != parent
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    monkeypatch.setattr(table_proof.TableReader, "read", killed)
    moved = mover.export(many.url, "--jobs", "2")
    assert moved.code == 2
    assert "a process that read rows was killed" in moved.err
    assert not list(mover.folder.glob("*s.zip*"))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_stage_says_how_far_it_is(mover: Mover, many: databases.Database, jobs: str) -> None:
    moved = mover.export(many.url, "--jobs", jobs)
    lines = [re.sub(r"[\d.]+ MB", "N MB", line) for line in moved.err.splitlines()[2:]]
    assert lines == [
        "reading: 6,300 rows, N MB/s",
        "counting: 2 tables",
        "proving: 6,300 rows, N MB/s",
    ]


def test_workers_end_with_who_started_them(mover: Mover, many: databases.Database) -> None:
    """Their parent is killed while they read; what it left goes with the next export."""
    script = (
        "import os, sys, time\n"
        "from prisma_to_convex import cli\n"
        "from prisma_to_convex.data.exporting import export\n"
        "from prisma_to_convex.data.sources import postgresql\n"
        "postgresql._PAGES = 8\n"
        "def stuck(self, number, *words):\n"
        "    open(f'{os.getpid()}.worker', 'w').close()\n"
        "    time.sleep(600)\n"
        "export._Export.work_on = stuck\n"
        f"cli.main(['data', 'export', '-o', 's.zip', '--jobs', '2', '--url', {many.url!r}])\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=mover.folder, stderr=subprocess.DEVNULL
    )
    _wait(lambda: len(_workers(mover.folder)) == 2)
    parent.kill()
    parent.wait()
    workers = _workers(mover.folder)
    try:
        _wait(lambda: not any(map(_is_alive, workers)))
    finally:
        for worker in filter(_is_alive, workers):
            os.kill(worker, signal.SIGKILL)
    assert not (mover.folder / "s.zip").exists()
    assert mover.export(many.url).code == 0
    assert list(mover.folder.glob(".s.zip.*")) == []


def _workers(folder: Path) -> list[int]:
    return [int(path.stem) for path in folder.glob("*.worker")]


def _is_alive(process: int) -> bool:
    """One that has ended may still be listed, until whoever adopted it looks."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _wait(until: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)
