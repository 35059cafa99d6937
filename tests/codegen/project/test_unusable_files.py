"""What is no file, or too large, under the name of a file that a command reads: refused, and told, at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from prisma_schema_parser.regular_files import LARGEST
from prisma_to_convex import cli

SCHEMA = 'datasource db {\n  provider = "sqlite"\n}\nmodel A {\n  id Int @id\n}\n'


def _zero(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _large(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(5 * LARGEST)


KINDS: dict[str, Callable[[Path], None]] = {
    "a device": _zero,
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a large file": _large,
}
# The file, the command, and what is said of each kind; None where it is passed over.
READS = {
    "schema.prisma": ["check", "schema.prisma"],
    "more/x.prisma": ["check", "more"],
    "prisma-to-convex.toml": ["check", "schema.prisma"],
    "other.toml": ["check", "schema.prisma", "--config", "other.toml"],
    "base.json": ["check", "schema.prisma", "--baseline", "base.json"],
    "rows.csv": ["report", "schema.prisma", "--stats", "rows.csv"],
    "prisma.config.ts": ["check"],
    "package.json": ["check"],
    "convex/schema.ts": ["generate", "schema.prisma"],
    "convex/schema.prisma-to-convex.lock": ["generate", "schema.prisma"],
    "convex/report.md": ["generate", "schema.prisma"],
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", READS)
def test_refused(
    name: str,
    kind: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if (name, kind) in (("schema.prisma", "a folder"), ("more/x.prisma", "a folder")):
        pytest.skip("a folder may be a schema, and may be in one")
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA)
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    if name.endswith(".lock"):
        assert cli.main(["generate", "schema.prisma"]) == 0
        Path("convex/schema.ts").write_text(Path("convex/schema.ts").read_text() + "// by hand\n")
        capsys.readouterr()
    if path.exists():
        path.unlink()
    KINDS[kind](path)
    before = sorted(tmp_path.rglob("*"))
    if (name, kind) == ("convex/report.md", "a large file"):
        os.truncate(path, 9 * LARGEST)  # it is only looked at, so more is borne
    assert cli.main(READS[name]) == 2
    printed = capsys.readouterr().err
    assert name in printed
    assert any(
        word in printed
        for word in ("not a file", "larger than", "a folder", "regular file", "leads out")
    )
    assert len(printed) < 400
    assert sorted(tmp_path.rglob("*")) == before


def test_standard_input_has_an_end(tmp_path: Path) -> None:
    with open("/dev/zero", "rb") as zeros:
        done = subprocess.run(
            [sys.executable, "-m", "prisma_to_convex", "check", "-"],
            stdin=zeros,
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "prisma-to-convex: standard input: larger than 32 MiB\n"
