"""The hashes of rows: each as its definition has it, together as one by one, and lookup3 as PostgreSQL has it."""

from __future__ import annotations

import hashlib

from hypothesis import example, given
from hypothesis import strategies as st

from prisma_to_convex.data.counting.lookup3_numpy import sum_of_hashes
from prisma_to_convex.data.counting.row_hashes import LONGEST, lookup3, sum_of_lookup3, sum_of_md5
from support import databases

ROWS = st.lists(st.text(max_size=60).map(str.encode), max_size=40)
# What PostgreSQL 15 says.
KNOWN = {
    b"": -6939563903564495251,
    b"a": 3591986179850072241,
    b"twelve octet": -2791390456078819908,
    b"more than twelve octets": -5814963600576513592,
}


@given(ROWS)
def test_the_sum_of_md5_is_that_of_each(rows: list[bytes]) -> None:
    each = [int(hashlib.md5(row).hexdigest()[:15], 16) for row in rows]
    assert sum_of_md5(rows) == sum(each)


@given(ROWS)
@example([b"x" * 5000, b"", b"y" * 12, b"z" * 11, b"z" * 24])
def test_thousands_at_once_are_hashed_as_one(rows: list[bytes]) -> None:
    assert sum_of_hashes(rows) == sum(map(lookup3, rows))


@given(st.lists(st.binary(max_size=30), max_size=9))
def test_octets_that_end_in_zeros(rows: list[bytes]) -> None:
    assert sum_of_hashes([row + b"\0" for row in rows]) == sum(lookup3(row + b"\0") for row in rows)


def test_a_long_row_is_hashed_by_its_md5() -> None:
    row = b"x" * (LONGEST + 1)
    assert sum_of_lookup3([row]) == lookup3(hashlib.md5(row).hexdigest().encode())
    assert sum_of_lookup3([row[1:]]) == lookup3(row[1:])


def test_lookup3_is_postgresqls() -> None:
    assert {text: lookup3(text) for text in KNOWN} == KNOWN


def test_lookup3_is_that_of_the_server() -> None:
    texts = [" é😀ab"[at % 5] * at for at in range(80)]
    with databases.database("postgresql") as database, database.connect() as connection:
        query = 'select hashtextextended(x collate "C", 0) from unnest(%s::text[]) x'
        found = [row[0] for row in connection.execute(query, (texts,)).fetchall()]
    assert [lookup3(text.encode()) for text in texts] == found
