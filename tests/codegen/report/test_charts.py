"""The bars: their parts are in proportion, fill what they should, and say what they show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.report.charts import ROOM, bar, ranged, stacked

LOOKS = ("kept", "replaced", "lost")


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=3), st.integers(0, 1000))
def test_parts_stand_side_by_side_in_proportion(counts: list[int], more: int) -> None:
    whole = sum(counts) + more
    pieces = stacked(list(zip(LOOKS, counts, strict=True)), whole)
    assert [piece.look for piece in pieces] == [
        look for look, count in zip(LOOKS, counts, strict=True) if count
    ]
    at = 0.0
    for piece in pieces:
        assert piece.x == pytest.approx(at)
        assert piece.width == pytest.approx(ROOM * counts[LOOKS.index(piece.look)] / whole)
        at += piece.width
    assert at == pytest.approx(ROOM * sum(counts) / whole if whole else 0)


def test_a_range_goes_from_low_to_high() -> None:
    (piece,) = ranged(10, 30, 40)
    assert (piece.x, piece.width) == (25, 50)
    assert ranged(0, 0, 0) == ()


def test_a_bar_alone_says_what_it_shows() -> None:
    shown = bar(stacked([("kept", 1), ("lost", 3)], 4), "Guarantees", "1 kept, 3 lost")
    assert shown == (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        'aria-label="Guarantees: 1 kept, 3 lost"><title>Guarantees</title>'
        "<desc>1 kept, 3 lost</desc>"
        '<rect class="kept" x="0" width="25" height="10"/>'
        '<rect class="lost" x="25" width="75" height="10"/></svg>'
    )


def test_a_bar_beside_its_figures_is_not_read() -> None:
    assert 'aria-hidden="true"' in bar(())
