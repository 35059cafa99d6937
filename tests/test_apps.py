"""Real applications' schemas, whole: converted, judged, and every guarantee accounted for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from prisma_to_convex.cli import main
from support.oracle import judge_convex

pytestmark = pytest.mark.corpus


def test_every_app_converts_and_passes_every_judge(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apps = {path.stem: path for path in sorted((corpus / "apps").iterdir())}
    assert len(apps) >= 8
    for name, path in apps.items():
        code = main(["generate", str(path), "--out", str(tmp_path / name)])
        assert code in (0, 1), (name, capsys.readouterr().err)
    judged = judge_convex({name: tmp_path / name / "schema.ts" for name in apps})
    assert {name: found.findings for name, found in judged.items() if found.findings} == {}
    for name in apps:
        _check_report((tmp_path / name / "report.md").read_text(encoding="utf-8"))


def _check_report(report: str) -> None:
    number = r"([\d,]+)"
    pattern = rf"{number} guarantees = {number} kept \+ {number} replaced \+ {number} lost"
    line = re.search(pattern, report)
    assert line is not None
    total, kept, replaced, lost = (int(one.replace(",", "")) for one in line.groups())
    assert total == kept + replaced + lost
    chapter = report.partition("\n## Tables\n")[2].partition("\n## Names\n")[0]
    rows = [row for row in chapter.splitlines() if row.startswith("| ")]
    loss_rows = [row for row in rows if re.search(r"\| \[PC[24]\d\d\]", row)]
    # What each field of a table loses is one row of the table; its fields are counted by kind.
    by_field = [row for row in loss_rows if re.search(r"\[PC(?:229|230)\]", row)]
    kind = r"^\| (?:omitted-value|undefined-skipped) (?:\| [\d,]+ ){3}\| ([\d,]+) \|$"
    kinds = re.findall(kind, report, re.MULTILINE)
    assert len(kinds) == 2
    of_fields = sum(int(one.replace(",", "")) for one in kinds)
    assert len(by_field) <= of_fields
    # What is said alike of several fields is one row, which names each.
    named = [row.split(" | ")[0].count("`") // 2 for row in loss_rows if row not in by_field]
    assert sum(max(one, 1) for one in named) + of_fields == lost


def test_two_runs_give_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    path = str(corpus / "apps" / "dub")
    for run in ("a", "b"):
        main(["generate", path, "--out", str(tmp_path / run)])
    for name in ("schema.ts", "report.md"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
        assert str(corpus) not in (tmp_path / "a" / name).read_text(encoding="utf-8")
