"""What enforces each valid schema of the corpus: TypeScript 5.9 and 7, ESLint and Prettier accept it."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Invalid, compile_schema
from support.agreement import corpus_schemas
from support.enforcing import emit_compiled
from support.oracle import judge_convex

pytestmark = pytest.mark.corpus


def test_every_valid_schema_is_enforced_by_accepted_code(corpus: Path, tmp_path: Path) -> None:
    cases: dict[str, Path] = {}
    for number, schema in enumerate(corpus_schemas(corpus)):
        found = compile_schema([SourceFile(name, text) for name, text in schema.files])
        if isinstance(found, Invalid):
            continue
        folder = tmp_path / str(number)
        emit_compiled(folder, found)
        cases[f"{schema.source}/{schema.name}"] = folder
    assert len(cases) > 1700
    judged = judge_convex(cases, ["types", "eslint", "prettier"])
    assert {name: found.findings for name, found in judged.items() if found.findings} == {}
