"""What a docstring says is raised is an exception that there is: a renamed class is renamed there, too."""

from __future__ import annotations

import ast
import builtins
import re

from support.places import ROOT

CODE = (ROOT / "codegen" / "prisma_to_convex", ROOT / "grammar" / "prisma_schema_parser")
# Of packages, named where they are caught.
_OF_OTHERS = {"ArgumentTypeError", "BadZipFile", "InvalidBSON"}


def test_what_is_raised_is_there() -> None:
    classes = set(dir(builtins)) | _OF_OTHERS
    named: set[tuple[str, str]] = set()
    for path in (path for folder in CODE for path in sorted(folder.rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                classes.add(node.name)
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.Module):
                text = ast.get_docstring(node) or ""
                raised = re.findall(r"[Rr]aises? `(?:\w+\.)?(\w+)`", text)
                named.update((path.name, name) for name in raised)
    assert len(named) > 40
    assert {(file, name) for file, name in named if name not in classes} == set()
