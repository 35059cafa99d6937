"""The documented example on a real local cluster of Dask with two workers."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from codegen.data.moving import KEY, Mover
from codegen.data.test_jobs import ROWS, SCHEMA
from support import databases
from support.places import ROOT


@pytest.mark.slow
def test_the_example_gives_what_one_run_gives(mover: Mover) -> None:
    mover.schema("postgresql", SCHEMA)
    with databases.database("postgresql") as database:
        database.run(ROWS)
        assert mover.export(database.url).code == 0
        command = [sys.executable, str(ROOT / "docs" / "data_on_dask.py"), "local", "4", "d.zip"]
        environment = {**os.environ, "DATABASE_URL": database.url, "PRISMA_TO_CONVEX_ID_KEY": KEY}
        done = subprocess.run(
            command, cwd=mover.folder, env=environment, capture_output=True, text=True, timeout=300
        )
    assert done.returncode == 0, done.stderr
    assert (mover.folder / "d.zip").read_bytes() == (mover.folder / "s.zip").read_bytes()
