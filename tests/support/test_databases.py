"""The servers that other tests rely on: each test has a database of its own, and they end with the session."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from support import databases
from support.places import ROOT


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_database_is_empty_and_gone_afterwards(kind: databases.Kind) -> None:
    with databases.database(kind) as first, databases.database(kind) as second:
        assert first.server == second.server
        assert first.name != second.name
        first.run("create table a (b int);\ninsert into a values (1), (2);\n")
        with first.connect() as connection:
            cursor = connection.cursor()
            cursor.execute("select count(*) from a")
            assert cursor.fetchone() == (2,)
        tables = (
            f"select table_name from information_schema.tables where table_schema = '{second.name}'"
            if kind == "mariadb"
            else "select tablename from pg_tables where schemaname = 'public'"
        )
        with second.connect() as connection:
            cursor = connection.cursor()
            cursor.execute(tables)
            assert list(cursor.fetchall()) == []
    with pytest.raises(Exception, match=first.name):
        first.connect()


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_server_ends_with_the_process_that_wanted_it(kind: databases.Kind) -> None:
    if reason := databases.missing(kind):
        pytest.skip(reason)
    script = (
        "import os, signal\n"
        "from support import databases\n"
        f"found = databases.server({kind!r})\n"
        "folder = os.environ['P2C_DATABASES']\n"
        f"pids = open(folder + '/{kind}.pid').read()\n"
        "print(pids, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"  # no clean end: the keeper has to notice
    )
    environment = {"PYTHONPATH": str(ROOT / "tests"), "PATH": "/usr/bin:/bin:/usr/sbin"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=90
    )
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == 2, done.stderr
    until = time.monotonic() + 20
    while any(_runs(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.1)
    assert [pid for pid in pids if _runs(pid)] == []


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
