"""What `generate --enforce` gives back of schemas, in figures: `make enforced`, or
`python tests/bench/enforced_table.py SCHEMA...` (files and folders; by default the samples).

A row a schema: guarantees lost before, enforced exactly and partly, lost after; lines of constraints.ts and of all that
is emitted beside schema.ts; the seconds of CPU that TypeScript's compilers take for a strict project that writes every
table, without enforcement and with it (`--no-types` leaves them out).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.compiling import COMPILERS
from bench.enforcing import compiled, generated, project
from bench.measure import ROOT
from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.enforce.grades import grades

SAMPLES = ROOT / "samples"
TABLES_A_FILE = 10
"""Of the functions that are compiled, as in an application."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="what `generate --enforce` gives back, in figures")
    parser.add_argument("schemas", nargs="*", type=Path, metavar="SCHEMA")
    parser.add_argument("--no-types", action="store_true", help="without TypeScript's time")
    parser.add_argument("--runs", type=int, default=3, help="of each compiler; the median is told")
    given = parser.parse_args(arguments)
    paths = given.schemas or sorted(SAMPLES.glob("*/schema.prisma"))
    compilers = {} if given.no_types else COMPILERS
    titles = ["schema", "tables", "lost before", "exact", "partly", "lost after", "constraints.ts"]
    titles += ["all lines", *(f"{name}, without -> with, s" for name in compilers)]
    print(f"| {' | '.join(titles)} |\n|---|{'---:|' * (len(titles) - 1)}", flush=True)
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            cells = [*_row(path, Path(folder), compilers, given.runs)]
        print(f"| {_title(path)} | {' | '.join(cells)} |", flush=True)
    return 0


def _title(path: Path) -> str:
    return path.parent.name if path.name == "schema.prisma" else path.stem


def _row(path: Path, folder: Path, compilers: dict[str, str], runs: int) -> Iterator[str]:
    files = sorted(path.rglob("*.prisma")) if path.is_dir() else [path]
    found = compile_schema([SourceFile(one.name, one.read_text(encoding="utf-8")) for one in files])
    if not isinstance(found, Compilation):
        raise SystemExit(f"{path}: the schema is not valid")
    given_back = Counter(one.grade for one in grades(found) if one is not None)
    yield str(len(found.lowered.convex.tables))
    yield str(given_back.total())
    yield from (str(given_back[grade]) for grade in ("exact", "partly", "cannot"))
    projects = {is_enforced: folder / str(is_enforced) for is_enforced in (False, True)}
    for is_enforced, place in projects.items():
        convex = generated(place, path, is_enforced)
        if is_enforced:
            lines = {one.name: _lines(one) for one in convex.glob("*.ts")}
            yield str(lines["constraints.ts"])
            yield str(sum(lines.values()) - lines["schema.ts"])
        project(convex, is_enforced, TABLES_A_FILE)
    for package in compilers.values():
        without, with_ = _seconds(package, projects, runs)
        yield f"{without:.2f} -> {with_:.2f} ({with_ / without:.2f}x)"


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _seconds(package: str, projects: dict[bool, Path], runs: int) -> tuple[float, float]:
    """Medians, without enforcement and with it, of runs that take turns."""
    rounds = [[compiled(package, projects[one]) for one in (False, True)] for _ in range(runs)]
    without, with_ = (statistics.median(found) for found in zip(*rounds, strict=True))
    return without, with_


if __name__ == "__main__":
    sys.exit(main())
