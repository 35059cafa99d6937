"""A record of five or more fields is made by keywords: nobody knows the fifth place by heart."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from support.places import ROOT

_ROOMS = (ROOT / "codegen" / "prisma_to_convex", ROOT / "grammar" / "prisma_schema_parser")
_WRITTEN_BY_A_PROGRAM = {"tables.py"}
_MANY = 5


def _trees() -> dict[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for room in _ROOMS
        for path in sorted(room.rglob("*.py"))
        if path.name not in _WRITTEN_BY_A_PROGRAM
    }


def _records(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and "NamedTuple" in map(ast.unparse, node.bases):
            yield from [node.name] if _fields(node) >= _MANY else []


def _fields(node: ast.ClassDef) -> int:
    return sum(isinstance(one, ast.AnnAssign) for one in node.body)


def _by_place(tree: ast.Module, records: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.args) >= _MANY:
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in records:
                yield node


def test_many_fields_are_named() -> None:
    trees = _trees()
    records = {name for tree in trees.values() for name in _records(tree)}
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{call.lineno} {ast.unparse(call.func)}"
        for path, tree in trees.items()
        for call in _by_place(tree, records)
    ]
    assert len(records) > 50
    assert found == []
