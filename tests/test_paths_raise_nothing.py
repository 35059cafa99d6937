"""To look whether a file is there never raises: `Path.is_file` and its kind do, below a folder that may not be entered."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from support.places import ROOT

CODE = (ROOT / "codegen" / "prisma_to_convex", ROOT / "grammar" / "prisma_schema_parser")
RAISING = frozenset({"exists", "is_file", "is_dir", "is_symlink", "is_fifo", "is_mount"})


def raising(tree: ast.AST) -> Iterator[int]:
    """Lines where a path is asked so; entries of `os.scandir` are asked with an argument."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = ast.unparse(node.func)
            if node.func.attr in RAISING and not (node.keywords or name.startswith("os.path.")):
                yield node.lineno


def test_no_path_is_asked_by_what_raises() -> None:
    paths = sorted(path for folder in CODE for path in folder.rglob("*.py"))
    assert len(paths) > 400
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in paths
        for line in raising(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_it_sees_what_it_looks_for() -> None:
    written = "path.is_dir()\nPath(x).exists()\n(a / b).is_file()\n"
    fine = "os.path.isdir(path)\nos.path.exists(x)\nentry.is_dir(follow_symlinks=False)\n"
    assert list(raising(ast.parse(written + fine))) == [1, 2, 3]
