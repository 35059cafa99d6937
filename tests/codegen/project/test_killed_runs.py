"""A run that is killed at any call of the system: the next one ends right, whatever its schema is.

Each child is this process again (fork), killed before its n-th call of anything in `os`, for every n
until one lives. strace does the same from outside, in the slow tests.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from prisma_to_convex.merge.lock import NAME as LOCK
from prisma_to_convex.project import journal
from support.killing import Run, killed_runs

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process as POSIX does")

OLD = """\
datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
}
"""
NEW = OLD + "\nmodel Post {\n  id    Int @id\n  title String\n}\n"
OTHER = OLD + "\nmodel Team {\n  id   Int @id\n  name String\n}\n"
BY_HAND = "    nickname: v.string(),\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.chdir(tmp_path)
    Path("warm.prisma").write_text(OLD, encoding="utf-8")
    with killed_runs("generate", "warm.prisma", "--out", "warm") as started:
        yield started


def generate(run: Run, schema: str, *options: str, kill_at: int = 0, fails: int = 0) -> int:
    Path("schema.prisma").write_text(schema, encoding="utf-8")
    words = ("generate", "schema.prisma", "--report", "docs/losses.md", *options)
    return run(*words, kill_at=kill_at, fails=fails)


def files() -> dict[str, bytes]:
    found = (*Path("convex").glob("*"), *Path("docs").glob("*"))
    return {path.as_posix(): path.read_bytes() for path in found}


def start(run: Run, schema: str | None) -> None:
    """The folders as an edited schema.ts of the schema leaves them; empty for none."""
    for folder in ("convex", "docs"):
        shutil.rmtree(folder, ignore_errors=True)
        if Path("saved").exists() and schema is not None:
            shutil.copytree(Path("saved", folder), folder)
    if schema is not None and not Path("saved").exists():
        assert generate(run, schema) == 0
        path = Path("convex/schema.ts")
        text = path.read_text(encoding="utf-8")
        edited = text.replace("    email: v.string(),\n", f"    email: v.string(),\n{BY_HAND}")
        path.write_text(edited, encoding="utf-8")
        assert generate(run, schema) == 0  # the report tells of the edit
        for folder in ("convex", "docs"):
            shutil.copytree(folder, Path("saved", folder))


@pytest.mark.parametrize(
    ("first", "after"),
    [
        pytest.param(OLD, OTHER, id="over an edited file, then another schema"),
        pytest.param(OLD, NEW, id="over an edited file, then again", marks=pytest.mark.slow),
        pytest.param(None, OTHER, id="anew, then another schema", marks=pytest.mark.slow),
        pytest.param(None, NEW, id="anew, then again", marks=pytest.mark.slow),
    ],
)
def test_the_next_run_ends_right(run: Run, first: str | None, after: str) -> None:
    start(run, first)
    assert generate(run, after) == 0
    expected = files()
    for kill_at in range(1, 500):
        start(run, first)
        code = generate(run, NEW, kill_at=kill_at)
        assert code in (0, -signal.SIGKILL)
        killed = files()
        assert generate(run, after) == 0, kill_at
        assert files() == expected, (kill_at, sorted(killed))
        if code == 0:
            break
    assert 60 < kill_at < 499


@pytest.mark.slow
@pytest.mark.parametrize("fails", [3, 4])
def test_killed_while_it_takes_things_back(run: Run, fails: int) -> None:
    """The second or the third file can't take its place, and what was moved is put back."""
    start(run, OLD)
    assert generate(run, OTHER) == 0
    expected = files()
    for kill_at in range(1, 500):
        start(run, OLD)
        code = generate(run, NEW, kill_at=kill_at, fails=fails)
        assert code in (2, -signal.SIGKILL)
        assert generate(run, OTHER) == 0, kill_at
        assert files() == expected, kill_at
        if code == 2:
            break
    assert 60 < kill_at < 499


# ---- what stands there is looked at, and not touched --------------------------------------------


def half_moved(run: Run) -> None:
    """schema.ts is the new one, its lock the old one."""
    for kill_at in range(1, 500):
        start(run, OLD)
        lock = Path("convex", LOCK).read_bytes()
        generate(run, NEW, kill_at=kill_at)
        is_new = "posts" in Path("convex/schema.ts").read_text(encoding="utf-8")
        if is_new and Path("convex", LOCK).read_bytes() == lock:
            return
    raise AssertionError("no call between the two")


