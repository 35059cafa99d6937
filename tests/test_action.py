"""action.yml, step by step, as a runner of GitHub would run it: bash, files for outputs, a `gh` that only notes down."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.places import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
BEFORE = """\
datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  old   String @unique // @convex.allow(unique-not-enforced, reason: "nobody writes it")
}
"""
AFTER = BEFORE.replace("  old ", "  nick  String @unique\n  old ")
GH = """\
#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$RUNNER_TEMP/gh.log"
case "$*" in *--paginate*) cat "$RUNNER_TEMP/gh.answer" 2>/dev/null ;; esac
exit 0
"""


class Runner:
    """One job, in a clone whose last commit adds a loss."""

    def __init__(self, folder: Path) -> None:
        self.clone, self.temp = folder / "clone", folder / "temp"
        self.clone.mkdir()
        (self.temp / "bin").mkdir(parents=True)
        (self.temp / "bin" / "gh").write_text(GH, encoding="utf-8")
        (self.temp / "bin" / "gh").chmod(0o755)
        # What the first step would install is what is tested here.
        (self.temp / "prisma-to-convex").symlink_to(Path(sys.prefix))
        self.git("init", "--quiet", "--initial-branch=main")
        self.first, self.last = self.commit(BEFORE), self.commit(AFTER)
        self.outputs: dict[str, str] = {}

    def git(self, *words: str) -> str:
        identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
        command = ["git", *identity, *words]
        done = subprocess.run(command, cwd=self.clone, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, text: str) -> str:
        (self.clone / "prisma").mkdir(exist_ok=True)
        (self.clone / "prisma" / "schema.prisma").write_text(text, encoding="utf-8")
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "a schema")
        return self.git("rev-parse", "HEAD")

    def run(self, name: str, **known: str) -> subprocess.CompletedProcess[str]:
        """`known`: what the expressions of the step's `env` are, by the last part of their name."""
        step = next(one for one in STEPS if one["name"] == name)
        defaults = {key: one.get("default", "") for key, one in ACTION["inputs"].items()}
        values = {**defaults, **{key.replace("_", "-"): value for key, value in known.items()}}
        output, summary = self.temp / "output", self.temp / "summary"
        output.write_text("", encoding="utf-8")
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")},
            "PATH": f"{self.temp / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            **{key: self.evaluated(text, values) for key, text in step["env"].items()},
        }
        script = self.temp / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        done = subprocess.run(
            command, cwd=self.clone, env=environment, capture_output=True, text=True
        )
        self.outputs = dict(
            line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines()
        )
        return done

    @staticmethod
    def evaluated(text: str, values: dict[str, str]) -> str:
        match = re.fullmatch(r"\$\{\{ (?:\w+\.)*([\w-]+) \}\}", text)
        assert match, f"no other expression is expected: {text}"
        return values.get(match[1], "")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def test_a_push_tells_what_its_last_commit_loses(runner: Runner) -> None:
    done = runner.run("Check the schema", before=runner.first, fail_on="warning")
    assert done.returncode == 1, done.stderr
    assert "::warning file=prisma/schema.prisma,line=8," in done.stdout
    assert "`User.nick` is no longer unique" in done.stdout
    assert "User.email" not in done.stdout
    markdown = Path(runner.outputs["markdown"]).read_text(encoding="utf-8")
    assert "User.nick" in markdown
    assert (runner.temp / "summary").read_text(encoding="utf-8") == markdown


def test_code_scanning_gets_all_that_is_open(runner: Runner) -> None:
    assert runner.run("Check the schema", before=runner.first).returncode == 0
    log = json.loads(Path(runner.outputs["sarif"]).read_text(encoding="utf-8"))
    lines = [
        one["locations"][0]["physicalLocation"]["region"]["startLine"]
        for one in log["runs"][0]["results"]
        if one["ruleId"] == "PC201"
    ]
    assert sorted(lines) == [7, 8]  # not the one that is allowed


@pytest.mark.parametrize("before", ["", "0" * 40])
def test_a_new_branch_is_reported_as_a_whole(runner: Runner, before: str) -> None:
    done = runner.run("Check the schema", before=before)
    assert done.returncode == 0
    assert "User.email" in done.stdout


def test_a_pull_request_is_compared_with_its_base(runner: Runner) -> None:
    done = runner.run("Check the schema", sha=runner.first, before=runner.last)
    assert "User.nick" in done.stdout
    assert "User.email" not in done.stdout
    done = runner.run("Check the schema", sha=runner.first, against="none")
    assert "User.email" in done.stdout


def test_a_shallow_clone_gets_a_message_what_to_do(runner: Runner) -> None:
    done = runner.run("Check the schema", before="1" * 40)
    assert done.returncode == 2
    assert "fetch-depth: 0" in done.stdout


@pytest.mark.parametrize("schema", ["prisma", "--help", "$(touch gone)", "a b"])
def test_an_input_is_no_code(runner: Runner, schema: str) -> None:
    done = runner.run("Check the schema", schema=schema)
    assert done.returncode == (0 if schema == "prisma" else 2)
    assert not (runner.clone / "gone").exists()


@pytest.mark.parametrize(("own", "method"), [("", "POST"), ("17\n", "PATCH")])
def test_one_comment_is_kept_up_to_date(runner: Runner, own: str, method: str) -> None:
    runner.run("Check the schema", sha=runner.first)
    (runner.temp / "gh.answer").write_text(own, encoding="utf-8")
    known = {"repository": "a/b", "number": "3", "markdown": runner.outputs["markdown"]}
    done = runner.run("Comment on the pull request", **known)
    assert done.returncode == 0, done.stderr
    request, written = (runner.temp / "gh.log").read_text(encoding="utf-8").splitlines()
    assert request.startswith("api --paginate repos/a/b/issues/3/comments ")
    target = "repos/a/b/issues/comments/17" if own else "repos/a/b/issues/3/comments"
    assert written.startswith(f"api --method {method} {target} --field body=@")
    comment = (runner.temp / "prisma-to-convex.comment").read_text(encoding="utf-8")
    assert comment.startswith("<!-- prisma-to-convex -->\n")
    assert "User.nick" in comment


def test_it_installs_itself() -> None:
    step = STEPS[0]
    assert step["env"]["ACTION"] == "${{ github.action_path }}"
    assert '-m pip install --quiet --disable-pip-version-check "$ACTION"' in step["run"]
