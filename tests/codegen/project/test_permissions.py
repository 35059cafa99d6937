"""Folders and files that may not be written: each command says so, and leaves nothing behind."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from prisma_to_convex import cli
from support.unprivileged import needs_permissions, run

pytestmark = needs_permissions

SCHEMA = 'datasource db {\n  provider = "mysql"\n}\n\nmodel A {\n  id Int @id\n}\n'
CODE = 'import { prisma } from "./db";\nexport const all = () => prisma.a.findMany();\n'
COMMANDS = {
    "generate --out d": "d/schema.ts",
    "generate --report d/r.html": "d/r.html",
    "generate --out d --enforce": "d/constraints.ts",
    "report --output d/r.md": "d/r.md",
    "check --format sarif=d/r.sarif": "d/r.sarif",
    "check --baseline d/b.json --write-baseline": "d/b.json",
    "queries a.ts --exit-zero --format json=d/q.json": "d/q.json",
    "queries a.ts --sketch d/sketch": "d/sketch/as.ts",
    "init d/c.toml --force": "d/c.toml",
}
each_command = pytest.mark.parametrize(("words", "name"), COMMANDS.items())


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA)
    Path("a.ts").write_text(CODE)
    Path("d").mkdir()
    yield
    for folder in (Path("d"), *Path("d").rglob("*")):
        folder.chmod(0o700)


def files() -> dict[str, tuple[bytes, int]]:
    return {
        path.as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in Path().rglob("*")
        if path.is_file()
    }


def refused(words: str, reason: str) -> None:
    before = files()
    done = run(*words.split())
    assert (done.returncode, "Wrote" in done.stdout) == (2, False), done.stderr
    assert re.search(rf"\bd/[\w./]+: (it can't be read: )?{reason}", done.stderr), done.stderr
    assert files() == before


@each_command
@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_a_folder(words: str, name: str, mode: int) -> None:
    Path("d").chmod(mode)
    refused(words, "permission denied")


@each_command
@pytest.mark.parametrize(("mode", "reason"), [(0o400, "it is read-only"), (0, "permission denied")])
def test_a_file_of_ours(words: str, name: str, mode: int, reason: str) -> None:
    assert cli.main(words.split()) == 0
    path = Path(name)
    Path("schema.prisma").write_text(SCHEMA.replace("Int @id", "Int @id\n  b String @unique"))
    Path("a.ts").write_text(CODE.replace("findMany()", "findMany({ where: { b: '' } })"))
    if words.startswith("init"):
        path.write_text("x = 1\n")
    path.chmod(mode)
    before = os.stat(path).st_ino
    refused(words, reason)
    assert os.stat(path).st_ino == before
