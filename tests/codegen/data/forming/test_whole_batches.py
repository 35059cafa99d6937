"""A batch that is formed at once is the one that is formed and judged row by row; most batches are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from prisma_to_convex.data.dialects.dialect import Dialect, query
from prisma_to_convex.data.dialects.mysql_forms import MySQL
from prisma_to_convex.data.dialects.postgresql_forms import PostgreSQL
from prisma_to_convex.data.dialects.sqlite_forms import SQLite
from prisma_to_convex.data.dialects.sqlite_values import Text
from prisma_to_convex.data.documents.judge import Judge
from prisma_to_convex.data.documents.plain_documents import LONGEST
from prisma_to_convex.data.forming.former import Former
from prisma_to_convex.data.forming.forming_records import Policy
from prisma_to_convex.data.forming.whole_batches import WholeBatches
from prisma_to_convex.data.ids.minted_ids import Minter
from prisma_to_convex.data.planning.export_plan import plan
from prisma_to_convex.data.planning.exported import document_types
from support.compiling import compiled, datasource

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
POSTGRESQL_TYPES = {
    "text": "text", "note": "character varying", "whole": "integer", "big": "bigint", "price": "numeric", "score": "real",
    "data": "bytea", "ok": "boolean", "day": "date", "createdAt": "timestamp without time zone",
}  # fmt: skip  # a table
GOOD: dict[str, bytes | None] = {
    "text": b"a", "note": b'b "c" \\', "whole": b"-3", "big": b"7", "price": b"12.5", "score": b"1e+20", "data": b"AAEC", "role": b"user",
    "ok": b"t", "day": b"2020-02-29", "any": b'{"a": 1}', "createdAt": b"1577836860000", "refId": b"2",
}  # fmt: skip  # a table
ODD: tuple[bytes | None, ...] = (
    None, b"", b"x", b"\n", b"a\nb", b"\x00", b"\xc3", b"\xa9", "é😀".encode(), b"-0", b"1e-300", b"01", b"1\n2", b"NaN", b"!",
    b"9007199254740993", b"9223372036854775808", b"1.50", b"infinity", b"0044-03-15 BC", b"12345-01-01", b"0", b"-5",
    b"A===", b"{}", b'{"$a": 1}', b"f", b"x" * LONGEST,
)  # fmt: skip  # a table
OF_MYSQL: dict[str, bytes | None] = GOOD | {
    "ok": b"1", "price": b"12.500", "data": b"\x00\xff", "createdAt": b"2020-01-01 00:01:00.123",
}  # fmt: skip  # a table
ODD_DATES = (
    b"0000-00-00 00:00:00.000", b"2020-00-01 00:00:00.000", b"2020-01-00 00:00:00.000", b"2020-02-30 00:00:00.000", b"2020-00-01", b"0000-01-01",
    b"2020-01-01 24:00:00.000", b"2020-01-01 00:60:00.000", b"2020-01-01 00:00:60.000", b"2020-01-01 00:01:00", b"1969-12-31 23:59:59.999",
    b"1969-12-31 23:59:59.9999", b"1000-01-01 00:00:00.000", b"9999-12-31 23:59:59.999", b"2020-01-01T00:01:00.000Z", b"2020-01-01 00:01:00.000+00:00",
    b"2020-01-01 00:01:00.000+01:00", b"2020-01-01 00:01:00.12", b"2020-01-01 00:01:00.123456789", b"2020-01-01", b"Wed, 01 Jan 2020 00:01:00 GMT",
)  # fmt: skip  # a table
ODD_DECIMALS = (
    b"-0.00",
    b"1.",
    b".5",
    b"0.10",
    b"1.2.30",
    b"1.0\n2.0",
    b"1e5",
    b"+1.0",
    b"10",
    b"-1.500",
    b"00.5",
)
OF_SQLITE: dict[str, Any] = {
    "text": Text(b"a"), "note": Text(b'b "c" \\'), "whole": -3, "big": 7, "price": 12.5, "score": 1e20, "data": b"\x00\xff", "role": Text(b"user"),
    "ok": 1, "day": 1577836860000, "any": Text(b'{"a": 1}'), "createdAt": Text(b"2020-01-01T00:01:00.123+00:00"), "refId": 2,
}  # fmt: skip  # a table
ODD_CLASSES = (
    None, 0, 1, -1, 2, 2**53, 2**53 + 1, 10**15, -(2**63), 2**63 - 1, 8_640_000_000_000_000, 8_640_000_000_000_001, -1577836860001, 0.0, -0.0, 1.0, 1.5,
    1e-300, 1e22, float("inf"), float("-inf"), 100.0, 0.1, b"", b"user", b"x", b"\x00",
)  # fmt: skip  # a table


class Dialected:
    """A batch of a dialect: rows of good values by field, what each of them may be instead, and what forms them."""

    def __init__(
        self,
        dialect: Dialect,
        good: dict[str, Any],
        odd: Sequence[Any],
        types: dict[str, str],
    ) -> None:
        provider = dialect.name
        schema = SCHEMA
        if provider != "postgresql":
            schema = schema.replace("many      String[]", "")
        if provider == "sqlite":
            schema = schema.replace("@db.Date", "")
        lowered = compiled(schema, head=datasource(provider)).lowered
        planned = plan(lowered, document_types(lowered.convex))
        (self.table,) = planned.tables
        of_columns = {one.column: types.get(one.column, "x") for one in self.table.columns}
        self.query = query(dialect, self.table, planned.targets, frozenset(), of_columns)
        self.good, self.odd, self.key = good, odd, int if provider == "sqlite" else b"%d".__mod__

    def former(self) -> Former:
        minters = {name: Minter(b"k" * 32, name, number) for name, number in (("A", 11001), ("_storage", 28))}  # fmt: skip
        judge = Judge(self.table.name, self.table.document, {self.table.name: 11001})
        return Former(self.table, self.query, minters, judge, Policy(bad_rows="skip"))

    def columns(self, rows: Sequence[dict[str, Any]]) -> list[list[Any]]:
        found: list[list[Any]] = []
        for cell in self.query.cells:
            if cell.role == "key":
                found.append([self.key(at) for at in range(len(rows))])
            elif cell.role == "creation":
                found.append([row["createdAt"] for row in rows])
            elif cell.role == "tokens":
                found.append([b',"many":["x"]'] * len(rows))
            else:
                assert cell.column is not None
                found.append([row[cell.column.column] for row in rows])
        return found


TEXTS = (*ODD, *ODD_DATES, *ODD_DECIMALS)
DIALECTS = {
    "postgresql": Dialected(PostgreSQL(), GOOD, ODD, POSTGRESQL_TYPES),
    "mysql": Dialected(MySQL(), OF_MYSQL, TEXTS, {}),
    "sqlite": Dialected(SQLite(), OF_SQLITE, (*ODD_CLASSES, *(Text(one) for one in TEXTS if one is not None)), {}),
}  # fmt: skip


def rows_of(one: Dialected) -> st.SearchStrategy[list[dict[str, Any]]]:
    of_text = Text if one.key is int else bytes
    values = st.sampled_from(one.odd) | st.text().map(str.encode).map(of_text)
    row = st.dictionaries(st.sampled_from(sorted(one.good)), values, max_size=2).map(
        lambda changes: one.good | changes
    )
    return st.lists(row, min_size=1, max_size=4)


BATCHES = st.sampled_from(sorted(DIALECTS)).flatmap(
    lambda name: st.tuples(st.just(name), rows_of(DIALECTS[name]))
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BATCHES)
@example(("postgresql", [GOOD | {"text": b"\xc3"}, GOOD | {"text": b"\xa9"}]))
@example(("postgresql", [GOOD | {"text": b"x" * 6000, "note": b"y" * 6000}] * 2))
def test_at_once_as_row_by_row(batch: tuple[str, list[dict[str, Any]]]) -> None:
    name, rows = batch
    compare(DIALECTS[name], rows)


def compare(one: Dialected, rows: list[dict[str, Any]]) -> None:
    at_once = one.former()(one.columns(rows))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WholeBatches, "__call__", lambda *_: None)
        one_by_one = one.former()(one.columns(rows))
    assert at_once == one_by_one


@pytest.mark.parametrize("field", GOOD)
@pytest.mark.parametrize("name", DIALECTS)
def test_every_odd_value_of_every_field(name: str, field: str) -> None:
    """Each alone, and beside a good one: what the law above meets by chance only."""
    one = DIALECTS[name]
    for odd in one.odd:
        for rows in ([one.good | {field: odd}], [one.good, one.good | {field: odd}]):
            compare(one, rows)


AT_ONCE: list[tuple[str, dict[str, Any]]] = [
    ("postgresql", {}),
    ("postgresql", {"text": b"", "note": None}),
    ("postgresql", {"text": 'é "quoted" \\ 😀'.encode()}),
    ("postgresql", {"whole": None, "price": None, "data": None, "ok": None, "any": None, "refId": None}),
    ("postgresql", {"big": b"-999999999999999999", "price": b"-0.000001", "data": b""}),
    ("mysql", {}),
    ("mysql", {"text": b"", "note": None, "price": b"0.000", "data": b"", "score": b"-1.5"}),
    ("mysql", {"whole": None, "price": None, "data": None, "ok": None, "any": None, "refId": None}),
    ("mysql", {"createdAt": b"1999-12-31 23:59:59.999", "day": b"1999-12-31"}),
    ("sqlite", {}),
    ("sqlite", {"text": Text(b""), "price": 3, "score": 2, "data": b"", "ok": 0}),
    ("sqlite", {"whole": None, "price": None, "data": None, "ok": None, "any": None, "refId": None}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes"), AT_ONCE)
def test_most_are_formed_at_once(
    name: str, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = DIALECTS[name]
    monkeypatch.setattr(Former, "_one", None)  # what forms a row by itself
    assert one.former()(one.columns([one.good, one.good | changes])).documents == 2
