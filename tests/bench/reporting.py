"""What a report takes beyond parsing, in each of its forms.

python reporting.py FORMAT FILE   the milliseconds of a process of its own, from the parsed schema to the report's text

Time of the processor, since there is no anchor to compare with; nothing is remembered from earlier
runs, so templates are compiled, too.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.generate import generate
from bench.measure import HERE, Figure, environment, in_turns


def reporting(folder: Path, models: int = 300, runs: int = 5) -> Iterator[Figure]:
    path = folder / f"{models}.prisma"
    path.write_text(generate(models), encoding="utf-8")

    def run(form: str) -> float:
        command = (sys.executable, str(HERE / "reporting.py"), form, str(path))
        done = subprocess.run(
            command, env=environment(), capture_output=True, text=True, check=True
        )
        return float(done.stdout)

    forms = ("markdown", "html", "json")
    medians = in_turns(runs, {form: partial(run, form) for form in forms})
    for form in forms:
        what = f"report of {models} models as {form}, beyond parsing"
        yield Figure(what, medians[form] / 1000, " s", 2.0)


def _measured(form: str, path: Path) -> float:
    from prisma_schema_parser import SourceFile, read_schema
    from prisma_to_convex.compiler import Compilation, translate
    from prisma_to_convex.project.compiled import SourcePlaces
    from prisma_to_convex.report.build import build
    from prisma_to_convex.report.output_format import format_of, text_of

    gc.disable()  # as the command does
    result = read_schema([SourceFile(str(path), path.read_text(encoding="utf-8"))])
    started = time.process_time()
    found = translate(result)
    assert isinstance(found, Compilation)
    where = SourcePlaces(path)
    report = build(found, path.name, where)
    assert text_of(format_of(Path(f"report.{form}")), report, found, where)
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    print(_measured(sys.argv[1], Path(sys.argv[2])))
