"""`--verbose`: which files are read, and why a tenant key was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_to_convex.cli import main
from support.places import SAMPLES

SCHEMA = (SAMPLES / "crm" / "schema.prisma").read_text(encoding="utf-8")
KEY = "tenant key: `subAccountId` of `SubAccount`, a tenant's: 15 tables of "


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("prisma/migrations/1_a").mkdir(parents=True)
    Path("prisma/migrations/1_a/migration.sql").write_text("SELECT 1;\n", encoding="utf-8")
    Path("prisma/schema.prisma").write_text(SCHEMA, encoding="utf-8")
    Path("prisma-to-convex.toml").write_text('bigint = "number"\n', encoding="utf-8")


def notes(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    capsys.readouterr()
    assert main([*words]) == 0
    lines = capsys.readouterr().err.splitlines()
    return [line.removeprefix("note: ") for line in lines if line.startswith("note: ")]


READ = [
    "schema: 1 file: prisma/schema.prisma",
    "configuration: prisma-to-convex.toml",
    "migrations: prisma/migrations",
]


def test_what_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert notes(capsys, "check", "--verbose") == READ
    assert notes(capsys, "check") == []
    Path("prisma-to-convex.toml").unlink()
    assert notes(capsys, "check", "-v", "--migrations", "none")[1:] == [
        "configuration: none (prisma-to-convex.toml or pyproject.toml)",
        "migrations: none",
    ]


@pytest.mark.parametrize("command", ["generate", "report"])
def test_why_a_tenant_key(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    *read, key = notes(capsys, command, "--verbose")
    assert read == READ
    assert key.startswith(KEY)
    Path("prisma-to-convex.toml").write_text('tenant-key = "leadId"\n', encoding="utf-8")
    assert notes(capsys, command, "-v")[-1] == "tenant key: `leadId`, as `tenant-key` says"