def test_what_writes_nothing_tells_of_it(run: Run) -> None:
    half_moved(run)
    before = files()
    assert generate(run, NEW, "--check") == 1
    assert generate(run, NEW, "--diff") == 2
    assert generate(run, NEW, "--dry-run") == 2
    assert files() == before


def test_nobody_can_tell_what_was_changed_since(run: Run) -> None:
    half_moved(run)
    path = Path("convex/schema.ts")
    path.write_text(path.read_text(encoding="utf-8") + "// mine\n", encoding="utf-8")
    before = files()
    assert generate(run, OTHER) == 2
    assert files() == before
    assert generate(run, NEW, "--adopt") == 0
    assert path.read_text(encoding="utf-8").endswith("// mine\n")
    assert generate(run, OTHER) == 0
    text = path.read_text(encoding="utf-8")
    assert ("teams" in text, "posts" in text) == (True, False)


def test_what_version_control_restored_holds(run: Run) -> None:
    start(run, OLD)
    old = files()
    half_moved(run)
    for name, data in old.items():
        Path(name).write_bytes(data)
    assert generate(run, OLD) == 0
    assert files() == old


def test_other_commands_leave_it_to_the_next_generate(run: Run) -> None:
    start(run, OLD)
    assert generate(run, NEW) == 0
    expected = files()
    half_moved(run)
    assert run("report", "schema.prisma", "--output", "convex/other.md") == 0
    assert generate(run, NEW) == 0
    found = files()
    found.pop("convex/other.md")
    assert found == expected


# ---- a journal of somebody else -----------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"version": 1, "is_undo": false, "moves": []}'],
)
def test_what_is_no_journal_stays_unheard(run: Run, data: bytes) -> None:
    start(run, OLD)
    Path("convex", journal.NAME).write_bytes(data)
    assert generate(run, NEW) == 0
    assert "posts" in Path("convex/schema.ts").read_text(encoding="utf-8")


def test_a_hostile_journal_moves_nothing_but_our_own_files(run: Run) -> None:
    start(run, OLD)
    outside = Path("outside")
    outside.write_text("mine", encoding="utf-8")
    staged = journal.staged_name("0" * 16)
    for folder in (Path("convex"), Path()):
        (folder / staged).write_text("evil", encoding="utf-8")
    moves = (
        journal.Move(str(Path("convex/schema.ts").resolve()), "", "x", "y"),
        journal.Move(
            str(outside.resolve()), staged, journal.sum_of(b"mine"), journal.sum_of(b"evil")
        ),
    )
    place = str(Path("convex").resolve())
    Path("convex", journal.NAME).write_bytes(
        journal.text_of(journal.Journal(moves, is_undo=True), place)
    )
    assert generate(run, NEW) == 0
    assert outside.read_text(encoding="utf-8") == "mine"
    assert not Path("convex", journal.NAME).exists()
    assert not Path("convex", staged).exists()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_killed_from_outside(run: Run) -> None:
    """At each call that changes a file, of the real program."""
    calls = "openat,write,fsync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdirat,flock,close"
    start(run, OLD)
    assert generate(run, OTHER) == 0
    expected = files()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    Path("schema.prisma").write_text(NEW, encoding="utf-8")
    command = [sys.executable, "-m", "prisma_to_convex", "generate", "schema.prisma"]
    command += ["--report", "docs/losses.md"]
    for name in calls.split(","):
        for nth in range(1, 2000):
            start(run, OLD)
            Path("schema.prisma").write_text(NEW, encoding="utf-8")
            inject = f"inject={name}:signal=SIGKILL:when={nth}"
            traced = [
                "strace",
                "-f",
                "-o",
                os.devnull,
                "-e",
                inject,
                "-P",
                str(Path("convex").resolve()),
            ]
            done = subprocess.run(
                [*traced, *command], env=environment, check=False, capture_output=True
            )
            assert generate(run, OTHER) == 0, (name, nth)
            assert files() == expected, (name, nth)
            if done.returncode == 0:
                break
