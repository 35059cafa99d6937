"""As many tables as the largest schemas have: what TypeScript and Convex say of them."""

from __future__ import annotations

import pytest

from bench.generate import generate
from prisma_to_convex.convex.render import schema_ts
from support.compiling import compiled_files
from support.oracle import judge_convex

MODELS = 2000


@pytest.mark.slow
def test_two_thousand_tables_are_accepted() -> None:
    found = compiled_files({"schema.prisma": generate(MODELS)}).lowered.convex
    assert len(found.tables) == MODELS
    text = schema_ts(found, "schema.prisma", "report.md")
    judged = judge_convex({"it": text}, judges=("convex", "types"))
    assert judged["it"].findings == ()
