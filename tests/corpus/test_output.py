"""The output for every valid schema of the corpus, by all five judges."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Invalid, compile_schema
from prisma_to_convex.convex.render import schema_ts
from support.agreement import corpus_schemas
from support.oracle import judge_convex

pytestmark = pytest.mark.corpus


def test_every_valid_schema_passes_every_judge(corpus: Path) -> None:
    outputs: dict[str, str] = {}
    for schema in corpus_schemas(corpus):
        if schema.source == "apps":
            continue  # tests/test_apps.py
        found = compile_schema([SourceFile(name, text) for name, text in schema.files])
        if not isinstance(found, Invalid):
            text = schema_ts(found.lowered.convex, "schema.prisma", "report.md")
            outputs[f"{schema.source}/{schema.name}"] = text
    assert len(outputs) > 1700
    judged = judge_convex(outputs)
    assert {name: found.findings for name, found in judged.items() if found.findings} == {}
