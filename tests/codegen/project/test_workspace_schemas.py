"""A folder, or a package of a workspace, without a schema: what is found elsewhere, and what to type."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prisma_to_convex import cli

SCHEMA = 'datasource db {\n  provider = "postgresql"\n}\nmodel A {\n  id Int @id\n}\n'


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def messages(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """What is said behind the places that were looked at; the run ends with 2."""
    assert cli.main(list(arguments)) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    lines = shown.err.removeprefix("prisma-to-convex: ").replace("\nprisma-to-convex: ", "\n")
    return [
        line for line in lines.splitlines() if not line.startswith(("  - ", "no Prisma schema"))
    ]


WORKSPACE = {
    "packages/db/prisma/schema.prisma": SCHEMA,
    "packages/db/package.json": '{"name": "@acme/db"}',
    "services/billing/schema.prisma": SCHEMA,
    "services/billing/package.json": '{"name": "billing"}',
    "packages/ui/src/index.ts": "",
    "packages/ui/package.json": '{"name": "@acme/ui"}',
}
MARKS = [
    ("package.json", json.dumps({"workspaces": ["packages/*"]})),
    ("package.json", json.dumps({"workspaces": {"packages": ["packages/*"]}})),
    ("pnpm-workspace.yaml", "packages:\n  - packages/*\n"),
    ("lerna.json", "{}"),
    (".git/HEAD", "ref: refs/heads/main\n"),
]


@pytest.mark.parametrize(("mark", "text"), MARKS)
@pytest.mark.parametrize("command", ["check", "generate", "report"])
def test_from_a_package_without_a_schema(
    mark: str,
    text: str,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write({**WORKSPACE, mark: text})
    monkeypatch.chdir("packages/ui")
    assert messages(capsys, command) == [
        "there are 2 elsewhere in the workspace; name one:",
        f"  prisma-to-convex {command} ../../packages/db/prisma/schema.prisma  # @acme/db",
        f"  prisma-to-convex {command} ../../services/billing/schema.prisma  # billing",
    ]


def test_at_the_top_packages_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    write({**WORKSPACE, "pnpm-workspace.yaml": ""})
    assert messages(capsys, "check") == [
        "there are 2 below; name one:",
        "  prisma-to-convex check packages/db/prisma/schema.prisma  # @acme/db",
        "  prisma-to-convex check services/billing/schema.prisma  # billing",
    ]


@pytest.mark.parametrize("command", ["check", "generate", "report"])
def test_a_folder_without_a_schema(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    write({**WORKSPACE, "pnpm-workspace.yaml": ""})
    assert messages(capsys, command, "packages/ui") == [
        "packages/ui: the folder holds no .prisma file",
        "there are 2 elsewhere in the workspace; name one:",
        f"  prisma-to-convex {command} packages/db/prisma/schema.prisma  # @acme/db",
        f"  prisma-to-convex {command} services/billing/schema.prisma  # billing",
    ]


def test_outside_a_workspace_the_folder_beside_it_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write({"app/db/schema.prisma": SCHEMA, "app/web/index.ts": "", "other/schema.prisma": SCHEMA})
    assert messages(capsys, "check", "app/web") == [
        "app/web: the folder holds no .prisma file",
        "there is one nearby; name it:",
        "  prisma-to-convex check app/db/schema.prisma",
    ]


def test_nothing_is_named_where_there_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    write({"web/index.ts": "", ".git/HEAD": ""})
    assert messages(capsys, "check", "web") == ["web: the folder holds no .prisma file"]
    assert messages(capsys, "check") == ["pass SCHEMA on the command line"]


@pytest.mark.parametrize("text", ["{", "[]", '{"name": 3}', '{"name": "a\\u001b[31m"}', "[" * 9000])
def test_a_package_that_can_not_be_read(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    write({**WORKSPACE, "packages/db/package.json": text, "lerna.json": text})
    lines = messages(capsys, "check", "packages/ui")
    assert lines[-2].startswith("  prisma-to-convex check packages/db/prisma/schema.prisma")
    assert "\x1b" not in "".join(lines)
