"""`generate --watch`: one run at first and one a change; errors end nothing, an interrupt ends it cleanly."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from prisma_to_convex.config.overrides import NO_OVERRIDES
from prisma_to_convex.generate.watch import INTERRUPTED, watch
from prisma_to_convex.terminal.console import Console

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model User {
  id Int @id
}
"""


def watched(edits: list[Callable[[], object]]) -> tuple[int, int, str]:
    """Runs until the edits, one a look, are used up: the exit code, how often it ran, what was told."""
    runs = 0
    looks = iter(edits)

    def run() -> int:
        nonlocal runs
        runs += 1
        return 2  # each run fails

    def pause(_: float) -> None:
        edit = next(looks, None)
        if edit is None:
            raise KeyboardInterrupt
        edit()

    output = io.StringIO()
    console = Console(output, output, (False, False), "generate")
    code = watch(None, NO_OVERRIDES, run, console, pause)
    return code, runs, output.getvalue()


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")


def written(name: str, text: str) -> Callable[[], object]:
    def write() -> None:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")

    return write


def nothing() -> None:
    return


def test_without_a_change_it_runs_once() -> None:
    code, runs, printed = watched([nothing, nothing])
    assert (code, runs, printed) == (INTERRUPTED, 1, "Watching for changes (Ctrl-C ends it)\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("schema.prisma", SCHEMA + "// changed\n"),
        ("prisma-to-convex.toml", 'bigint = "number"\n'),
        ("migrations/1/migration.sql", "SELECT 1;\n"),
        ("prisma.config.ts", "export default {};\n"),
    ],
)
def test_a_change_is_a_run(name: str, text: str) -> None:
    _, runs, printed = watched([written(name, text), nothing, nothing])
    assert runs == 2
    assert printed.endswith(f"Changed: {name}\n")


def test_several_at_once_are_one_run() -> None:
    """The second comes while the first is seen."""
    edits = [
        written("schema.prisma", SCHEMA + "//\n"),
        written("prisma-to-convex.toml", ""),
        nothing,
    ]
    _, runs, printed = watched(edits)
    assert runs == 2
    assert "Changed: prisma-to-convex.toml and 1 more\n" in printed


def test_a_schema_that_goes_and_comes_again() -> None:
    _, runs, _ = watched(
        [Path("schema.prisma").unlink, nothing, written("schema.prisma", SCHEMA), nothing, nothing]
    )
    assert runs == 3


def test_what_it_writes_is_no_change() -> None:
    _, runs, _ = watched([written("convex/schema.ts", "//"), nothing])
    assert runs == 1


def until(found: Callable[[], bool]) -> None:
    """Waits for what another process does; a minute and more, as a busy machine takes its time."""
    for _ in range(900):
        if found():
            return
        time.sleep(0.1)
    pytest.fail("it did not happen")


def _hears_interrupts() -> None:
    """Tests that run in the background of a shell ignore them, and so would what they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_as_a_process() -> None:
    command = [sys.executable, "-m", "prisma_to_convex", "generate", "--watch"]
    log, target = Path("log.txt"), Path("convex/schema.ts")
    with log.open("wb") as stderr:
        one = subprocess.Popen(
            command, stderr=stderr, stdout=subprocess.DEVNULL, preexec_fn=_hears_interrupts
        )
    try:
        until(lambda: "Watching" in log.read_text())
        Path("schema.prisma").write_text(SCHEMA + "model Team {\n", encoding="utf-8")
        until(lambda: "the schema is not valid" in log.read_text())
        Path("schema.prisma").write_text(SCHEMA.replace("User", "Member"), encoding="utf-8")
        until(lambda: "members: defineTable" in target.read_text())
        one.send_signal(signal.SIGINT)
        code = one.wait(90)
    finally:
        one.kill()
        one.wait()
    assert code == INTERRUPTED
    assert "Traceback" not in log.read_text()
    assert sorted(os.listdir("convex")) == [
        "report.md",
        "schema.prisma-to-convex.lock",
        "schema.ts",
    ]
