"""`python -m prisma_schema_parser`: exit codes, what stands where, and never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

VALID = "model A {\n  id Int @id\n}\n"
INVALID = "model A {\n  id Int @id\n  b  Nope\n}\n"


def run(*arguments: str, folder: Path, stdin: bytes = b"") -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a run in `folder`."""
    done = subprocess.run(
        [sys.executable, "-m", "prisma_schema_parser", *arguments],
        cwd=folder,
        env=_environment(),
        input=stdin,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def _environment() -> dict[str, str]:
    """The package is found from any folder, also where PYTHONPATH is relative."""
    import prisma_schema_parser

    home = Path(prisma_schema_parser.__file__).resolve().parent.parent
    return {**os.environ, "PYTHONPATH": str(home), "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.prisma").write_text(VALID, encoding="utf-8")
    (tmp_path / "bad.prisma").write_text(INVALID, encoding="utf-8")
    (tmp_path / "latin.prisma").write_bytes(b"// caf\xe9\n" + VALID.encode())
    (tmp_path / "many").mkdir()
    (tmp_path / "many" / "a.prisma").write_text(VALID, encoding="utf-8")
    (tmp_path / "many" / "b.prisma").write_text("enum E {\n  X\n}\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_validate_tells_of_each_path(folder: Path) -> None:
    code, out, errors = run("validate", "good.prisma", "bad.prisma", "many", folder=folder)
    assert code == 1
    assert errors == ""
    lines = out.splitlines()
    assert lines[0] == "good.prisma: valid"
    assert lines[1].startswith("error[PC120]")
    assert lines[-2:] == ["bad.prisma: invalid: 1 error", "many: valid"]


def test_validate_as_json_lines(folder: Path) -> None:
    code, out, _ = run("validate", "--format", "jsonl", "good.prisma", "bad.prisma", folder=folder)
    good, bad = map(json.loads, out.splitlines())
    assert code == 1
    assert good == {"path": "good.prisma", "valid": True, "diagnostics": []}
    (found,) = bad["diagnostics"]
    assert (bad["path"], bad["valid"]) == ("bad.prisma", False)
    assert list(found) == ["code", "severity", "message", "file", "line", "column"]
    assert (found["code"], found["severity"]) == ("PC120", "error")
    assert (found["file"], found["line"], found["column"]) == ("bad.prisma", 3, 6)


def test_paths_from_stdin(folder: Path) -> None:
    code, out, _ = run(
        "validate", "--format=jsonl", "-", folder=folder, stdin=b"good.prisma\n\r\n\nmany\r\nbad.prisma"
    )  # fmt: skip  # one line a call
    shown = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [(one["path"], one["valid"]) for one in shown] == [
        ("good.prisma", True),
        ("many", True),
        ("bad.prisma", False),
    ]


@pytest.mark.parametrize("format_", ["text", "jsonl"])
@pytest.mark.parametrize("path", ["nothing.prisma", "empty", "nul\0.prisma"])
def test_a_path_that_cannot_be_read_hides_no_other(folder: Path, path: str, format_: str) -> None:
    stdin = f"good.prisma\n{path}\nbad.prisma\n".encode()
    code, out, errors = run("validate", "--format", format_, "-", folder=folder, stdin=stdin)
    assert code == 2
    assert "good.prisma" in out
    assert "bad.prisma" in out
    assert errors.count("\n") == 1
    assert errors.isprintable() or errors.rstrip("\n").isprintable()
    if format_ == "jsonl":
        unread = json.loads(out.splitlines()[1])
        assert (unread["path"], unread["valid"], unread["diagnostics"]) == (path, False, [])
        assert unread["error"]


def test_invalid_utf8_is_a_diagnostic(folder: Path) -> None:
    code, out, _ = run("validate", "--format", "jsonl", "latin.prisma", folder=folder)
    found = json.loads(out)["diagnostics"][0]
    assert code == 1
    assert (found["code"], found["line"], found["column"]) == ("PC100", 1, 7)


def test_dmmf(folder: Path) -> None:
    code, out, errors = run("dmmf", "many", folder=folder)
    assert (code, errors) == (0, "")
    assert list(json.loads(out)) == ["enums", "models", "types", "indexes"]
    assert out.startswith('{\n  "enums": [\n')


def test_dmmf_of_an_invalid_schema_goes_to_stderr(folder: Path) -> None:
    code, out, errors = run("dmmf", "bad.prisma", folder=folder)
    assert (code, out) == (1, "")
    assert errors.startswith("error[PC120]")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["validate"],
        ["validate", "--colour", "good.prisma"],
        ["validate", "--format"],
        ["validate", "--format", "xml", "good.prisma"],
        ["dmmf"],
        ["dmmf", "good.prisma", "bad.prisma"],
        ["dmmf", "nothing.prisma"],
    ],
    ids=" ".join,
)
def test_unusable(folder: Path, arguments: list[str]) -> None:
    code, out, errors = run(*arguments, folder=folder)
    assert (code, out) == (2, "")
    assert errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["validate", "--help"], ["dmmf", "-h"]])
