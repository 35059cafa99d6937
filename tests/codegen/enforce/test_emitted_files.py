"""Whatever is valid is enforced: nothing that can be written in a schema stops the files from being made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from prisma_schema_parser import SourceFile
from prisma_to_convex import cli
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.convex.convex_schema import MAX_NESTING
from prisma_to_convex.enforce.constraint_building import enforcement
from prisma_to_convex.enforce.emitted_files import enforce_files
from strategies import SchemaText, schemas
from support.compiling import POSTGRESQL
from support.enforcing import emit

SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


@SLOW
@given(schemas())
def test_all_files_are_made(schema: SchemaText) -> None:
    sources = [SourceFile(name, text) for name, text in schema.files]
    found = compile_schema(sources)
    assume(not isinstance(found, Invalid))
    assert isinstance(found, Compilation)
    files = enforce_files(found.lowered, enforcement(found.lowered), "schema.prisma")
    assert {"constraints.ts", "enforce.ts", "functions.ts", "verify.ts"} <= files.keys()


def test_rows_that_only_pairs_lead_to_belong_to_somebody(tmp_path: Path) -> None:
    schema = "model User {\n  id Int @id\n  posts Post[]\n}\nmodel Post {\n  id Int @id\n  users User[]\n}\n"
    emit(tmp_path, schema)
    assert (tmp_path / "constraints.ts").is_file()


def test_a_value_of_an_enum_may_be_called_true(tmp_path: Path) -> None:
    schema = (
        "enum Answer {\n  true\n  unknown\n}\n"
        "model A {\n  id Int @id\n  is Answer @default(true)\n  was Boolean @default(true)\n}\n"
    )
    emit(tmp_path, schema)
    text = (tmp_path / "constraints.ts").read_text(encoding="utf-8")
    assert 'defaults: { is: "true", was: true }' in text


@pytest.mark.parametrize("levels", [MAX_NESTING - 1, MAX_NESTING])
def test_a_default_is_written_where_a_document_can_hold_it(tmp_path: Path, levels: int) -> None:
    value = "[" * levels + "]" * levels
    emit(tmp_path, f'model A {{\n  id Int @id\n  it Json @default("{value}")\n}}\n')
    text = (tmp_path / "constraints.ts").read_text(encoding="utf-8")
    assert ("defaults:" in text) is (levels < MAX_NESTING)


@pytest.mark.parametrize(("command", "times"), [("check", 2), ("generate", 3)])
def test_how_often_a_long_default_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, times: int
) -> None:
    """To see that it is JSON, and what it holds, however many ask that; in a report, what would be enforced."""
    monkeypatch.chdir(tmp_path)
    value = "[" + "1, " * (5000 + times) + "1]"  # of its own: what was found out of a text is kept
    text = f'{POSTGRESQL}model A {{\n  id Int @id\n  it Json @default("{value}")\n}}\n'
    Path("schema.prisma").write_text(text, encoding="utf-8")
    lengths: list[int] = []

    def counted(text: str, **options: Any) -> Any:
        lengths.append(len(text))
        return loads(text, **options)

    loads = json.loads
    monkeypatch.setattr(json, "loads", counted)
    assert cli.main([command]) == 0
    assert sum(length >= len(value) for length in lengths) == times
