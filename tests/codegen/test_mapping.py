"""One schema a row of the mapping: its schema.ts and what its ledger says, to the letter.

`mapping/<name>.sql` has what only migrations hold. `mapping/<name>.ts` and `mapping/<name>.txt` are goldens; the real components judge the former.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile, load
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.migrations.texts import NO_MIGRATIONS, Migrations
from support.ledger_text import ledger_text
from support.oracle import judge_convex, prisma

FOLDER = Path(__file__).parent / "mapping"
CASES = sorted(path.stem for path in FOLDER.glob("*.prisma"))
Golden = Callable[[Path, str], None]


def migrations(name: str) -> Migrations:
    """`mapping/<name>.sql`, as the one migration of the schema."""
    path = FOLDER / f"{name}.sql"
    if not path.is_file():
        return NO_MIGRATIONS
    return Migrations((SourceFile(path.name, path.read_text(encoding="utf-8")),))


def compile_case(name: str) -> Compilation:
    compiled = compile_schema(load(FOLDER / f"{name}.prisma").sources, migrations=migrations(name))
    assert not isinstance(compiled, Invalid), [found.message for found in compiled.diagnostics]
    return compiled


@pytest.mark.parametrize("name", CASES)
def test_schema_ts_and_ledger(name: str, golden: Golden) -> None:
    compilation = compile_case(name)
    text = schema_ts(compilation.lowered.convex, f"{name}.prisma", "report.md")
    golden(FOLDER / f"{name}.ts", text)
    golden(FOLDER / f"{name}.txt", ledger_text(compilation))


@pytest.mark.parametrize("name", CASES)
def test_prisma_accepts_the_schema(name: str) -> None:
    verdict = prisma().validate((FOLDER / f"{name}.prisma").read_text(encoding="utf-8"))
    assert verdict.errors == ()


def test_convex_accepts_every_schema() -> None:
    judged = judge_convex({name: FOLDER / f"{name}.ts" for name in CASES})
    assert {name: found.findings for name, found in judged.items() if found.findings} == {}
