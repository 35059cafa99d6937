"""One schema and configuration an option: schema.ts and what the ledger says, to the letter.

`options/<name>.ts` and `options/<name>.txt` are goldens; the real components judge the former.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prisma_schema_parser import load
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.config.project_config import Config
from prisma_to_convex.config.read import read
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.options.settings import DEFAULTS, LEFT_OPEN, ROWS, Options
from support.ledger_text import ledger_text
from support.oracle import judge_convex, prisma
from support.places import MAPPING

FOLDER = Path(__file__).parent / "settings"
CASES = sorted(path.stem for path in FOLDER.glob("*.prisma"))
Golden = Callable[[Path, str], None]


def options(name: str) -> Options:
    found = read((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")
    assert isinstance(found, Config), found
    return found.options


def compile_case(name: str) -> Compilation:
    compiled = compile_schema(load(FOLDER / f"{name}.prisma").sources, options(name))
    assert isinstance(compiled, Compilation), compiled
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


def test_every_value_of_every_choice_has_a_case() -> None:
    tried = {("nullable", "null")}  # on SQL it is the default, on MongoDB a case
    for name in CASES:
        found = options(name)
        changes = [block.changes for block in found.blocks.values()]
        changes.extend(inner for block in found.blocks.values() for inner in block.fields.values())
        project = found.project._asdict()
        tried.update((key, str(value)) for one in [project, *changes] for key, value in one.items())
    wanted = {(row.attribute, value) for row in ROWS for value in row.values}
    assert wanted - tried == set()


def test_the_defaults_are_the_first_values() -> None:
    defaults = DEFAULTS.project._asdict()
    for row in ROWS:
        if row.values and row.key not in LEFT_OPEN:
            assert defaults[row.attribute] == row.values[0]


def test_no_options_are_the_defaults() -> None:
    sources = load(MAPPING / "references.prisma").sources
    plain, chosen = compile_schema(sources), compile_schema(sources, Options())
    assert isinstance(plain, Compilation)
    assert isinstance(chosen, Compilation)
    assert plain.lowered.convex == chosen.lowered.convex
