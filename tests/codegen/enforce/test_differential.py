"""Emitted enforcement against real databases, on random schemas and writes."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from support.databases import Database
from support.enforcing import runtime

from .differential import Tally, run
from .sql import MariaDb, PostgreSql, Sqlite

_SEEDS = (1, 2)
_LONG_SEEDS = tuple(range(100, 110))


def _check(tally: Tally) -> None:
    if tally.differences:
        pytest.fail("\n".join(tally.differences))
    assert tally.outcomes["create ok"] > 50
    assert tally.outcomes["create P2003"] > 5
    assert tally.outcomes["delete ok"] > 10


@pytest.mark.parametrize("seed", _SEEDS)
def test_postgresql(seed: int, postgresql: Database, tmp_path: Path) -> None:
    with closing(PostgreSql(postgresql)) as sql:
        _check(run("postgresql", sql, runtime(), tmp_path, seed, 300))


@pytest.mark.parametrize("seed", _SEEDS)
def test_sqlite(seed: int, tmp_path: Path) -> None:
    with closing(Sqlite()) as sql:
        _check(run("sqlite", sql, runtime(), tmp_path, seed, 300))


@pytest.mark.parametrize("seed", _SEEDS)
def test_mariadb(seed: int, mariadb: Database, tmp_path: Path) -> None:
    with closing(MariaDb(mariadb)) as sql:
        _check(run("mysql", sql, runtime(), tmp_path, seed, 300))


@pytest.mark.slow
@pytest.mark.parametrize("seed", _LONG_SEEDS)
def test_postgresql_at_length(seed: int, postgresql: Database, tmp_path: Path) -> None:
    with closing(PostgreSql(postgresql)) as sql:
        _check(run("postgresql", sql, runtime(), tmp_path, seed, 2000))


@pytest.mark.slow
@pytest.mark.parametrize("seed", _LONG_SEEDS)
def test_sqlite_at_length(seed: int, tmp_path: Path) -> None:
    with closing(Sqlite()) as sql:
        _check(run("sqlite", sql, runtime(), tmp_path, seed, 2000))


@pytest.mark.slow
@pytest.mark.parametrize("seed", _LONG_SEEDS)
def test_mariadb_at_length(seed: int, mariadb: Database, tmp_path: Path) -> None:
    with closing(MariaDb(mariadb)) as sql:
        _check(run("mysql", sql, runtime(), tmp_path, seed, 2000))
