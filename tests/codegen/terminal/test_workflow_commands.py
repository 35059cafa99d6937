"""Text of a schema gives no command to GitHub Actions."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from prisma_to_convex.terminal.workflow_commands import (
    TextWithoutCommands,
    without_commands,
    without_commands_in_data,
)

HOSTILE = """\
model ##[error]A {
  id Int @id
##[group]x
::error::y
  name String @unique @default("##[add-mask]z")
}
"""
VALID = """\
datasource db {
  provider = "postgresql"
}
/// ##[error]doc
/// ::error::doc
model A {
  id Int @id
  name String @unique @default("##[add-mask]z")
}
"""


RUNNERS = ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"]


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("name", ["text", "concise", "json", "sarif", "junit", "markdown"])
def test_no_runner_finds_a_command(runner: str, name: str, tmp_path: Path) -> None:
    marks = "##vso[task.complete]x ##teamcity[buildStop] ##[error]y"
    (tmp_path / "schema.prisma").write_text(VALID.replace("##[add-mask]z", marks))
    done = subprocess.run(
        [sys.executable, "-m", "prisma_to_convex", "check", "--all", f"--format={name}"],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, runner: "true"},
        check=True,
    )
    assert "task.complete" in done.stdout
    assert not re.search(r"##\w*\[", done.stdout)


def is_command(line: str) -> bool:
    """As the runner decides."""
    line = line.lstrip()
    return "##[" in line or (line.startswith("::") and "::" in line[2:])


@pytest.mark.parametrize("schema", [HOSTILE, VALID])
@pytest.mark.parametrize(
    "arguments",
    [
        *(
            ["check", f"--format={name}"]
            for name in ("text", "concise", "json", "jsonl", "sarif", "gitlab", "junit", "markdown")
        ),
        ["check", "::error::.prisma"],
        ["report"],
        ["report", "--format=json"],
        ["report", "--format=html"],
        ["generate", "--diff"],
        ["generate"],
    ],
    ids=" ".join,
)
def test_no_line_is_a_command(schema: str, arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "schema.prisma").write_text(schema)
    done = subprocess.run(
        [sys.executable, "-m", "prisma_to_convex", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "GITHUB_ACTIONS": "true"},
        check=False,
    )
    assert done.returncode in (0, 1, 2)
    lines = (done.stdout + done.stderr).splitlines()
    assert lines
    assert [line for line in lines if is_command(line)] == []
    if "json" in arguments[-1] and done.stdout and "jsonl" not in arguments[-1]:
        json.loads(done.stdout)
    if "junit" in arguments[-1]:
        ElementTree.fromstring(done.stdout)


def test_the_format_for_github_gives_commands(tmp_path: Path) -> None:
    (tmp_path / "schema.prisma").write_text(HOSTILE)
    done = subprocess.run(
        [sys.executable, "-m", "prisma_to_convex", "check", "--format=github"],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "GITHUB_ACTIONS": "true"},
        check=False,
    )
    assert done.stdout
    assert all(re.match("::(error|warning|notice) ", line) for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a ##[error]b", "a ##\\[error]b"),
        ("::x", "\\::x"),
        ("a\n \t::x\n", "a\n \t\\::x\n"),
        ("a::x #[ [", "a::x #[ ["),
    ],
)
def test_text(text: str, shown: str) -> None:
    assert without_commands(text) == shown


def test_data() -> None:
    assert json.loads(without_commands_in_data('{"a": "##[x"}')) == {"a": "##[x"}
    assert ElementTree.fromstring(without_commands_in_data("<a>##[x</a>")).text == "##[x"


def test_a_line_in_pieces() -> None:
    buffer = io.BytesIO()
    stream = TextWithoutCommands(buffer, encoding="utf-8", newline="\n")
    for piece in ("a", "::b", "\n", "::c\n", "", "::d"):
        assert stream.write(piece) == len(piece)
    stream.flush()
    assert buffer.getvalue() == b"a::b\n\\::c\n\\::d"
