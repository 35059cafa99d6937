"""What SQLite's own catalog says of a database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from prisma_to_convex.data.sources.sqlite import SQLiteSource


@pytest.fixture
def catalog(tmp_path: Path) -> dict[str, dict[str, tuple[str, bool]]]:
    path = tmp_path / "dev.db"
    with sqlite3.connect(path) as connection:
        connection.executescript("""
            create table plain (id integer primary key, must text not null, may text, key_ text not null unique);
            create table pair (a text not null, b text, c real, primary key (a, b));
            create view seen as select id, may from plain;
            create index of_may on plain (may);
        """)
    connection.close()
    with closing(SQLiteSource(path)) as source:
        found = source.catalog()
    assert {name: one.is_view for (_, name), one in found.items()} == {
        "plain": False,
        "pair": False,
        "seen": True,
    }
    return {
        name: {column: (of.type, of.is_nullable) for column, of in one.columns.items()}
        for (_, name), one in found.items()
    }


def test_what_may_be_null(catalog: dict[str, dict[str, tuple[str, bool]]]) -> None:
    """No part of a key, as Prisma has it, though SQLite itself would take a null there."""
    assert catalog["plain"] == {
        "id": ("INTEGER", False),
        "must": ("TEXT", False),
        "may": ("TEXT", True),
        "key_": ("TEXT", False),
    }
    assert catalog["pair"] == {"a": ("TEXT", False), "b": ("TEXT", False), "c": ("REAL", True)}
    assert catalog["seen"] == {"id": ("INTEGER", True), "may": ("TEXT", True)}
