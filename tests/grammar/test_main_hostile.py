"""Input made to take long or much memory ends in diagnostics, within a few seconds and 1 GB."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import prisma_schema_parser

HOME = Path(prisma_schema_parser.__file__).resolve().parent.parent
MEGABYTE = 1_000_000
ID = "model A {\n  id Int @id\n"

CASES = {
    "a name of 10 MB": ID + "a" * 10 * MEGABYTE + " Int\n}\n",
    "a line of 10 MB": ID + "#" * 10 * MEGABYTE + "\n}\n",
    "a top-level line of 10 MB": "x " * 5 * MEGABYTE,
    "blanks": " \t\n" * 2 * MEGABYTE,
    "slashes": "/" * MEGABYTE,
    "quotes": 'model A {\n  id Int @default("' + '"' * MEGABYTE + ")\n}\n",
    "backslashes": 'model A {\n  id Int @default("' + "\\" * (MEGABYTE + 1) + '")\n}\n',
    "wrong escapes": 'model A {\n  id Int @default("' + "\\x" * 30_000 + '")\n}\n',
    "a string without an end": 'model A {\n  id Int @default("' + "x" * MEGABYTE + "\n}\n",
    "100,000 fields": ID + "".join(f'f{n} String? @map("x{n}")\n' for n in range(100_000)) + "}\n",
    "100,000 values": "enum E {\n" + "".join(f"V{n}\n" for n in range(100_000)) + "}\n",
    "many attributes": "model A {\n  id Int " + "@id " * 30_000 + "\n}\n",
    "a long list": ID + "  @@index([" + ", ".join(["id"] * 30_000) + "])\n}\n",
    "a long path": "model A {\n  id Int @" + "a." * 300_000 + "\n}\n",
    "deep lists": "model A {\n  id Int @default(" + "[" * 50_000 + "]" * 50_000 + ")\n}\n",
    "deep calls": "model A {\n  id Int @default(" + "f(" * 50_000 + ")" * 50_000 + ")\n}\n",
    "deep objects": ID
    + "  @@index([id], where: "
    + "{ a: " * 9_000
    + "1"
    + " }" * 9_000
    + ")\n}\n",
    "comments without an end": ID + "  /* x\n" * 50_000 + "}\n",
    "fields before comments without an end": ID + "  a Int /* x\n" * 50_000 + "}\n",
    "comments within comments": "/*" * 500_000,
    "blocks without an end": "model A {\n" * 10_000,
    "the same model": (ID + "}\n") * 10_000,
    "unknown types": ID + "".join(f"f{n} Type{n}\n" for n in range(5_000)) + "}\n",
    "ambiguous relations": ID + "  b B\n" * 3_000 + "}\nmodel B {\n" + "  a A[]\n" * 3_000 + "}\n",
    "NUL": ID + "\0\n" * 10_000 + "}\n",
    "documentation": "/// a\n" * 200_000 + ID + "}\n",
}


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
@pytest.mark.parametrize("command", [["validate", "--format", "jsonl"], ["dmmf"]], ids=" ".join)
@pytest.mark.parametrize("name", CASES)
def test_hostile_input(name: str, command: list[str], tmp_path: Path) -> None:
    path = tmp_path / "schema.prisma"
    path.write_text(CASES[name], encoding="utf-8", newline="")
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, *command, str(path)],
        env={**os.environ, "PYTHONPATH": str(HOME)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    is_long = CASES[name].count("\n") > 500_000
    assert done.returncode in ((2,) if is_long else (0, 1)), done.stderr[-500:]
    assert b"Traceback" not in done.stderr


_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from prisma_schema_parser.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
