"""A batch that is formed at once is the one that is formed and judged row by row; most batches are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from prisma_to_convex.data.dialects.dialect import query
from prisma_to_convex.data.dialects.postgresql_forms import PostgreSQL
from prisma_to_convex.data.export_plan import plan
from prisma_to_convex.data.exported import document_types
from prisma_to_convex.data.forming import Former
from prisma_to_convex.data.forming_records import Policy
from prisma_to_convex.data.judge import Judge
from prisma_to_convex.data.minted_ids import Minter
from prisma_to_convex.data.plain_documents import LONGEST
from prisma_to_convex.data.whole_batches import WholeBatches
from support.compiling import compiled

SCHEMA = """
enum Role {
  ADMIN
  USER @map("user")
}

model A {
  id        Int      @id @default(autoincrement())
  text      String
  note      String?
  whole     Int?
  big       BigInt
  price     Decimal?
  score     Float?
  data      Bytes?
  role      Role
  ok        Boolean?
  day       DateTime @db.Date
  any       Json?
  many      String[]
  createdAt DateTime
  refId     Int?
  ref       A?       @relation("r", fields: [refId], references: [id])
  back      A[]      @relation("r")
}
"""
TYPES = {
    "text": "text", "note": "character varying", "whole": "integer", "big": "bigint", "price": "numeric", "score": "real",
    "data": "bytea", "ok": "boolean", "day": "date", "createdAt": "timestamp without time zone",
}  # fmt: skip  # a table
LOWERED = compiled(SCHEMA).lowered
PLAN = plan(LOWERED, document_types(LOWERED.convex))
(TABLE,) = PLAN.tables
QUERY = query(
    PostgreSQL(), TABLE, PLAN.targets, frozenset(), {one.column: TYPES.get(one.column, "x") for one in TABLE.columns}
)  # fmt: skip
GOOD: dict[str, bytes | None] = {
    "text": b"a", "note": b'b "c" \\', "whole": b"-3", "big": b"7", "price": b"12.5", "score": b"1e+20", "data": b"AAEC", "role": b"user",
    "ok": b"t", "day": b"2020-02-29", "any": b'{"a": 1}', "createdAt": b"1577836860000", "refId": b"2",
}  # fmt: skip  # a table
ODD: tuple[bytes | None, ...] = (
    None, b"", b"x", b"\n", b"a\nb", b"\x00", b"\xc3", b"\xa9", "é😀".encode(), b"-0", b"1e-300", b"01", b"1\n2", b"NaN", b"!",
    b"9007199254740993", b"9223372036854775808", b"1.50", b"infinity", b"0044-03-15 BC", b"12345-01-01", b"0", b"-5",
    b"A===", b"{}", b'{"$a": 1}', b"f", b"x" * LONGEST,
)  # fmt: skip  # a table


def former() -> Former:
    minters = {name: Minter(b"k" * 32, name, number) for name, number in (("A", 11001), ("_storage", 28))}  # fmt: skip
    judge = Judge(TABLE.name, TABLE.document, {TABLE.name: 11001})
    return Former(TABLE, QUERY, minters, judge, Policy(bad_rows="skip"))


def columns(rows: Sequence[dict[str, bytes | None]]) -> list[list[bytes | None]]:
    found: list[list[bytes | None]] = []
    for cell in QUERY.cells:
        if cell.role == "key":
            found.append([b"%d" % at for at in range(len(rows))])
        elif cell.role == "creation":
            found.append([row["createdAt"] for row in rows])
        elif cell.role == "tokens":
            found.append([b',"many":["x"]'] * len(rows))
        else:
            assert cell.column is not None
            found.append([row[cell.column.column] for row in rows])
    return found


ROWS = st.lists(
    st.dictionaries(st.sampled_from(sorted(GOOD)), st.sampled_from(ODD) | st.text().map(str.encode), max_size=2).map(
        lambda changes: GOOD | changes
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
@example([GOOD | {"text": b"\xc3"}, GOOD | {"text": b"\xa9"}])
@example([GOOD | {"text": b"x" * 6000, "note": b"y" * 6000}] * 2)
def test_at_once_as_row_by_row(rows: list[dict[str, bytes | None]]) -> None:
    compare(rows)


def compare(rows: list[dict[str, bytes | None]]) -> None:
    at_once = former()(columns(rows))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WholeBatches, "__call__", lambda *_: None)
        one_by_one = former()(columns(rows))
    assert at_once == one_by_one


@pytest.mark.parametrize("field", GOOD)
def test_every_odd_value_of_every_field(field: str) -> None:
    """Each alone, and beside a good one: what the law above meets by chance only."""
    for odd in ODD:
        for rows in ([GOOD | {field: odd}], [GOOD, GOOD | {field: odd}]):
            compare(rows)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"text": b"", "note": None},
        {"text": 'é "quoted" \\ 😀'.encode()},
        {"whole": None, "price": None, "data": None, "ok": None, "any": None, "refId": None},
        {"big": b"-999999999999999999", "price": b"-0.000001", "data": b""},
    ],
)
def test_most_are_formed_at_once(
    changes: dict[str, bytes | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Former, "_one", None)  # what forms a row by itself
    assert former()(columns([GOOD, GOOD | changes])).documents == 2
