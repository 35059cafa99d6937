"""Every call that TypeScript's checker finds on a client that Prisma generated, and no other.

Slow: .ci/run turns it on. The packages are those of `tests/oracle/client`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from prisma_schema_parser import load
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import read_code
from support.places import ROOT, SAMPLES

HERE = Path(__file__).parent
CLIENT = ROOT / "tests" / "oracle" / "client"

pytestmark = pytest.mark.slow


def typed_sites(folder: Path) -> set[tuple[str, int, int, str, str]]:
    """What the checker says of a folder with a schema.prisma, whose client goes to `generated/`."""
    os.symlink(CLIENT / "node_modules", folder / "node_modules")
    prisma = CLIENT / "node_modules" / ".bin" / "prisma"
    # The engine is for the database alone; naming one keeps Prisma from downloading it.
    environment = {**os.environ, "PRISMA_SCHEMA_ENGINE_BINARY": shutil.which("true") or "true"}
    generate = [str(prisma), "generate", "--schema", "schema.prisma"]
    subprocess.run(generate, cwd=folder, env=environment, check=True, capture_output=True)
    node = ["node", str(CLIENT / "sites.mjs"), str(folder)]
    found = json.loads(subprocess.run(node, check=True, capture_output=True).stdout)
    return {
        (one["file"], one["line"], one["column"], one["model"], one["operation"]) for one in found
    }


def our_sites(folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, int, int, str, str]]:
    monkeypatch.chdir(folder)
    compiled = compile_schema(load("schema.prisma").sources)
    assert isinstance(compiled, Compilation)
    code, _ = examine_code(read_code(["."]).files, compiled.lowered, {})
    return {
        (one.span.source.name, *one.span.position, one.model, one.operation)
        for one in code.application.calls
    }


def with_output(schema: Path, folder: Path, output: str) -> None:
    text = schema.read_text(encoding="utf-8")
    lines = [
        "  output = " + json.dumps(output) if one.strip().startswith("output") else one
        for one in text.splitlines()
    ]
    (folder / "schema.prisma").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_ways_to_the_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(HERE / "typed" / "reach.ts", tmp_path)
    with_output(HERE / "cases" / "schema.prisma", tmp_path, "./generated")
    typed = typed_sites(tmp_path)
    assert len(typed) == 16
    assert our_sites(tmp_path, monkeypatch) == typed


def test_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SAMPLES / "crm" / "services", tmp_path / "services")
    with_output(SAMPLES / "crm" / "schema.prisma", tmp_path, "./generated/prisma")
    typed = typed_sites(tmp_path)
    assert len(typed) == 48
    assert our_sites(tmp_path, monkeypatch) == typed
