"""Ten million rows: memory that stays, CPU that grows with the rows and no faster.

P2C_ROWS=1000000 pytest -m scale -s tests/codegen/data/test_scale.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from support import databases, many_rows

ROWS = int(os.environ.get("P2C_ROWS", "10000000"))
MOST_MEMORY = 160  # MiB
GROWTH = 1.15


@pytest.mark.scale
def test_ten_million_rows(tmp_path: Path) -> None:
    small = _moved(ROWS // 10, tmp_path / "small")
    large = _moved(ROWS, tmp_path / "large")
    assert large.memory <= MOST_MEMORY
    assert large.cpu <= small.cpu * 10 * GROWTH


def _moved(rows: int, folder: Path) -> many_rows.Cost:
    folder.mkdir()
    (folder / "schema.prisma").write_text(many_rows.SCHEMA, encoding="utf-8")
    with databases.database("postgresql") as database:
        database.run(many_rows.script(rows))
        many_rows.copying(database, folder)  # the rows are in memory from here on
        anchor = many_rows.copying(database, folder)
        found = many_rows.exporting(database, folder)
    tables = json.loads((folder / "s.manifest.json").read_text())["tables"]
    assert {name: one["documents"] for name, one in tables.items()} == many_rows.counts(rows)
    size = (folder / "s.zip").stat().st_size
    print(
        f"{rows:,} rows: {found}, {size / 1e6:.0f} MB; psql's copy: {anchor}; ratio {found.cpu / anchor.cpu:.1f}"
    )
    return found