def test_help(folder: Path, arguments: list[str]) -> None:
    code, out, errors = run(*arguments, folder=folder)
    assert (code, errors) == (0, "")
    assert out.startswith("usage: python -m prisma_schema_parser validate")


def test_a_path_behind_two_dashes(folder: Path) -> None:
    (folder / "--format").write_text(VALID, encoding="utf-8")
    code, out, _ = run("validate", "--", "--format", folder=folder)
    assert (code, out) == (0, "--format: valid\n")


def test_a_name_that_a_terminal_would_obey(folder: Path) -> None:
    (folder / "\x1b[31m.prisma").write_text(INVALID, encoding="utf-8")
    _, out, _ = run("validate", "\x1b[31m.prisma", "\x1b[32m", folder=folder)
    assert "\x1b" not in out


def test_a_reader_that_goes_away(folder: Path) -> None:
    paths = [str(folder / "bad.prisma")] * 500
    with subprocess.Popen(
        [sys.executable, "-m", "prisma_schema_parser", "validate", *paths],
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_cannot_be_written(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "prisma_schema_parser", "validate", str(folder / "good.prisma")],
            env=_environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_bug_of_ours_is_one_line_and_code_3(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from prisma_schema_parser import __main__ as command

    def broken(_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(command, "read_schema", broken)
    assert command.main(["validate", str(folder / "good.prisma")]) == 3
    assert capsys.readouterr().err.count("\n") == 1


# As a terminal starts it: a shell's job in the background, such as our own parent may be, ignores the signal.
IN_A_TERMINAL = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("prisma_schema_parser", run_name="__main__", alter_sys=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupt(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", IN_A_TERMINAL, "validate", "-"],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"good.prisma\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"good.prisma: valid\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_the_example_of_the_readme(tmp_path: Path) -> None:
    readme = Path("grammar/README.md").read_text(encoding="utf-8")
    example = readme.split("```python\n")[1].split("```")[0]
    (tmp_path / "prisma").mkdir()
    (tmp_path / "prisma" / "schema.prisma").write_text(VALID, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", example + "print(list(datamodel))"],
        cwd=tmp_path,
        env=_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "A ['id']\n['enums', 'models', 'types', 'indexes']\n"


def test_two_hundred_diagnostics_are_shown(folder: Path) -> None:
    lines = "  bad line\n" * 300
    (folder / "worse.prisma").write_text(f"model A {{\n  id Int @id\n{lines}}}\n")
    code, out, _ = run("validate", "worse.prisma", folder=folder)
    assert (code, out.count(" --> ")) == (1, 200)
    assert "\nand 100 more (--max-diagnostics 0 shows all)\n" in out
    assert out.endswith("worse.prisma: invalid: 300 errors\n")
    for option, shown in (
        ((), 200),
        (("--max-diagnostics", "0"), 300),
        (("--max-diagnostics=7",), 7),
    ):
        record = json.loads(
            run("validate", "--format=jsonl", *option, "worse.prisma", folder=folder)[1]
        )
        assert (len(record["diagnostics"]), record.get("truncated", 0)) == (shown, 300 - shown)
    assert run("validate", "--max-diagnostics=x", "worse.prisma", folder=folder)[0] == 2
