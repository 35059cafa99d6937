"""`generate --diff` prints patches that the real `git apply` and `patch` apply, to the byte."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from prisma_to_convex import cli

OLD = """\
datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
}
"""
NEW = OLD.replace("@unique\n", "@unique\n  name  String?\n")
TS = Path("convex/schema.ts")
Output = pytest.CaptureFixture[str]

APPLY = {
    "git": ["git", "apply", "change.patch"],
    "patch": ["patch", "--strip", "1", "--binary", "--input", "change.patch"],
}
each_program = pytest.mark.parametrize(
    "program",
    [
        pytest.param(name, marks=pytest.mark.skipif(shutil.which(name) is None, reason=name))
        for name in APPLY
    ],
)


def run(schema: str, *options: str) -> int:
    Path("schema.prisma").write_text(schema, encoding="utf-8", newline="\n")
    return cli.main(["generate", "schema.prisma", *options])


def patched(program: str, capsys: Output) -> dict[str, bytes]:
    """The files after the change that `--diff` shows was applied to them."""
    capsys.readouterr()
    assert run(NEW, "--diff") == 0
    text = capsys.readouterr().out
    assert text
    Path("change.patch").write_bytes(text.encode("utf-8"))
    subprocess.run(APPLY[program], check=True, capture_output=True)
    return files()


def files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path("convex").glob("*.[tm][sd]")}


FORMS = {
    "plain": lambda text: text,
    "tabs": lambda text: text.replace("  ", "\t"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no newline at the end": lambda text: text.rstrip("\n"),
    "what can't be seen": lambda text: text.replace(
        "email:", "/* \u202e\u00a0\u2028 \x0b */ email:"
    ),
}


@each_program
@pytest.mark.parametrize("form", FORMS)
def test_the_diff_is_a_patch(
    program: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(OLD) == 0
    TS.write_bytes(FORMS[form](TS.read_bytes().decode("utf-8")).encode("utf-8"))
    assert run(OLD) == 0
    applied = patched(program, capsys)
    assert b"name: v.nullable" in applied["schema.ts"]
    assert run(NEW) == 0
    assert applied == files()


@each_program
def test_files_that_are_not_there_yet(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.chdir(tmp_path)
    applied = patched(program, capsys)
    assert run(NEW) == 0
    assert applied == files()


def test_tabs_stay_and_nothing_acts_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(OLD) == 0
    text = (
        TS.read_text(encoding="utf-8").replace("  ", "\t").replace("email:", "/* \u202e */ email:")
    )
    TS.write_text(text, encoding="utf-8")
    assert run(OLD) == 0
    capsys.readouterr()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run(NEW, "--diff", "--color", "never") == 0
    shown = capsys.readouterr().out
    assert "\n+\t\tname: v.nullable(v.string()),\n" in shown
    assert "\\u202e" in shown
    assert "\u202e" not in shown
