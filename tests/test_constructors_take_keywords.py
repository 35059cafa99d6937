"""A record of five or more fields is made with their names: nobody counts commas to find the seventh."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from support.places import ROOT

CODE = ROOT / "codegen" / "prisma_to_convex"
PARSER = ROOT / "grammar" / "prisma_schema_parser"
MOST = 4


def records() -> dict[str, int]:
    """How many fields each record has, by its name; no two are called alike."""
    return {
        node.name: sum(isinstance(one, ast.AnnAssign) for one in node.body)
        for folder in (CODE, PARSER)
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "NamedTuple" for base in node.bases)
    }


def by_position(tree: ast.AST, sizes: dict[str, int]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            is_spread = any(isinstance(one, ast.Starred) for one in node.args)
            if sizes.get(name, 0) > MOST and (len(node.args) > MOST or is_spread):
                yield node.lineno, name


def test_records_of_five_fields_are_made_by_name() -> None:
    sizes = records()
    assert len(sizes) > 100
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted((*CODE.rglob("*.py"), *PARSER.rglob("*.py")))
        if path.name != "tables.py"  # written by build_tables.py
        for line, name in by_position(ast.parse(path.read_text(encoding="utf-8")), sizes)
    ]
    assert found == []


def test_it_sees_what_it_looks_for() -> None:
    sizes = {"Five": 5, "Four": 4}
    written = "Five(1, 2, 3, 4, 5)\nFive(*all)\nmodule.Five(1, 2, 3, 4, 5)\n"
    fine = "Five(1, 2, 3, 4, e=5)\nFour(1, 2, 3, 4)\nFour(*all)\nother(1, 2, 3, 4, 5)\n"
    found = list(by_position(ast.parse(written + fine), sizes))
    assert found == [(1, "Five"), (2, "Five"), (3, "Five")]
