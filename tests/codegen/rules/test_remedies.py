"""The code of each rule's documentation does what the rule claims, run on convex-test.

`remedies/<rule>.mjs` has the claims: limits, null, undefined, two at once. Each must hold, and each statement of the
code must be missed by one of them where it is taken out.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from codegen.rules.test_rule_docs import standing
from prisma_schema_parser.diagnostic import Rule
from prisma_to_convex.rules import rule_docs as docs
from prisma_to_convex.rules.table import RULES
from support.oracle import ORACLE, Json, remedies
from support.snippets import blocks, is_table, modules

CLAIMS = Path(__file__).parent / "remedies"


def snippets(rule: Rule) -> list[str]:
    return [text for _, text in blocks(docs.sections(rule)["instead"])]


WITH_CODE = [rule for rule in RULES if not all(is_table(text) for text in snippets(rule))]

each_remedy = pytest.mark.parametrize("rule", WITH_CODE, ids=lambda rule: rule.name)


def test_each_rule_with_code_has_claims() -> None:
    found = {path.stem for path in CLAIMS.glob("*.mjs")}
    assert found == {rule.name for rule in WITH_CODE}


@cache
def ran() -> Json:
    """One process for all."""
    with tempfile.TemporaryDirectory(prefix="remedies-") as folder:
        workspace = Path(folder).resolve()
        (workspace / "node_modules").symlink_to(ORACLE / "node_modules")
        cases = [lay_out(workspace, rule) for rule in WITH_CODE]
        return remedies().ask(workspace=str(workspace), cases=cases)


def claims(rule: Rule) -> Path:
    return CLAIMS / f"{rule.name}.mjs"


def lay_out(workspace: Path, rule: Rule) -> dict[str, str]:
    folder = workspace / rule.name
    folder.mkdir()
    for name, text in modules(standing(rule), snippets(rule)).items():
        (folder / name).write_text(text, encoding="utf-8")
    return {"name": rule.name, "dir": str(folder), "claims": str(claims(rule))}


@pytest.mark.xdist_group("remedies")
@each_remedy
def test_remedy_does_what_it_claims(rule: Rule) -> None:
    found = ran()["results"][rule.name]
    assert found
    assert [f"{one['claim']}: {one['error']}" for one in found if "error" in one] == []


@pytest.mark.xdist_group("remedies")
@each_remedy
def test_claims_miss_each_statement_that_is_taken_out(rule: Rule) -> None:
    assert ran()["unnoticed"][rule.name] == []
