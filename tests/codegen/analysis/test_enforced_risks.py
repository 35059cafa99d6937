"""What is concluded changes once generated code enforces what was lost, and only then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from prisma_to_convex.cli import main
from support.compiling import POSTGRESQL

SCHEMA = POSTGRESQL + """
model Org {
  id    String @id @default(cuid())
  slug  String @unique
  notes Note[]
}
model Note {
  id    String @id @default(cuid())
  orgId String
  org   Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)
}
"""


def analysis(folder: Path, *arguments: str, text: str = SCHEMA) -> Any:
    (folder / "schema.prisma").write_text(text, encoding="utf-8")
    schema = str(folder / "schema.prisma")
    report = folder / "convex/report.json"
    out = ["--out", str(folder / "convex"), "--report", str(report)]
    assert main(["generate", schema, *out, *arguments]) == 0
    return json.loads(report.read_text(encoding="utf-8"))["analysis"]


@pytest.mark.parametrize(
    ("arguments", "title", "likelihood", "reason"),
    [
        ([], "Duplicates", "low", "1 unique key must be checked by every mutation"),
        (["--enforce"], "Duplicates", "low", "1 unique key is checked only by mutations from functions.ts"),
        ([], "Orphans after a delete", "medium", "deletes from 1 model no longer clean up"),
        (["--enforce"], "Orphans after a delete", "low", "what a delete from 1 model takes along is checked only by"),
    ],
)  # fmt: skip
def test_risks(
    tmp_path: Path, arguments: list[str], title: str, likelihood: str, reason: str
) -> None:
    (risk,) = [one for one in analysis(tmp_path, *arguments)["risks"] if one["title"] == title]
    assert risk["likelihood"] == likelihood
    assert risk["reason"].startswith(reason)


PARTIAL = """
CREATE UNIQUE INDEX "Note_first" ON "Note" ("orgId") WHERE "id" < 'b';
ALTER TABLE "Note" ADD CONSTRAINT "Note_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Org"("id") ON DELETE CASCADE;
"""


def with_migration(folder: Path, sql: str) -> None:
    (folder / "migrations" / "1_init").mkdir(parents=True)
    (folder / "migrations" / "1_init" / "migration.sql").write_text(sql, encoding="utf-8")


def test_a_unique_key_of_the_migrations_is_lost_beside_those_that_are_enforced(
    tmp_path: Path,
) -> None:
    with_migration(tmp_path, PARTIAL)
    (risk,) = [
        one for one in analysis(tmp_path, "--enforce")["risks"] if one["title"] == "Duplicates"
    ]
    assert risk["reason"] == (
        "1 of 2 unique keys must be checked by every mutation that writes; the check has no races, since "
        "mutations are serializable, but nothing enforces it; 1 is checked only by mutations from functions.ts: an "
        "import, an edit in the dashboard or a mutation made with Convex's own builder is not checked"
    )
    assert risk["likelihood"] == "low"
    assert {"PC241", "PC242"} < set(risk["rules"])
    assert "one function" in risk["instead"]
    assert "verify.ts" in risk["instead"]


def test_all_unique_keys_are_to_be_checked_where_nothing_is_enforced(tmp_path: Path) -> None:
    with_migration(tmp_path, PARTIAL)
    (risk,) = [one for one in analysis(tmp_path)["risks"] if one["title"] == "Duplicates"]
    assert risk["reason"].startswith("2 unique keys must be checked by every mutation")


def test_the_tenant_s_functions_are_there_once_they_are_written(tmp_path: Path) -> None:
    def instead(*arguments: str) -> str:
        risks = analysis(tmp_path, *arguments, text=SCHEMA.replace("Org", "Organization"))["risks"]
        (risk,) = [one for one in risks if one["title"] == "One tenant sees another's data"]
        return str(risk["instead"])

    assert instead().endswith("those of tenant.ts, which `generate --enforce` writes")
    assert instead("--enforce").endswith("from the session: those of tenant.ts")


def test_next_steps(tmp_path: Path) -> None:
    before = analysis(tmp_path)["verdict"]["next_steps"]
    after = analysis(tmp_path, "--enforce")["verdict"]["next_steps"]
    assert any("Run `generate --enforce`, fill in `tenantOf`" in one for one in before)
    assert any("Fill in `tenantOf`" in one for one in after)
    assert any("Import `mutation` and `internalMutation` from functions.ts" in one for one in after)


def test_who_has_enforced_already_is_not_advised_to_where_users_own_the_rows(
    tmp_path: Path,
) -> None:
    text = SCHEMA.replace("Org", "User").replace("orgId", "userId").replace("org ", "user")
    before = analysis(tmp_path, text=text)["verdict"]["next_steps"]
    after = analysis(tmp_path, "--enforce", text=text)["verdict"]["next_steps"]
    assert any("run `generate --enforce` and fill in `tenantOf`" in one for one in before)
    assert any("where they may not, fill in `tenantOf`" in one for one in after)
    assert not any("generate --enforce" in one for one in after)
