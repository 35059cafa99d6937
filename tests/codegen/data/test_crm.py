"""The sample CRM, filled and moved from each real database; what Convex would hold is verified against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.data.moving import Mover, documents_of
from prisma_to_convex import cli
from support import databases
from support.places import SAMPLES
from support.rows import Provider, fill_sqlite, for_provider, script

ROWS = 12
CRM = (SAMPLES / "crm" / "schema.prisma").read_text(encoding="utf-8")


@pytest.mark.parametrize("provider", ["sqlite", "postgresql", "mysql"])
def test_the_crm_is_moved_and_verified(mover: Mover, provider: Provider) -> None:
    text = for_provider(CRM, provider)
    (mover.folder / "schema.prisma").write_text(text, encoding="utf-8")
    if provider == "sqlite":
        fill_sqlite(text, mover.folder / "crm.db", ROWS)
        moved = mover.export("file:./crm.db")
    else:
        kind: databases.Kind = "postgresql" if provider == "postgresql" else "mariadb"
        with databases.database(kind) as database:
            database.run(script(text, provider, ROWS))
            moved = mover.export(database.url)
    assert (moved.code, moved.rejected) == (0, []), moved.err
    documents = documents_of(mover.folder / "s.zip")
    assert {len(rows) for table, rows in documents.items() if table != "_tables"} == {ROWS}
    verified = mover.run("verify", "s.zip", "--manifest", "s.manifest.json")
    assert verified.code == 0, verified.out
    assert "are as they were exported" in verified.out


def test_the_demo_moves_the_crm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `make demo` does, line by line."""
    fill_sqlite(for_provider(CRM, "sqlite"), tmp_path / "crm.db", 5)
    (tmp_path / "schema.prisma").write_text(for_provider(CRM, "sqlite"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["data", "export", "-o", "snapshot.zip", "--url", "file:./crm.db"]) == 0
    assert cli.main(["data", "verify", "snapshot.zip"]) == 0
