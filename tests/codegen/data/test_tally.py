"""How each form of a value is counted: as a number, by its text, or only whether it is there."""

from __future__ import annotations

import hashlib
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.data.forms import Kind
from prisma_to_convex.data.id_format import ALPHABET
from prisma_to_convex.data.tally import MEASURES, bucket_of, sum_of_hashes

AS_A_NUMBER = {"instant", "integer", "int64", "decimal-scaled", "boolean", "stored"}
BY_ITS_TEXT = {"string", "text", "enum", "json-text", "date", "time", "time-zone", "decimal-text", "bytes"}  # fmt: skip
ONLY_WHETHER = {"reference", "float", "decimal-number", "instant-text", "json", "vector", "composite"}  # fmt: skip


def test_each_form_is_counted_in_one_way() -> None:
    assert set(get_args(Kind)) == AS_A_NUMBER | BY_ITS_TEXT | ONLY_WHETHER
    assert {kind for kind, one in MEASURES.items() if one.number is not None} == AS_A_NUMBER
    assert {kind for kind, one in MEASURES.items() if one.number is None and one.written} == BY_ITS_TEXT  # fmt: skip


@pytest.mark.parametrize(
    "rows", [[], ["a"], ["a", "a"], ["", "é", "\x1f", "a" * 5000], [str(at) for at in range(100)]]
)
def test_the_hash_of_rows_is_the_sum_of_their_first_60_bits(rows: list[str]) -> None:
    """As PostgreSQL and MySQL add it up: of the first 15 hexadecimal digits of each MD5."""
    digests = [hashlib.md5(row.encode(), usedforsecurity=False).hexdigest() for row in rows]
    assert sum_of_hashes(rows) == sum(int(digest[:15], 16) for digest in digests)


@given(
    st.lists(
        st.text(alphabet="0123456789abcdefghjkmnpqrstvwxyz", min_size=32, max_size=32), max_size=20
    )
)
def test_each_document_is_in_one_of_256_parts(ids: list[str]) -> None:
    assert all(0 <= bucket_of(one) < 256 for one in ids)
    assert {bucket_of(f"{'0' * 12}{a}{b}") for a in ALPHABET for b in ALPHABET} == set(range(256))
