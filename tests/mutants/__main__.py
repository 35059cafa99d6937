"""`make mutants`: whether the tests notice small mistakes in the code.

    python tests/mutants [--count 200] [--seed 1] [--workers 2] [--record] [--resume] [--only TEXT] [--list]

1. Once, all tests run with coverage and leave in build/mutants which test runs which line, and how long it takes.
2. Each mutant is put into a copy of the tree, and the tests that ran its line are run until one fails; if none does,
   the test files that run anything of its module.

Prints each mutant's fate and, last, how many were noticed. What survived is written to build/mutants/survivors.txt.
Fates are kept as they are found: `--resume` goes on with a run that was broken off.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Literal

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutants.places import Mutant, chosen
from mutants.selection import Selection

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "mutants"
FATES = BUILD / "fates.jsonl"
DURATIONS = BUILD / "durations"
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
WHOLE_FILES = 90.0
"""Seconds of tests that a mutant gets which the tests of its line did not notice."""
HANG = 900.0
"""Seconds by the clock after which tests are given up whatever they wait for: they share the machine."""

Fate = Literal["killed", "timeout", "survived", "untested"]


@dataclass(frozen=True, slots=True)
class Result:
    mutant: Mutant
    fate: Fate
    by: str
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--record", action="store_true", help="run all tests with coverage again")
    parser.add_argument("--resume", action="store_true", help="keep the fates already found")
    parser.add_argument("--only", default="", help="mutants whose description holds this text")
    parser.add_argument("--list", action="store_true", help="only print the mutants")
    options = parser.parse_args()
    sources = Sources(ROOT)
    wanted = [
        one
        for one in chosen(ROOT, options.count, options.seed)
        if options.only in one.description(sources[one.path])
    ]
    if options.list:
        print(*(one.description(sources[one.path]) for one in wanted), sep="\n")
        return 0
    BUILD.mkdir(parents=True, exist_ok=True)
    if options.record or not DURATIONS.exists():
        record(options.workers)
    if not options.resume:
        FATES.unlink(missing_ok=True)
    found = fates(wanted, sources)
    known = {id(one.mutant) for one in found}
    left = [one for one in wanted if id(one) not in known]
    return report(found + run(left, Selection(ROOT, BUILD), options.workers, sources), sources)


class Sources(dict[str, str]):
    """The texts of files, by path from the root; read once."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root

    def __missing__(self, path: str) -> str:
        self[path] = (self._root / path).read_text(encoding="utf-8")
        return self[path]


def fates(wanted: list[Mutant], sources: Sources) -> list[Result]:
    """What an earlier run found of them."""
    if not FATES.exists():
        return []
    lines = FATES.read_text(encoding="utf-8").splitlines()
    found = {row["mutant"]: row for row in map(json.loads, lines)}
    return [
        Result(
            one, found[description]["fate"], found[description]["by"], found[description]["seconds"]
        )
        for one in wanted
        if (description := one.description(sources[one.path])) in found
    ]


def record(workers: int) -> None:
    """All tests once, with coverage by test."""
    data = BUILD / "coverage"
    shutil.rmtree(DURATIONS, ignore_errors=True)
    DURATIONS.mkdir(parents=True)
    environment = {
        **os.environ,
        "P2C_DURATIONS": str(DURATIONS),
        "COVERAGE_FILE": str(data),
        "PYTHONPATH": str(ROOT / "tests"),
    }
    command = [*PYTEST, "-p", "mutants.recorder", "-n", str(workers), "--cov", "--cov-report="]
    done = subprocess.run([*command, "--cov-context=test", "tests"], cwd=ROOT, env=environment)
    if done.returncode:
        print("Some tests fail without a mutant: they are left out", file=sys.stderr)


# ---- mutants ------------------------------------------------------------------------------------


def run(wanted: list[Mutant], selection: Selection, workers: int, sources: Sources) -> list[Result]:
    trees: Queue[Path] = Queue()
    for number in range(workers):
        trees.put(copied(BUILD / f"tree{number}"))
    done: list[Result] = []

    def one(mutant: Mutant) -> None:
        tree = trees.get()
        try:
            result = tried(mutant, selection, tree)
        finally:
            trees.put(tree)
        done.append(result)
        description = mutant.description(sources[mutant.path])
        row = {
            "mutant": description,
            "fate": result.fate,
            "by": result.by,
            "seconds": result.seconds,
        }
        with FATES.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        print(
            f"{len(done):3}/{len(wanted)} {result.fate:8} {result.seconds:5.0f} s {description}",
            flush=True,
        )
        if result.by:
            print(f"        by {result.by}", flush=True)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, wanted))
    return done


def copied(tree: Path) -> Path:
    """A copy of what git knows here, and of what is not ignored; with the installed npm packages."""
    shutil.rmtree(tree, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    for packages in ("", "client", "rows"):
        installed = Path("tests/oracle", packages, "node_modules")
        (tree / installed).symlink_to(ROOT / installed)
    return tree


def tried(mutant: Mutant, selection: Selection, tree: Path) -> Result:
    """The mutant in the tree, and the tests on it."""
    started = time.monotonic()
    path = tree / mutant.path
    source = path.read_text(encoding="utf-8")
    tests = selection.tests(mutant)
    files = selection.files(mutant, WHOLE_FILES)
    try:
        path.write_text(mutant.applied(source), encoding="utf-8")
        fate, by = outcome(tests, sum(selection.seconds[one] for one in tests), tree)
        if fate in ("survived", "untested"):
            fate, by = outcome(files, WHOLE_FILES, tree)
    finally:
        path.write_text(source, encoding="utf-8")
    return Result(mutant, fate, by, time.monotonic() - started)


def outcome(tests: list[str], seconds: float, tree: Path) -> tuple[Fate, str]:
    """What the tests say, and which said it. They took so many seconds without a mutant."""
    if not tests:
        return "untested", ""
    rooms = [tree / room for room in ("grammar", "codegen", "templates", "tests")]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, rooms)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    processor = int(60 + 2 * seconds)
    command = [*PYTEST, "-n0", "-x", "-p", "mutants.quick", "--no-header", "--tb=no", *tests]
    try:
        done = subprocess.run(
            command,
            cwd=tree,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=HANG,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (processor, processor)),
        )
    except subprocess.TimeoutExpired:
        return "timeout", ""
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return "timeout", ""
    if done.returncode == 0:
        return "survived", ""
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return "killed", failed[0][:150] if failed else f"pytest's exit code {done.returncode}"


# ---- the report ---------------------------------------------------------------------------------


def report(results: list[Result], sources: Sources) -> int:
    alive = [one for one in results if one.fate in ("survived", "untested")]
    lines = sorted(one.mutant.description(sources[one.mutant.path]) for one in alive)
    (BUILD / "survivors.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    operators = Counter(one.mutant.change.operator for one in results)
    survived = Counter(one.mutant.change.operator for one in alive)
    for operator, times in sorted(operators.items()):
        print(f"{operator:24} {times - survived[operator]:4} of {times}")
    print(*lines, sep="\n")
    killed = len(results) - len(alive)
    print(f"{killed} of {len(results)} mutants killed: {100 * killed / max(len(results), 1):.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
