"""The committed samples: what the command writes today, byte for byte, and what the judges say of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prisma_to_convex.cli import main
from prisma_to_convex.enforce.emitted_files import ENFORCING
from support.oracle import judge_convex, prisma
from support.places import SAMPLES

STORIES = sorted(path.name for path in SAMPLES.iterdir() if path.is_dir())
FILES = ("schema.ts", "report.md", "schema.prisma-to-convex.lock")
# Of the small one, what differs from schema to schema.
ENFORCED = {
    "blog": ("constraints.ts",),
    "crm": (*ENFORCING, "schema.ts", "report.md"),
}


@pytest.mark.parametrize("story", STORIES)
def test_output_is_current(story: str, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    assert main(["generate", str(SAMPLES / story / "schema.prisma"), "--out", str(tmp_path)]) == 0
    for name in FILES:
        golden(SAMPLES / story / "convex" / name, (tmp_path / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("story", ENFORCED)
def test_what_enforces_it_is_current(
    story: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    schema = str(SAMPLES / story / "schema.prisma")
    assert main(["generate", schema, "--out", str(tmp_path), "--enforce"]) == 0
    for name in ENFORCED[story]:
        golden(SAMPLES / story / "enforced" / name, (tmp_path / name).read_text(encoding="utf-8"))
    there = {path.name for path in (SAMPLES / story / "enforced").iterdir()}
    assert there == set(ENFORCED[story])


def test_all_that_enforces_the_crm_stands() -> None:
    assert set(ENFORCING) <= set(ENFORCED["crm"])


def test_what_is_said_of_the_code_is_current(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    monkeypatch.chdir(SAMPLES / "crm")
    written = tmp_path / "queries.md"
    arguments = ["queries", "services", "--schema", "schema.prisma"]
    assert main([*arguments, "--format", f"markdown={written}"]) == 0
    golden(SAMPLES / "crm" / "queries.md", written.read_text(encoding="utf-8"))


def test_the_report_of_schema_and_code_is_current(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    monkeypatch.chdir(SAMPLES / "crm")
    written = tmp_path / "report.md"
    arguments = ["report", "schema.prisma", "--queries", "services", "--convex", str(tmp_path)]
    assert main([*arguments, "--output", str(written)]) == 0
    golden(SAMPLES / "crm" / "report-with-code.md", written.read_text(encoding="utf-8"))


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("engine", ["6", "7"])
def test_prisma_accepts_the_schema(story: str, engine: str) -> None:
    text = (SAMPLES / story / "schema.prisma").read_text(encoding="utf-8")
    assert prisma().validate(text, engine).errors == ()  # type: ignore[arg-type]  # a literal above


def test_convex_accepts_the_output() -> None:
    cases = {story: SAMPLES / story / "convex" / "schema.ts" for story in STORIES}
    cases["crm, enforced"] = SAMPLES / "crm" / "enforced"
    judged = judge_convex(cases)
    assert {story: found.findings for story, found in judged.items() if found.findings} == {}
