"""What is emitted for the schemas of the mapping and the samples: TypeScript, ESLint and Prettier accept it."""

from __future__ import annotations

from pathlib import Path

from support.enforcing import emit
from support.oracle import judge_convex
from support.places import ROOT, SAMPLES

MAPPING = sorted((ROOT / "tests" / "codegen" / "mapping").glob("*.prisma"))
SCHEMAS = [*MAPPING, *sorted(SAMPLES.glob("*/schema.prisma"))]


def test_the_judges_accept_it(tmp_path: Path) -> None:
    cases = {}
    for number, path in enumerate(SCHEMAS):
        folder = tmp_path / f"{number}-{path.stem}"
        emit(folder, path.read_text(encoding="utf-8"))
        cases[folder.name] = folder
    judged = judge_convex(cases, ["types", "eslint", "prettier"])
    assert {name: found.findings for name, found in judged.items() if found.findings} == {}
