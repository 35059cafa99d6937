"""What is asked of SQLite, whether a file of the application or what a dump was read into."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
import time
from collections.abc import Iterator
from typing import Any

from ..counting.row_hashes import sum_of_md5
from ..dialects.sqlite_values import Text
from .batches import batches, size_of_rows
from .row_source import Columns, UnusableSource

_BATCH = 4000
_TOGETHER = 32
"""Texts that are hashed at a time: few, since each may be as long as a row."""


def prepare(connection: sqlite3.Connection) -> None:
    """Texts as their bytes, and what dialects ask for beside SQLite's own functions."""
    connection.text_factory = Text
    connection.create_aggregate("p2c_hash", 1, _SumOfHashes)  # type: ignore[arg-type]  # typeshed: a number
    connection.create_aggregate("p2c_sum", 1, _Sum)  # type: ignore[arg-type]  # as above
    connection.create_function("p2c_base64", 1, _base64, deterministic=True)
    connection.create_function("p2c_sha256", 1, _sha256, deterministic=True)


class SQLiteRows:
    """Of an open connection, in one transaction."""

    _connection: sqlite3.Connection
    _seconds = 0

    def rows(self, sql: str, at_once: int = 0) -> Iterator[Columns]:
        try:
            cursor = self._connection.execute(sql)
            for batch in batches(cursor.fetchmany, size_of_rows, at_once or _BATCH):
                yield list(zip(*batch, strict=True))
        except sqlite3.Error as error:
            raise UnusableSource(f"SQLite: {error}") from None

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        until = time.monotonic() + self._seconds if self._seconds else 0.0
        stop = (lambda: time.monotonic() > until) if until else None
        try:
            self._connection.set_progress_handler(stop, 100_000)
            return self._connection.execute(sql).fetchall()
        except sqlite3.Error as error:
            raise UnusableSource(f"SQLite: {error}") from None
        finally:
            self._connection.set_progress_handler(None, 0)

    def limit(self, seconds: int) -> None:
        """SQLite has no timeout: its progress is asked now and then instead."""
        self._seconds = seconds

    def unread(self) -> tuple[str, ...]:
        return ()

    def share(self) -> str:
        return ""

    def close(self) -> None:
        self._connection.close()


class _Sum:
    """Exact, whereas SQLite's own fails beyond 64 bits."""

    def __init__(self) -> None:
        self._sum: int | None = None

    def step(self, value: object) -> None:
        if isinstance(value, int | float):
            self._sum = int(value) + (self._sum or 0)

    def finalize(self) -> str | None:
        return None if self._sum is None else str(self._sum)


class _SumOfHashes:
    """As the other databases sum it up: the first 60 bits of the MD5 of a text's bytes."""

    def __init__(self) -> None:
        self._sum = 0
        self._waiting: list[bytes] = []

    def step(self, value: object) -> None:
        if isinstance(value, bytes):
            self._waiting.append(value)
            if len(self._waiting) == _TOGETHER:
                self._add()

    def _add(self) -> None:
        self._sum += sum_of_md5(self._waiting)
        self._waiting.clear()

    def finalize(self) -> str:
        self._add()
        return str(self._sum)


def _sha256(value: object) -> str | None:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else None


def _base64(value: object) -> str | None:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else None
