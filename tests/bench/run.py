"""The speed, mostly as ratios against anchors: `make bench`, or `python tests/bench/run.py`.

A ratio is one of medians of runs that take turns, since absolute times drift with the machine's
load. The command fails if an aim is missed by more than a fifth.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.compiling import compiling
from bench.enforcing import enforcing
from bench.generate import generate
from bench.measure import HERE, PACKAGES, ROOT, Figure, environment, in_turns, process
from bench.moving import moving
from bench.reporting import reporting

SAMPLE = ROOT / "samples" / "crm" / "schema.prisma"


def main() -> int:
    for package in PACKAGES:
        compileall.compile_dir(package, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        parts = (_large, compiling, reporting, moving, enforcing)
        figures = [*cold(), *(figure for part in parts for figure in part(Path(folder)))]
    print("| what | measured | aim |\n|---|---|---|")
    for figure in figures:
        print(figure)
    return 0 if all(figure.is_met for figure in figures) else 1


# ---- whole processes ----------------------------------------------------------------------------


def cold(runs: int = 15) -> Iterator[Figure]:
    """From the shell and back, bytecode compiled, as after an installation."""
    path = str(SAMPLE)
    medians = in_turns(
        runs,
        {
            "ours": lambda: process(sys.executable, "-m", "prisma_schema_parser", "validate", path),
            "check": lambda: process(sys.executable, "-m", "prisma_to_convex", "check", path),
            "lark": lambda: process(sys.executable, "-c", "import lark"),
            "wasm": lambda: process("node", str(HERE / "anchors.mjs"), "cold", path),
        },
    )
    what = f"`validate` of {SAMPLE.relative_to(ROOT).as_posix()}, whole process, against"
    yield Figure(f"{what} `python -c 'import lark'`", medians["ours"] / medians["lark"], "x", 1.5)
    yield Figure(f"{what} node + Prisma's wasm", medians["ours"] / medians["wasm"], "x", 0.4)
    what = f"`check` of {SAMPLE.relative_to(ROOT).as_posix()}, whole process, against"
    yield Figure(f"{what} node + Prisma's wasm", medians["check"] / medians["wasm"], "x", 0.5)


# ---- large schemas ------------------------------------------------------------------------------


def _large(folder: Path) -> Iterator[Figure]:
    lines: dict[int, int] = {}
    for models in (200, 2000, 10_000):
        text = generate(models)
        lines[models] = text.count("\n")
        _path(folder, models).write_text(text, encoding="utf-8")
    yield from _warm(folder)
    yield from _growth(folder, lines)


def _path(folder: Path, models: int) -> Path:
    return folder / f"{models}.prisma"


def _warm(folder: Path) -> Iterator[Figure]:
    """Parse and validate in a process that runs already, against validate and against parse alone."""
    node = ("node", str(HERE / "anchors.mjs"), "warm")
    ours = (sys.executable, str(HERE / "ours.py"), "warm")
    with _worker(*ours) as mine, _worker(*node, "wasm") as wasm, _worker(*node, "ast") as ast:
        for models, runs in ((200, 11), (2000, 7)):
            path = _path(folder, models)
            contestants = {"ours": mine, "wasm": wasm, "ast": ast}
            medians = in_turns(
                runs, {name: _asker(worker, path) for name, worker in contestants.items()}
            )
            what = f"parse + validate of {models} models, warm, against"
            aim = 4.0 if models == 2000 else None
            yield Figure(f"{what} Prisma's wasm", medians["ours"] / medians["wasm"], "x", aim)
            ast_ratio = medians["ours"] / medians["ast"]
            yield Figure(f"{what} prisma-ast, which only parses", ast_ratio, "x")


def _growth(folder: Path, lines: dict[int, int]) -> Iterator[Figure]:
    small, large = 200, 10_000
    with _worker(sys.executable, str(HERE / "ours.py"), "warm") as worker:
        medians = in_turns(
            3, {str(models): _asker(worker, _path(folder, models)) for models in (small, large)}
        )
    a_line = {models: medians[str(models)] / lines[models] for models in (small, large)}
    what = f"time a line at {large} models ({lines[large]} lines) against {small} ({lines[small]})"
    yield Figure(what, a_line[large] / a_line[small], "x", 1.8)
    for models in (small, large):
        used = _memory(_path(folder, models)) / lines[models] / 1000
        yield Figure(f"memory a line at {models} models", used, " kB", 3.0)


def _memory(path: Path) -> float:
    command = (sys.executable, str(HERE / "ours.py"), "memory", str(path))
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    return float(done.stdout.split()[1])


class Worker(NamedTuple):
    requests: IO[str]
    answers: IO[str]

    def ask(self, line: str) -> float:
        self.requests.write(f"{line}\n")
        self.requests.flush()
        return float(self.answers.readline())


def _asker(worker: Worker, path: Path) -> Callable[[], float]:
    return lambda: worker.ask(str(path))


@contextmanager
def _worker(*command: str) -> Iterator[Worker]:
    """A process that answers each line with a number."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment(), stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Worker(process.stdin, process.stdout)
        process.stdin.close()


if __name__ == "__main__":
    sys.exit(main())
