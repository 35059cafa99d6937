"""What enforces each valid schema of the corpus: TypeScript 5.9 and 7 accept it; ESLint and Prettier, of every tenth.

Most of the text is the same for every schema, and tests/codegen/enforce has it judged in full.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Invalid, compile_schema
from support.agreement import corpus_schemas
from support.enforcing import ENFORCING, emit_compiled
from support.oracle import Judge, judge_convex

pytestmark = pytest.mark.corpus
TYPES: list[Judge] = ["types"]
STYLE: list[Judge] = ["eslint", "prettier"]


def test_every_valid_schema_is_enforced_by_accepted_code(corpus: Path, tmp_path: Path) -> None:
    cases: dict[str, Path] = {}
    for number, schema in enumerate(corpus_schemas(corpus)):
        found = compile_schema([SourceFile(name, text) for name, text in schema.files], ENFORCING)
        if isinstance(found, Invalid):
            continue
        folder = tmp_path / str(number)
        emit_compiled(folder, found)
        cases[f"{schema.source}/{schema.name}"] = folder
    assert len(cases) > 1700
    some = dict(islice(cases.items(), 0, None, 10))
    tenth = {name: folder for name, folder in some.items() if not has_wide_key(folder)}
    assert len(tenth) >= len(some) - 2
    for judged_ones, judges in ((cases, TYPES), (tenth, STYLE)):
        judged = judge_convex(judged_ones, judges)
        assert {name: found.findings for name, found in judged.items() if found.findings} == {}


def has_wide_key(folder: Path) -> bool:
    """A constraint whose name alone is wider than a line: Prettier then starts its object on the next one, and we do not."""
    lines = (folder / "constraints.ts").read_text(encoding="utf-8").splitlines()
    return any(len(line) > 80 and line.endswith(": {") for line in lines)
