"""Texts of a schema in comments of TypeScript."""

from __future__ import annotations

import pytest

from prisma_to_convex.typescript.literals import comment_text


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("one two", 7, "one two"),
        ("f([1, 2, 3, 4, 5])", 18, "f([1, 2, 3, 4, 5])"),
        ("f([1, 2, 3, 4, 5])", 15, "f([1, 2, 3, ...])"),
        ("{ a: [1, 2, 3, 4, 5] }", 18, "{ a: [1, 2, 3, ...]}"),
    ],
)
def test_what_is_open_where_a_text_is_cut_is_closed_from_within(
    text: str, limit: int, cut: str
) -> None:
    assert comment_text(text, limit) == cut
