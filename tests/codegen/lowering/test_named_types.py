"""The type that a comment gives a Json field, and what looks like one."""

from __future__ import annotations

import pytest

from prisma_to_convex.lowering.named_types import named_type, without_named_type


@pytest.mark.parametrize(
    ("documentation", "name", "left"),
    [
        (None, "", None),
        ("[Settings]", "Settings", None),
        ("!['a' | 'b']", "'a' | 'b'", None),
        ("What it is.\n[Settings]", "Settings", "What it is."),
        ("[Settings] of a user", "Settings", "[Settings] of a user"),
        ("[]\n[Settings]", "Settings", "[]"),
        ("[ ]", "", "[ ]"),
        ("[Settings", "", "[Settings"),
        ("[here](there)", "", "[here](there)"),
        ("see [Settings]", "", "see [Settings]"),
    ],
)
def test_a_line_that_starts_with_a_type(
    documentation: str | None, name: str, left: str | None
) -> None:
    assert (named_type(documentation), without_named_type(documentation)) == (name, left)
