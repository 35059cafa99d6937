"""What is measured, and how: runs that take turns, and ratios of their medians."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGES = (ROOT / "grammar", ROOT / "codegen", ROOT / "templates")
TOLERANCE = 1.2


class Figure(NamedTuple):
    what: str
    value: float
    unit: str
    aim: float | None = None

    @property
    def is_met(self) -> bool:
        return self.aim is None or self.value <= self.aim * TOLERANCE

    def __str__(self) -> str:
        aim = "" if self.aim is None else f"<= {self.aim:g}{self.unit}"
        return f"| {self.what} | {self.value:.2f}{self.unit} | {aim} |"


def process(*command: str) -> float:
    """The milliseconds that a command takes, which must succeed."""
    started = time.perf_counter()
    subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - started) * 1000


def environment() -> dict[str, str]:
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, PACKAGES))}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    return variables


def in_turns(runs: int, contestants: dict[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each, when they take turns; the first round only warms up."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for round_ in range(runs + 1):
        for name, run in contestants.items():
            milliseconds = run()
            if round_:
                times[name].append(milliseconds)
    return {name: statistics.median(measured) for name, measured in times.items()}
