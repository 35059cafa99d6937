"""The worked example of grammar/README.md, performed."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import lark
import pytest

from prisma_schema_parser import build_tables, lalr, nodes
from prisma_schema_parser.syntax import WrittenType

README = Path(__file__).parents[2] / "grammar" / "README.md"


def blocks(language: str) -> list[str]:
    text = README.read_text(encoding="utf-8").split("One worked example", 1)[1]
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def edited(grammar: str, diff: str) -> str:
    lines = diff.splitlines()
    old = "\n".join(line[1:] for line in lines if line.startswith("-"))
    new = "\n".join(line[1:] for line in lines if line.startswith("+"))
    assert grammar.count(old) == 1
    return grammar.replace(old, new)


def test_the_worked_example() -> None:
    shipped = files("prisma_schema_parser").joinpath("prisma.lark").read_text(encoding="utf-8")
    scope: dict[str, Any] = {**vars(nodes), "WrittenType": WrittenType}
    exec(blocks("python")[0], scope)
    grammar = edited(shipped, blocks("diff")[0])
    machine = lalr.Parser(build_tables.build(grammar), scope["NodesWithRange"]())
    attributes, _, _, written = machine.parse('Int..Int? @map("s")', "field")
    assert written == WrittenType("Int..Int", 0, 8, "optional")
    assert [attribute.name for attribute in attributes] == ["map"]
    _, _, _, plain = machine.parse("Int[]", "field")
    assert plain == WrittenType("Int", 0, 3, "list")


def test_the_files_of_the_table_exist() -> None:
    text = README.read_text(encoding="utf-8")
    table = text.split("Which file for which construct", 1)[1].split("One worked example", 1)[0]
    package = README.parent / "prisma_schema_parser"
    named = re.findall(r"`((?:resolve|validate)/\w+)", table)
    assert len(named) > 10
    assert [name for name in named if not (package / f"{name}.py").exists()] == []


def test_the_builder_takes_one_lark(monkeypatch: pytest.MonkeyPatch) -> None:
    pins = (README.parents[1] / "requirements-dev.txt").read_text(encoding="utf-8")
    assert f"\nlark=={build_tables.LARK} " in pins
    monkeypatch.setattr(lark, "__version__", "0.0")
    with pytest.raises(SystemExit, match=r"pip install lark=="):
        build_tables.main()
