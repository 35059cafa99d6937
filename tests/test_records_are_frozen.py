"""No record has a field that a later stage could fill: what it holds is read only, and mypy sees to the rest."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from support.places import ROOT

FOLDERS = (ROOT / "codegen" / "prisma_to_convex", ROOT / "grammar" / "prisma_schema_parser")
FILLED = frozenset((
    "list", "dict", "set", "bytearray", "deque", "defaultdict", "Counter", "MutableMapping", "MutableSequence",
    "MutableSet",
))  # fmt: skip  # a table


def fillable_fields(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        if not any(isinstance(base, ast.Name) and base.id == "NamedTuple" for base in node.bases):
            continue
        for one in node.body:
            if isinstance(one, ast.AnnAssign):
                words = {part.id for part in ast.walk(one.annotation) if isinstance(part, ast.Name)}
                if words & FILLED:
                    yield f"{node.name}.{ast.unparse(one.target)}"


def test_fields_of_records_are_read_only() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {field}"
        for folder in FOLDERS
        for path in sorted(folder.rglob("*.py"))
        for field in fillable_fields(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_it_sees_what_it_looks_for() -> None:
    text = "class A(NamedTuple):\n    one: dict[str, int]\n    two: tuple[list[str], ...]\n    three: Sequence[str]\n"
    assert list(fillable_fields(ast.parse(text))) == ["A.one", "A.two"]
    assert list(fillable_fields(ast.parse("class B:\n    one: list[int]\n"))) == []
