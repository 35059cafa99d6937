"""How time grows with the size of what is read: `make growth`, or `python tests/growth/run.py [WORD...]`.

Each shape is made at n, at 2n, and at 4n where that is cheap; each run is a process of its own, measured in
seconds of the processor, start-up taken off. The exponent is the power of n with which the time grew
between the last two sizes: 1 is linear. Nothing fails but a run that breaks or takes more than 40 seconds.
WORD picks the shapes that have it in their name.
"""

from __future__ import annotations

import argparse
import compileall
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.measure import PACKAGES
from growth import by_hand, code, decided, invalid, newer, schemas
from growth.measure import Run, start_up, timed
from growth.shape import Shape

_CHEAP = 1.0  # seconds at 2n up to which 4n is tried
_NOISE = 0.05


class Growth(NamedTuple):
    shape: Shape
    runs: tuple[Run, ...]

    @property
    def exponent(self) -> float | None:
        """None where the times are too short to say."""
        if len(self.runs) < 2:
            return None
        before, after = (run.seconds for run in self.runs[-2:])
        return None if after < _NOISE * 2 else math.log2(after / max(before, _NOISE / 2))

    def __str__(self) -> str:
        times = [f"{run.seconds:.2f}" for run in self.runs]
        exponent = "" if self.exponent is None else f"{self.exponent:.1f}"
        last = self.runs[-1]
        fault = next((run.fault for run in self.runs if run.fault), "")
        cells = [self.shape.name, f"{self.shape.size:,}", *times, *[""] * (3 - len(times))]
        return (
            f"| {' | '.join(cells)} | {exponent} | {last.megabytes:.0f} | {last.code} | {fault} |"
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("words", nargs="*", help="only shapes with one of these in their name")
    words = parser.parse_args().words
    print(
        "| shape | n | s at n | s at 2n | s at 4n | exponent | MB | exit | |\n|---|--:|--:|--:|--:|--:|--:|--:|---|"
    )
    found = []
    for growth in _measured(words):
        print(growth, flush=True)
        found.append(growth)
    worst = sorted(found, key=lambda growth: -(growth.exponent or 0))[:10]
    print(
        "\nThe steepest: " + "; ".join(f"{one.shape.name} {one.exponent or 0:.1f}" for one in worst)
    )
    return 1 if any(run.fault for growth in found for run in growth.runs) else 0


def _measured(words: list[str]) -> Iterator[Growth]:
    for package in PACKAGES:
        compileall.compile_dir(package, quiet=1)
    base = start_up()
    for room in (schemas, invalid, decided, by_hand, newer, code):
        for shape in room.shapes():
            if not words or any(word in shape.name for word in words):
                yield Growth(shape, tuple(_runs(shape, base)))


def _runs(shape: Shape, base: float) -> Iterator[Run]:
    for factor in (1, 2, 4):
        run = timed(shape, shape.size * factor)
        run = run._replace(seconds=max(run.seconds - base, 0.0))
        yield run
        if run.fault or (factor == 2 and run.seconds > _CHEAP):
            return


if __name__ == "__main__":
    sys.exit(main())
