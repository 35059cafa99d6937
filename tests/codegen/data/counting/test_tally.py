"""How each form of a value is counted: as a number, by its text, or only whether it is there."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.data.counting.tally import MEASURES, Counted, added, added_buckets, bucket_of
from prisma_to_convex.data.ids.id_format import ALPHABET
from prisma_to_convex.data.planning.forms import Kind

AS_A_NUMBER = {"instant", "integer", "int64", "decimal-scaled", "boolean", "stored"}
BY_ITS_TEXT = {"string", "text", "enum", "json-text", "date", "time", "time-zone", "decimal-text", "bytes"}  # fmt: skip
ONLY_WHETHER = {"reference", "float", "decimal-number", "instant-text", "json", "vector", "composite"}  # fmt: skip


def test_each_form_is_counted_in_one_way() -> None:
    assert set(get_args(Kind)) == AS_A_NUMBER | BY_ITS_TEXT | ONLY_WHETHER
    assert {kind for kind, one in MEASURES.items() if one.number is not None} == AS_A_NUMBER
    assert {kind for kind, one in MEASURES.items() if one.number is None and one.written} == BY_ITS_TEXT  # fmt: skip


@given(
    st.lists(
        st.text(alphabet="0123456789abcdefghjkmnpqrstvwxyz", min_size=32, max_size=32), max_size=20
    )
)
def test_each_document_is_in_one_of_256_parts(ids: list[str]) -> None:
    assert all(0 <= bucket_of(one) < 256 for one in ids)
    assert {bucket_of(f"{'0' * 12}{a}{b}") for a in ALPHABET for b in ALPHABET} == set(range(256))


def test_what_several_counted_is_added() -> None:
    parts = [Counted(3, -7, 4, 10), Counted(0, None, None, None), Counted(2, -8, 3, -5)]
    assert added(parts) == Counted(5, -8, 4, 5)
    assert added([Counted(2), Counted(1)]) == Counted(3)
    assert added([Counted(None), Counted(None)]) == Counted(None)
    largest = (1 << 128) - 1
    assert added_buckets([{0: 1, 7: largest}, {7: 2, 255: 3}]) == {0: 1, 7: 1, 255: 3}
