"""The hooks as the real pre-commit runs them, in a scratch repository: `pre-commit try-repo`.

It installs the project as a user's pre-commit does, so it needs a package registry: slow.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from prisma_to_convex.cli import main

from .conftest import SCHEMA, UNTRANSLATABLE

ROOT = Path(__file__).resolve().parents[3]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
FOLDERS = ("grammar", "codegen", "templates", ".ci")
FILES = (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE")
POST = "model Post {\n  id Int @id @default(autoincrement())\n}\n"
PLACE = UNTRANSLATABLE.removeprefix(SCHEMA)


def test_the_hooks_are_what_pre_commit_takes() -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}
    assert list(hooks) == [
        "prisma-to-convex-check",
        "prisma-to-convex-stale",
        "prisma-to-convex-queries",
    ]
    for hook in hooks.values():
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("hook", "name", "runs"),
    [
        ("check", "schema.prisma", True),
        ("check", "prisma/user.prisma", True),
        ("check", "apps/a/prisma-to-convex.toml", True),
        ("check", "pyproject.toml", True),
        ("check", "convex/schema.ts", False),
        ("check", "my-pyproject.toml", False),
        ("stale", "prisma/user.prisma", True),
        ("stale", "prisma-to-convex.toml", True),
        ("stale", "pyproject.toml", True),
        ("stale", "convex/schema.ts", True),
        ("stale", "convex/report.md", True),
        ("stale", "convex/schema.prisma-to-convex.lock", True),
        ("stale", "convex/users.ts", False),
        ("stale", "yarn.lock", False),
        ("queries", "src/users/users.service.ts", True),
        ("queries", "pages/index.tsx", True),
        ("queries", "App.vue", True),
        ("queries", "prisma/user.prisma", True),
        ("queries", "src/styles.css", False),
        ("queries", "package.json", False),
    ],
)
def test_the_files_that_make_a_hook_run(hook: str, name: str, runs: bool) -> None:
    hooks = {one["id"]: one for one in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}
    assert bool(re.search(hooks[f"prisma-to-convex-{hook}"]["files"], name)) is runs


BOUNDED = "export const all = () => prisma.user.findMany({ take: 10 });\n"
UNBOUNDED = BOUNDED.replace("{ take: 10 }", "")


@pytest.mark.parametrize(
    ("code", "more", "expected"),
    [(BOUNDED, (), 0), (UNBOUNDED, (), 1), (UNBOUNDED, ("--fail-on", "error"), 0)],
)
def test_the_hook_of_queries_fails_on_warnings(
    code: str, more: tuple[str, ...], expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = {one["id"]: one for one in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema.prisma").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "users.ts").write_text(code, encoding="utf-8")
    _, *arguments = hooks["prisma-to-convex-queries"]["entry"].split()
    assert main([*arguments, "users.ts", *more]) == expected


class Scratch:
    """A repository of a user, and what pre-commit says there."""

    def __init__(self, folder: Path, hooks: Path, home: Path) -> None:
        self.folder, self._hooks = folder, hooks
        self._environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
            "PRE_COMMIT_HOME": str(home),
            "PRE_COMMIT_COLOR": "never",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_COUNT": "2",
            "GIT_CONFIG_KEY_0": "user.name",
            "GIT_CONFIG_VALUE_0": "t",
            "GIT_CONFIG_KEY_1": "user.email",
            "GIT_CONFIG_VALUE_1": "t@example.org",
        }
        self._environment.pop("PYTHONPATH", None)
        folder.mkdir()
        self.run("git", "init", "--quiet", "--initial-branch", "main")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def stage(self, *names: str) -> None:
        assert self.run("git", "add", *names).returncode == 0

    def hook(self, name: str) -> tuple[int, str]:
        """The exit code and what is printed for what is staged."""
        done = self.run(sys.executable, "-m", "pre_commit", "try-repo", str(self._hooks), name)
        return done.returncode, done.stdout + done.stderr

    def commit(self) -> tuple[int, str]:
        done = self.run("git", "commit", "--message", "x")
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a repository of its own: what a user's `repo:` names."""
    folder = tmp_path_factory.mktemp("published") / "prisma-to-convex"
    home = tmp_path_factory.mktemp("home")
    scratch = Scratch(folder, folder, home)
    for name in FOLDERS:
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    scratch.stage(".")
    assert scratch.commit()[0] == 0
    return folder


