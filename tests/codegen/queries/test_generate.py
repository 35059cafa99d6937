"""`generate --queries`: the indexes that calls need are in schema.ts, and stay there."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_to_convex.cli import main

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model Deal {
  id     Int    @id @default(autoincrement())
  teamId Int
  title  String @unique
  amount Int

  @@index([teamId])
}
"""
SERVICE = """\
export const top = (teamId: number) =>
  prisma.deal.findMany({ where: { teamId }, orderBy: { amount: "desc" }, take: 3 });
export const first = (teamId: number) =>
  prisma.deal.findFirst({ where: { teamId }, orderBy: { amount: "asc" } });
export const by = (amount: number) => prisma.deal.findMany({ where: { amount } });
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema.prisma").write_text(SCHEMA)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "deals.ts").write_text(SERVICE)
    return tmp_path


def schema_ts() -> str:
    return Path("convex/schema.ts").read_text()


def test_what_is_needed_is_written() -> None:
    assert main(["generate", "--queries", "src"]) == 0
    text = schema_ts()
    assert text[text.index("deals: define") :] == """\
deals: defineTable({
    teamId: v.number(),
    title: v.string(),
    amount: v.number(),
  })
    // asked by 2 calls, src/deals.ts
    .index("by_teamId_and_amount", ["teamId", "amount"])
    // @unique
    .index("by_title", ["title"])
    // asked by 1 call, src/deals.ts
    .index("by_amount", ["amount"]),
});
"""
    assert ":2" not in text
    assert str(Path.cwd()) not in text


def test_code_that_moves_makes_nothing_stale(project: Path) -> None:
    assert main(["generate", "--queries", "src"]) == 0
    (project / "src" / "deals.ts").write_text("// moved\n\n" + SERVICE)
    assert main(["generate", "--queries", "src", "--check"]) == 0
    assert main(["generate", "--check"]) == 1
    (project / "src" / "deals.ts").write_text(SERVICE.replace('amount: "desc"', 'title: "desc"'))
    assert main(["generate", "--queries", "src", "--check"]) == 1


def test_the_configuration_names_code(project: Path) -> None:
    (project / "prisma-to-convex.toml").write_text('queries = ["src"]\n')
    assert main(["generate"]) == 0
    assert "asked by 2 calls, src/deals.ts" in schema_ts()
    assert main(["generate", "--check"]) == 0


def test_hand_edits_stay(project: Path) -> None:
    assert main(["generate", "--queries", "src"]) == 0
    mine = schema_ts().replace("title: v.string(),", "title: v.string(), // by hand")
    (project / "convex" / "schema.ts").write_text(mine)
    (project / "src" / "more.ts").write_text("prisma.deal.findMany({ where: { amount: 1 } });\n")
    assert main(["generate", "--queries", "src"]) == 0
    assert "// by hand" in schema_ts()
    assert '// asked by 2 calls, src/deals.ts\n    .index("by_amount"' in schema_ts()


def test_code_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--queries", "nowhere"]) == 2
    assert "nowhere: no such file or directory" in capsys.readouterr().err
    assert not Path("convex").exists()
