"""One text for each document: what Convex tells apart is told apart, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prisma_to_convex.data.documents.document_columns import columns_of
from prisma_to_convex.data.documents.document_texts import MINUS_ZERO, text, texts

ZERO = {"$float": MINUS_ZERO}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"_id": "x", "a": 1.0}, {"a": 1.0, "_id": "x"}),
        ({"a": 1.0, "_creationTime": 5.0}, {"a": 1.0}),
        ({"a": {"b": 1.0, "c": 2}}, {"a": {"c": 2, "b": 1.0}}),
        ({"a": -0.0}, {"a": ZERO}),  # as Convex writes it
        ({"a": [1.0, {"b": -0.0}]}, {"a": [1.0, {"b": ZERO}]}),
    ],
)
def test_the_same(one: Any, other: Any) -> None:
    assert text(one, is_timed=False) == text(other, is_timed=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 5}, {"a": 5.0}),
        ({"a": 0.0}, {"a": -0.0}),
        ({"a": [0.0]}, {"a": [ZERO]}),
        ({"a": None}, {}),
        ({"a": "1"}, {"a": 1}),
        ({"a": True}, {"a": 1}),
        ({"a": "x"}, {"b": "x"}),
        ({"a": {"$bytes": "AA=="}}, {"a": "AA=="}),
        ({"a": {"$bytes": "AA=="}}, {"a": {"$bytes": "AQ=="}}),
        ({"a": []}, {"a": {}}),
        ({"a": [1.0, 2.0]}, {"a": [2.0, 1.0]}),
        ({"a": 1e16}, {"a": 10000000000000002.0}),
        ({"a": "é"}, {"a": "e\u0301"}),
    ],
)
def test_not_the_same(one: Any, other: Any) -> None:
    assert text(one, is_timed=False) != text(other, is_timed=False)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 63), (1 << 63) - 1)
    | st.floats()
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=6,
)
DOCUMENTS = st.lists(st.dictionaries(st.sampled_from("abc%"), VALUES), max_size=6)


@settings(deadline=None)
@given(DOCUMENTS)
def test_together_as_one_by_one(documents: list[dict[str, Any]]) -> None:
    for is_timed in (False, True):
        each = [text(one, is_timed=is_timed) for one in documents]
        if any(documents):
            assert texts(columns_of(documents), is_timed=is_timed) == each
