"""How each form of a value is counted: as a number, by its text, or only whether it is there."""

from __future__ import annotations

from typing import get_args

from prisma_to_convex.data.forms import Kind
from prisma_to_convex.data.tally import MEASURES

AS_A_NUMBER = {"instant", "integer", "int64", "decimal-scaled", "boolean", "stored"}
BY_ITS_TEXT = {"string", "text", "enum", "json-text", "date", "time", "time-zone", "decimal-text", "bytes"}  # fmt: skip
ONLY_WHETHER = {"reference", "float", "decimal-number", "instant-text", "json", "vector", "composite"}  # fmt: skip


def test_each_form_is_counted_in_one_way() -> None:
    assert set(get_args(Kind)) == AS_A_NUMBER | BY_ITS_TEXT | ONLY_WHETHER
    assert {kind for kind, one in MEASURES.items() if one.number is not None} == AS_A_NUMBER
    assert {kind for kind, one in MEASURES.items() if one.number is None and one.written} == BY_ITS_TEXT  # fmt: skip