@pytest.fixture
def scratch(published: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """pre-commit's own store is shared: the environment is installed once."""
    home = published.parents[1] / "pre-commit-home"
    return Scratch(tmp_path / "user", published, home)


@pytest.mark.slow
@pytest.mark.xdist_group("pre-commit")
def test_check_in_a_repository(scratch: Scratch) -> None:
    scratch.write("README.md", "# Nothing of ours\n")
    scratch.stage("README.md")
    code, output = scratch.hook("prisma-to-convex-check")
    assert code == 0, output
    assert "(no files to check)Skipped" in output

    scratch.write("prisma/schema.prisma", SCHEMA)
    scratch.stage("prisma")
    code, output = scratch.hook("prisma-to-convex-check")
    assert code == 0, output
    assert "Passed" in output

    scratch.write("prisma/schema.prisma", UNTRANSLATABLE)
    scratch.stage("prisma")
    code, output = scratch.hook("prisma-to-convex-check")
    assert code == 1
    assert "Failed" in output
    assert "error[PC216] unsupported-type" in output
    assert "--> prisma/schema.prisma:" in output

    allow = 'circle")? // @convex.allow(unsupported-type, reason: "not read by anyone")'
    scratch.write("prisma/schema.prisma", UNTRANSLATABLE.replace('circle")?', allow))
    scratch.stage("prisma")
    code, output = scratch.hook("prisma-to-convex-check")
    assert code == 0, output


@pytest.mark.slow
@pytest.mark.xdist_group("pre-commit")
def test_check_sees_what_is_staged_of_a_schema_of_several_files(scratch: Scratch) -> None:
    """A bad model that is not staged is not seen; one that is staged is, whichever file changed."""
    scratch.write("package.json", '{"prisma": {"schema": "prisma"}}')
    scratch.write("prisma/main.prisma", SCHEMA)
    scratch.write("prisma/post.prisma", POST)
    scratch.stage(".")
    assert scratch.commit()[0] == 0

    scratch.write("prisma/main.prisma", SCHEMA + PLACE)
    scratch.write("prisma/post.prisma", POST.replace("}", "  title String @unique\n}"))
    scratch.stage("prisma/post.prisma")
    code, output = scratch.hook("prisma-to-convex-check")
    assert code == 0, output
    assert "Unstaged files detected" in output

    scratch.stage("prisma/main.prisma")
    scratch.write("prisma/main.prisma", SCHEMA)
    code, output = scratch.hook("prisma-to-convex-check")
    assert code == 1
    assert "--> prisma/main.prisma:" in output
    assert (scratch.folder / "prisma/main.prisma").read_text(encoding="utf-8") == SCHEMA


@pytest.mark.slow
@pytest.mark.xdist_group("pre-commit")
def test_stale_output_is_reported(scratch: Scratch, published: Path) -> None:
    scratch.write("prisma/schema.prisma", SCHEMA)
    scratch.stage(".")
    code, output = scratch.hook("prisma-to-convex-stale")
    assert code == 1, output

    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / f) for f in FOLDERS)}
    subprocess.run(
        [sys.executable, "-m", "prisma_to_convex", "generate"],
        cwd=scratch.folder,
        env=environment,
        check=True,
        capture_output=True,
    )
    scratch.stage(".")
    code, output = scratch.hook("prisma-to-convex-stale")
    assert code == 0, output

    scratch.write("prisma/schema.prisma", SCHEMA.replace("email", "mail"))
    scratch.stage(".")
    code, output = scratch.hook("prisma-to-convex-stale")
    assert code == 1
    assert "schema.ts" in output


@pytest.mark.slow
@pytest.mark.xdist_group("pre-commit")
def test_queries_in_a_repository(scratch: Scratch) -> None:
    """Only what is staged counts; a comment decides."""
    scratch.write("prisma/schema.prisma", SCHEMA)
    scratch.write("src/users.ts", BOUNDED)
    scratch.stage(".")
    code, output = scratch.hook("prisma-to-convex-queries")
    assert code == 0, output
    assert scratch.commit()[0] == 0

    scratch.write("src/users.ts", BOUNDED + UNBOUNDED.replace("all", "every"))
    scratch.stage(".")
    scratch.write("src/users.ts", BOUNDED)
    code, output = scratch.hook("prisma-to-convex-queries")
    assert code == 1, output
    assert "warning[PC602] scans-table: `User.findMany`" in output
    assert "--> src/users.ts:2:" in output

    decided = '// @convex.allow(scans-table, reason: "an export")\n' + UNBOUNDED
    scratch.write("src/users.ts", decided)
    scratch.stage(".")
    code, output = scratch.hook("prisma-to-convex-queries")
    assert code == 0, output
