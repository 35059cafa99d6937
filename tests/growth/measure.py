"""One run: a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from bench.measure import environment
from growth.shape import CHECK, GENERATE, HEAD, Shape, model

_PROGRAM = (sys.executable, "-m", "prisma_to_convex")
_MOST_SECONDS = 40
_EXPECTED = (0, 1, 2)


class Run(NamedTuple):
    """Seconds of the processor; `fault` is empty for a run that ended as it should."""

    seconds: float
    megabytes: float
    code: int
    fault: str = ""


def timed(shape: Shape, size: int) -> Run:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in shape.files(size).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        if shape.edit is not None:
            _run(GENERATE, folder)
            written = folder / "convex" / "schema.ts"
            before = written.read_text(encoding="utf-8")
            after = shape.edit(before, size)
            assert after != before, f"{shape.name} edits nothing"
            written.write_text(after, encoding="utf-8")
        return _run(shape.command, folder)


def start_up() -> float:
    """The seconds that next to nothing takes."""
    tiny = Shape("tiny", 1, lambda _: {"schema.prisma": HEAD + model("A", "id Int @id")}, CHECK)
    return min(timed(tiny, 1).seconds for _ in range(3))


def _run(command: tuple[str, ...], folder: Path) -> Run:
    with (folder / "stderr").open("wb") as errors:
        process = subprocess.Popen(
            (*_PROGRAM, *command),
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            preexec_fn=_limit,
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = used.ru_utime + used.ru_stime
    return Run(
        seconds, used.ru_maxrss / 1024, process.returncode, _fault(process.returncode, seconds)
    )


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))


def _fault(code: int, seconds: float) -> str:
    if code in _EXPECTED:
        return ""
    return "too long" if seconds >= _MOST_SECONDS - 1 else f"exit code {code}"
