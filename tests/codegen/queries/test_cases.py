"""Code in, facts out: one idea a file, in `cases/`; the goldens beside them were read, line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prisma_schema_parser import load
from prisma_to_convex.calls.examined import ExaminedCode
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile
from support.call_text import call_text

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(path.name for path in FOLDER.glob("*.*") if path.suffix in (".ts", ".vue"))
Golden = Callable[[Path, str], None]


def compiled_case() -> Compilation:
    found = compile_schema(load(FOLDER / "schema.prisma").sources)
    assert not isinstance(found, Invalid)
    return found


COMPILED = compiled_case()


def examined(name: str) -> ExaminedCode:
    shared = [
        CodeFile(f"shared/{one.name}", one.read_bytes())
        for one in sorted((FOLDER / "shared").iterdir())
    ]
    files = [CodeFile(name, (FOLDER / name).read_bytes()), *shared]
    return examine_code(files, COMPILED.lowered, {})[0]


@pytest.mark.parametrize("name", CASES)
def test_facts(name: str, golden: Golden) -> None:
    golden(FOLDER / f"{name}.txt", call_text(examined(name)))
