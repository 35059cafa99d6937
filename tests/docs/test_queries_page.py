"""docs/queries.md: the comment in its code decides the finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_to_convex.cli import main
from support.documents import blocks_of
from support.places import ROOT

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model Member {
  id     Int @id @default(autoincrement())
  teamId Int

  @@index([teamId])
}
"""


def test_the_comment_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = [one for one in blocks_of(ROOT / "docs" / "queries.md") if one.language == "ts"]
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")
    gate = ["queries", "members.ts", "--fail-on", "note", "--select", "unbounded-read"]
    Path("members.ts").write_text(block.text, encoding="utf-8")
    assert main(gate) == 0
    without = "".join(line for line in block.text.splitlines(True) if "@convex" not in line)
    Path("members.ts").write_text(without, encoding="utf-8")
    assert main(gate) == 1
