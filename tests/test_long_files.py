"""A module of more than 400 lines says in the head of its docstring why it is long: `Long, as ...`."""

from __future__ import annotations

import ast

from support.places import ROOT

_LONG = 400


def test_a_long_module_says_why() -> None:
    rooms = (
        ROOT / "codegen" / "prisma_to_convex",
        ROOT / "grammar" / "prisma_schema_parser",
        ROOT / "tests",
    )
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for room in rooms
        for path in sorted(room.rglob("*.py"))
        if "node_modules" not in path.parts
    }
    long = {path: text for path, text in texts.items() if text.count("\n") > _LONG}
    assert len(texts) > 300
    silent = [
        path
        for path, text in long.items()
        if "\n\nLong, as " not in (ast.get_docstring(ast.parse(text)) or "")
    ]
    assert silent == []
