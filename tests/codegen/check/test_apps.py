"""The gate on real applications: every format is what its readers take, and the sums agree with the report's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prisma_to_convex import cli

from . import formats
from .conftest import Check

pytestmark = pytest.mark.corpus


def test_every_app_in_every_format(
    corpus: Path, check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    apps = sorted((corpus / "apps").iterdir())
    assert len(apps) >= 8
    for app in apps:
        path = str(app)
        whole = json.loads(check(path, "--format", "json").out)
        assert formats.json_errors(whole) == []
        lines = check(path, "--format", "jsonl").out.splitlines()
        assert [
            one for line in lines for one in formats.json_errors(json.loads(line), "line")
        ] == []
        assert formats.sarif_errors(json.loads(check(path, "--format", "sarif").out)) == []
        assert formats.gitlab_errors(json.loads(check(path, "--format", "gitlab").out)) == []
        assert formats.junit_errors(check(path, "--format", "junit").out) == []
        annotations = check(path, "--format", "github").out
        assert formats.as_github_writes(formats.github_commands(annotations)) == annotations
        cli.main(["report", path, "--format", "json"])
        report = json.loads(capsys.readouterr().out)
        assert whole["summary"]["losses"] == report["totals"]["decisions"]
        assert sum(whole["summary"]["losses"].values()) == report["totals"]["lost"]
        states = whole["schemas"][0]["guarantees"]
        assert states == {
            key: report["totals"][key] for key in ("kept", "replaced", "enforced", "lost")
        }
