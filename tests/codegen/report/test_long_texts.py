"""What a schema promises in a million letters is cut in each form of the report, as in messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_to_convex import cli
from support.compiling import POSTGRESQL


def report(folder: Path, default: str, form: str) -> str:
    schema, path = folder / "schema.prisma", folder / f"report.{form}"
    schema.write_text(
        f"{POSTGRESQL}model A {{\n  id Int @id\n  s String {default}\n}}\n", encoding="utf-8"
    )
    assert cli.main(["report", str(schema), "--output", str(path)]) == 0
    return path.read_text(encoding="utf-8")


def literal(size: int) -> str:
    return f'@default("{"x" * size}")'


def expression(size: int) -> str:
    return f'@default(dbgenerated("f({", 1" * (size // 3)})"))'


@pytest.mark.parametrize("form", ["md", "json"])  # HTML shows the schema's line, too
def test_a_literal_of_two_hundred_letters_is_whole(tmp_path: Path, form: str) -> None:
    assert "x" * 200 in report(tmp_path, literal(200), form)
    assert "x" * 200 not in report(tmp_path, literal(201), form)


@pytest.mark.parametrize("form", ["md", "html", "json"])
@pytest.mark.parametrize("default", [literal(1_000_000), expression(1_000_000)])
def test_a_million_letters_are_cut(tmp_path: Path, form: str, default: str) -> None:
    short = report(tmp_path, '@default("x")', form)
    assert len(report(tmp_path, default, form)) < len(short) + 20_000
