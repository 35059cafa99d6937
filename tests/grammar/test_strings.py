"""Escapes of strings are those of JSON: each one alone, and what is none."""

from __future__ import annotations

import json

import pytest

from prisma_schema_parser.strings import unescape


@pytest.mark.parametrize("escape", [*'"\\/bfnrt', "u0041", "u00e9", "ud83d\\ude00"])
@pytest.mark.parametrize("around", ["", "x" * 10_001])
def test_each_escape_is_that_of_json(escape: str, around: str) -> None:
    raw = f"{around}\\{escape}{around}"
    assert unescape(raw) == (json.loads(f'"{raw}"'), [])


@pytest.mark.parametrize("raw", ["\\a", "\\'", "\\u12", "\\ud800"])
def test_what_is_no_escape_stays_and_is_reported(raw: str) -> None:
    assert unescape(f"a{raw}b") == (
        f"a{raw}b",
        [(1, 1 + (2 if raw[1] != "u" or len(raw) < 6 else 6))],
    )
