"""What is emitted for every valid case, by all five judges: the number that README and docs/claims.md tell."""

from __future__ import annotations

import pytest

from conformance import cases
from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.convex.render import schema_ts
from support.oracle import judge_convex
from support.places import ROOT


def outputs() -> dict[str, str]:
    """The schema.ts of each valid case that has a table."""
    found: dict[str, str] = {}
    for case in cases.load():
        if case.valid:
            made = compile_schema([SourceFile(*file) for file in case.bare_files.items()])
            assert isinstance(made, Compilation), case.name
            if made.lowered.convex.tables:
                text = schema_ts(made.lowered.convex, "schema.prisma", "report.md")
                found[case.name] = text
    return found


def test_the_number_that_is_shown() -> None:
    count = len(outputs())
    assert f"each of the {count} " in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"each of the {count} " in (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_judge_accepts() -> None:
    judged = judge_convex(outputs())
    assert {name: found.findings for name, found in judged.items() if found.findings} == {}
