"""A room is a folder whose `__init__` says what is in it: `ls` shows where a stage begins."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from support.places import ROOT

PACKAGES = (ROOT / "codegen" / "prisma_to_convex", ROOT / "grammar" / "prisma_schema_parser")
INITS = [path for package in PACKAGES for path in sorted(package.rglob("*/__init__.py"))]
LOOSE = {"__init__.py", "__main__.py", "cli.py", "compiler.py", "py.typed"}


@pytest.mark.parametrize("path", INITS, ids=lambda path: path.parent.name)
def test_nothing_but_a_docstring_is_in_an_init(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


def test_no_module_stands_outside_the_rooms() -> None:
    assert {path.name for path in PACKAGES[0].iterdir() if path.is_file()} == LOOSE
