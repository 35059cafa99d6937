"""What is emitted for the schemas of the mapping and the samples: TypeScript, ESLint and Prettier accept it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, compile_schema
from strategies import SchemaText, schemas
from support.enforcing import emit, emit_compiled
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


@pytest.mark.slow
def test_typescript_accepts_it_for_schemas_made_up(tmp_path: Path) -> None:
    cases: dict[str, Path] = {}

    @settings(
        max_examples=150,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(schemas())
    def gather(schema: SchemaText) -> None:
        found = compile_schema([SourceFile(*one) for one in schema.files])
        if isinstance(found, Compilation):
            folder = tmp_path / str(len(cases))
            emit_compiled(folder, found)
            cases[f"{len(cases)}:\n{schema.files[0][1]}"] = folder

    gather()
    assert len(cases) > 100
    judged = judge_convex(cases, ["types"])
    assert {name: found.findings for name, found in judged.items() if found.findings} == {}
