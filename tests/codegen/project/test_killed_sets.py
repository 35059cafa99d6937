"""Other commands that write several files, killed at any call of the system: the next run ends right, and nothing is left.

`generate` is in test_killed_runs.py.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

from support.killing import killed_runs

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process as POSIX does"),
]

SCHEMA = """\
datasource db {
  provider = "sqlite"
  url      = "file:./dev.db"
}

model A {
  id   Int    @id
  name String @unique
}

model B {
  id   Int    @id
  name String @unique
}
"""
NEWER = SCHEMA.replace("@unique\n", "@unique\n  more Int?\n")
SKETCH = ("queries", "a.ts", "--sketch", "convex/sketch")
EXPORT = ("data", "export", "-o", "out/s.zip")
SHARD = ("data", "export", "-o", "out/1.shard", "--shard", "1/1")


def inputs(number: int) -> None:
    """The first, the second or the third state of what is read."""
    Path("schema.prisma").write_text(NEWER if number == 2 else SCHEMA)
    calls = "".join(
        f'export const {model}{at} = () => prisma.{model}.findMany({{ where: {{ name: "{at}" }} }});\n'
        for model in "ab"
        for at in range(number)
    )
    Path("a.ts").write_text(f'import {{ prisma }} from "./db";\n{calls}')
    Path("dev.db").unlink(missing_ok=True)
    with sqlite3.connect("dev.db") as database:
        more = ", more int" if number == 2 else ""
        for table in "AB":
            database.execute(
                f"create table {table}(id integer primary key, name text unique{more})"
            )
        database.execute(f"insert into A(id, name) values ({number}, 'x')")
    database.close()


def outputs() -> dict[str, bytes | None]:
    return {
        path.as_posix(): path.read_bytes() if path.is_file() else None
        for folder in ("convex", "out")
        for path in Path(folder).rglob("*")
    }


def restore(folder: str) -> None:
    for name in ("convex", "out", ".prisma-to-convex"):
        shutil.rmtree(name, ignore_errors=True)
        if Path(folder, name).exists():
            shutil.copytree(Path(folder, name), name)


@pytest.mark.parametrize("words", [SKETCH, EXPORT, SHARD], ids=["sketch", "export", "shard"])
def test_the_next_run_ends_right(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRISMA_TO_CONVEX_ID_KEY", "A" * 43 + "=")
    inputs(1)
    with killed_runs(*words) as run:
        _save("first")
        inputs(3)
        assert run(*words) == 0
        expected = outputs()
        for kill_at in range(1, 1000):
            restore("first")
            inputs(2)
            code = run(*words, kill_at=kill_at)
            assert code in (0, -signal.SIGKILL)
            inputs(3)
            assert run(*words) == 0, kill_at
            assert outputs() == expected, kill_at
            if code == 0:
                break
    assert 60 < kill_at < 999


def _save(folder: str) -> None:
    for name in ("convex", "out", ".prisma-to-convex"):
        if Path(name).exists():
            shutil.copytree(name, Path(folder, name))
