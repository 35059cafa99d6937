"""Where a directive ends: behind its parentheses, if these close nearby."""

from __future__ import annotations

import pytest

from prisma_to_convex.options.comment_text import _DEEPEST, _LONGEST, _balanced


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("(a) b", 3),
        ("(a(b)c)d", 7),
        ('("a)b") c', 7),
        ('("a\\")b") c', 9),
        ("(a b\nc", 4),
        ("(a b\r\nc", 4),
        ("(a", 2),
        ("a(b)", 0),
        ("(a\nb) c", 5),
    ],
)
def test_behind_the_parentheses_or_at_the_end_of_the_line(text: str, end: int) -> None:
    assert _balanced(text, 0) == end
    assert _balanced(f"xx{text}", 2) == end + 2


def test_a_directive_of_4000_letters_and_one_more() -> None:
    assert _LONGEST == 4000
    for inside, end in ((3998, 4000), (3999, 4004)):
        text = f"({'x' * inside}) yz"
        assert _balanced(text, 0) == _balanced(f"{text}\nlast", 0) == end


def test_a_directive_of_40_levels_and_one_more() -> None:
    assert _DEEPEST == 40
    for levels, end in ((40, 80), (41, 85)):
        assert _balanced(f"{'(' * levels}{')' * levels} yz", 0) == end
