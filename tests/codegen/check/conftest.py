"""`prisma-to-convex check` in a folder of its own, in process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from prisma_to_convex import cli

# With it no update is lost (PC230), which would be told of every model.
STRICT = """\
generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["strictUndefinedChecks"]
}
"""
SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
}
""" + STRICT
UNTRANSLATABLE = SCHEMA + """\
model Place {
  id Int                    @id @default(autoincrement())
  at Unsupported("circle")?
}
"""
SILENT = """\
datasource db {
  provider = "mongodb"
}

model Note {
  id   String @id @default(auto()) @map("_id") @db.ObjectId
  text String
}
""" + STRICT
INVALID = "model User {\n  id   Int @id\n  post Pst\n}\n"


class CheckRun(NamedTuple):
    """What a run gave back."""

    code: int
    out: str
    err: str


Check = Callable[..., CheckRun]


def write(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    """`check(*arguments)` in a new folder, which is the current one."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("NO_COLOR", "FORCE_COLOR", "PRISMA_TO_CONVEX_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> CheckRun:
        capsys.readouterr()
        code = cli.main(["check", *arguments])
        printed = capsys.readouterr()
        return CheckRun(code, printed.out, printed.err)

    return run
