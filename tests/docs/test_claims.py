"""Each claim of the documentation names a test that exists, and its numbers are those that tests count."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from codegen.enforce import test_differential
from conformance import cases
from prisma_schema_parser import load
from prisma_to_convex.cli import main
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.options.settings import ROWS
from support.places import ROOT, SAMPLES

README = (ROOT / "README.md").read_text(encoding="utf-8")
CLAIMS = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
CRM = SAMPLES / "crm" / "schema.prisma"


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_claim_has_a_test() -> None:
    rows = [line for line in CLAIMS.splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 30
    for row in rows:
        named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", row.rsplit(" | ", 1)[1])
        assert named, row
        for file, function in named:
            path = ROOT / "tests" / file
            assert path.is_file(), file
            assert not function or function in functions(path), (file, function)


def test_the_conformance_cases() -> None:
    found = list(cases.load())
    valid = [case for case in found if case.valid]
    assert f"all {len(found):,} schemas" in README
    assert f"the {len(valid)} that are valid" in README
    assert f"all {len(found):,} schemas" in CLAIMS


def test_the_random_writes() -> None:
    """Each of three databases, each seed, `run(..., 300)`."""
    source = Path(test_differential.__file__).read_text(encoding="utf-8")
    amounts = {int(one) for one in re.findall(r"run\(.*, seed, (\d+)\)", source)}
    assert amounts == {300, 2000}
    total = 3 * len(test_differential._SEEDS) * min(amounts)
    assert f"{total:,} a test run" in README
    assert f"{total:,} random writes a run" in CLAIMS


def test_the_sample_crm(tmp_path: Path) -> None:
    compiled = compile_schema(load(CRM).sources)
    assert isinstance(compiled, Compilation)
    lost = compiled.ledger.totals["lost"]
    assert main(["generate", str(CRM), "--out", str(tmp_path), "--enforce"]) == 0
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    sums = re.search(r"\+ ([\d,]+) enforced \+ ([\d,]+) lost\*\*", report)
    assert sums is not None
    models = CRM.read_text(encoding="utf-8").count("\nmodel ")
    assert (
        f"{models} models of a multi-tenant application, {lost} guarantees are lost. With `--enforce`, {sums[2]} are."
        in " ".join(README.split())
    )
    enforcement = (ROOT / "docs" / "enforcement.md").read_text(encoding="utf-8")
    assert f"{lost} lost guarantees, {sums[1]} are enforced and {sums[2]} stay lost" in " ".join(
        enforcement.split()
    )
    assert f"loses {lost} guarantees; with `--enforce`, {sums[2]} " in CLAIMS


def test_the_settings() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    rows = "".join(line for line in text.splitlines() if line.startswith("| `"))
    assert [row.key for row in ROWS if f"`{row.key}`" not in rows] == []
