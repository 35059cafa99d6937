"""One name for one thing: no class and no module of the compiler and the parser is called like another.

A search for a name then leads to one place. Packages and modules are compared apart, and the module of a
command is called like what a user types: `commands/check.py` opens the room `check/`.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from support.places import ROOT

CODE = (ROOT / "codegen" / "prisma_to_convex", ROOT / "grammar" / "prisma_schema_parser")
# A file for each package and program; their names are Python's.
_OF_PYTHON = frozenset({"__init__", "__main__"})


def files() -> Iterator[Path]:
    for folder in CODE:
        yield from sorted(folder.rglob("*.py"))


def several(places: dict[str, list[str]]) -> dict[str, list[str]]:
    """The names that stand in several places."""
    return {name: found for name, found in sorted(places.items()) if len(found) > 1}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_class_is_called_like_another() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(place(path))
    assert len(found) > 200
    assert several(found) == {}


def test_no_module_is_called_like_another() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in files():
        if path.stem not in _OF_PYTHON and path.parent.name != "commands":
            found[path.stem].append(place(path))
    assert len(found) > 200
    assert several(found) == {}


def test_no_module_is_called_like_its_room() -> None:
    """`ledger/ledger.py` says nothing that `ledger/` does not."""
    found = [place(path) for path in files() if path.stem == path.parent.name]
    assert found == []


def test_no_room_is_called_like_another() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in files():
        if path.stem == "__init__":
            found[path.parent.name].append(place(path))
    assert several(found) == {}
