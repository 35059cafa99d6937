"""Moving rows, against psql's own copy of the same rows: CPU of client and server together; and in two processes,
against one, by the clock."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure
from support import databases, many_rows

_ROWS = 600_000
_RUNS = 3


def moving(folder: Path) -> Iterator[Figure]:
    """Nothing where there is no PostgreSQL."""
    if databases.missing("postgresql"):
        return
    (folder / "schema.prisma").write_text(many_rows.SCHEMA, encoding="utf-8")
    with databases.database("postgresql") as database:
        database.run(many_rows.script(_ROWS))
        many_rows.copying(database, folder)  # the rows are in memory from here on
        many_rows.exporting(database, folder)  # and bytecode is written
        anchors, ours, shared = [], [], []
        for _ in range(_RUNS):
            anchors.append(many_rows.copying(database, folder).cpu)
            ours.append(many_rows.exporting(database, folder))
            shared.append(many_rows.exporting(database, folder, "--jobs", "2"))
    what = f"`data export` of {_ROWS:,} rows of PostgreSQL, proof included,"
    anchor = statistics.median(anchors)
    spent = statistics.median(one.cpu for one in ours)
    yield Figure(
        f"{what} CPU against `psql \\copy (select row_to_json ...)`", spent / anchor, "x", 8
    )
    memory = max(one.memory for one in ours)
    yield Figure(f"{what} memory", memory, " MiB", 160)
    alone, both = (statistics.median(one.wall for one in runs) for runs in (ours, shared))
    yield Figure(f"{what} `--jobs 2` against one process, by the clock", both / alone, "x", 0.65)
