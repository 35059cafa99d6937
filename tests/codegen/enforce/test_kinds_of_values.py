"""Each kind of value as a unique key, and as a foreign key with cascades, beside PostgreSQL: what is refused, which
spellings are one value, and how it is stored."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from prisma_to_convex.enforce.grades import grades
from support.databases import Database
from support.enforcing import Json, Runtime, emit, runtime

from .sql import PostgreSql, Refused

UUID = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1"


class Kind(NamedTuple):
    """`stored`: a text of the database as Convex holds it; `is_shown`: what is stored is the database's own text."""

    type: str
    values: tuple[str, ...]
    stored: Callable[[str], Json] = str
    is_shown: bool = True


def _bytes(text: str) -> Json:
    return {"$": "bytes", "of": text.removeprefix("\\x")}


def _bigint(text: str) -> Json:
    return {"$": "bigint", "of": text}


def _number(text: str) -> Json:
    return {"$": "number", "of": text} if text in ("NaN", "-0") else float(text)


def _boolean(text: str) -> Json:
    return text == "true"


def _instant(text: str) -> Json:
    moment = datetime.datetime.fromisoformat(text)
    return moment.replace(tzinfo=moment.tzinfo or datetime.UTC).timestamp() * 1000


KINDS = {
    "enum": Kind("Role", ("USER", "ADMIN", "USER")),
    "bigint": Kind("BigInt", ("1", "9007199254740993", "9007199254740992", "1"), _bigint, False),
    "boolean": Kind("Boolean", ("true", "false", "true"), _boolean, False),
    "bytes": Kind("Bytes", ("\\x", "\\x00", "\\x0000", "\\x00"), _bytes, False),
    "float": Kind("Float", ("0", "-0", "NaN", "NaN", "0.1"), _number, False),
    "real": Kind("Float @db.Real", ("16777217", "16777216", "0.1", "0.1"), _number, False),
    "oid": Kind("Int @db.Oid", ("1", "4294967295", "4294967296"), _number, False),
    "decimal": Kind("Decimal", ("1.0", "1.00", "-0", "0", "1e2", "100", ".5", "Infinity"), is_shown=False),
    "decimal (5, 2)": Kind("Decimal @db.Decimal(5, 2)", ("1.005", "1.01", "999.994", "999.995", "-1.005")),
    "decimal (5, 0)": Kind("Decimal @db.Decimal(5, 0)", ("1.5", "2", "99999.5", "0.4", "-0.4")),
    "money": Kind("Decimal @db.Money", ("1.005", "1.01", "1", "1.00"), is_shown=False),
    "timestamp (3)": Kind("DateTime", ("2024-01-01 00:00:00.123", "2024-01-01 00:00:00.124", "2024-01-01 00:00:00.123"), _instant, False),
    "timestamp (0)": Kind("DateTime @db.Timestamp(0)", ("2024-01-01 00:00:00.500", "2024-01-01 00:00:01", "1969-12-31 23:59:58.500"), _instant, False),
    "timestamp (1)": Kind("DateTime @db.Timestamp(1)", ("2024-01-01 00:00:00.050", "2024-01-01 00:00:00.100", "2024-01-01 00:00:00.149"), _instant, False),
    "timestamptz": Kind("DateTime @db.Timestamptz(3)", ("2024-01-01 00:00:00.500+00:00", "2024-01-01 01:00:00.500+01:00"), _instant, False),
    "date": Kind("DateTime @db.Date", ("2024-02-29", "2024-02-29", "2023-02-29", "0001-01-01")),
    "time": Kind("DateTime @db.Time", ("10:00:00", "10:00:00.000", "10:00:00.500", "10:00:00.5", "10:00:00.1234567", "25:00:00")),
    "time (0)": Kind("DateTime @db.Time(0)", ("10:00:00", "10:00:00.4", "10:00:00.5", "10:00:01", "10:59:59.9", "11:00:00")),
    "time (2)": Kind("DateTime @db.Time(2)", ("10:00:00.145", "10:00:00.15", "10:00:00.995", "10:00:01", "09:05:07.004")),
    "timetz": Kind("DateTime @db.Timetz(6)", ("10:00:00Z", "10:00:00+00", "10:00:00+00:00", "11:00:00+01", "11:00:00.0+01:00", "10:00:00-00"), is_shown=False),
    "timetz (0)": Kind("DateTime @db.Timetz(0)", ("10:00:00.4+02", "10:00:00+02:00", "10:00:00.5+02"), is_shown=False),
    "char": Kind("String @db.Char(5)", ("a", "a  ", " a", "abcdef", "abcde ", "")),
    "varchar": Kind("String @db.VarChar(3)", ("a", "a  ", "abc   ", "abc", "abcd")),
    "uuid": Kind("String @db.Uuid", (f"{UUID}1", f"{UUID}1".upper(), f"{UUID}2".replace("-", ""), f"{UUID}2", "{" + UUID + "3}", f"{UUID}3", "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a13", "{" + UUID + "4", f"{UUID[1:]}11", "x")),
    "varbit": Kind("String @db.VarBit(3)", ("101", "10", "1011", "")),
    "citext": Kind("String @db.Citext", ("a", "A", "a ", "b")),
    "list of texts": Kind("String[]", ("{}", "{a}", "{a,b}", "{a}", '{"a,b"}'), lambda text: [one for one in text[1:-1].split(",") if one] if '"' not in text else ["a,b"], False),
}  # fmt: skip  # a table

SCHEMA = """
datasource db {
  provider = "postgresql"
}
enum Role {
  USER
  ADMIN
}
model Value {
  id   Int @id @default(autoincrement())
  v    TYPE @unique
  LIST
}
"""
REFERRING = """
model Referring {
  id Int @id @default(autoincrement())
  v  TYPE
  to Value? @relation(fields: [v], references: [v], onDelete: Cascade, onUpdate: Cascade)
}
"""


class _Both:
    """The same writes on both sides; `differences` says where they part."""

    def __init__(self, kind: Kind, sql: PostgreSql, ours: Runtime) -> None:
        self.kind, self.sql, self.ours = kind, sql, ours
        self.differences: list[str] = []

    def write(self, statement: str, text: str | None, *call: Json) -> None:
        try:
            theirs = "ok" if self.sql.execute(statement, [] if text is None else [text]) else "none"
        except Refused as refused:
            theirs = refused.code
        ours = self.ours.code(*call)
        if theirs != ours:
            self.differences.append(f"{statement} {text!r}: {theirs} against {ours}")

    def compare(self, model: str, table: str) -> None:
        found = self.sql.texts(f'SELECT v::text FROM "{model}" ORDER BY id')
        rows = [row["v"] for row in self.ours.rows()[table]]
        if _alike(found) != _alike(rows) or (self.kind.is_shown and [*found] != [*rows]):
            self.differences.append(f"{model} holds {found} against {rows}")


def _alike(values: list[Json]) -> list[int]:
    """Which of them are one: of each, the place of the first that is equal."""
    found = ["0" if one == "-0" else one for one in values]
    return [found.index(one) for one in found]


def _texts(kind: Kind) -> Iterator[tuple[str, Json]]:
    return ((text, kind.stored(text)) for text in kind.values)


@pytest.mark.parametrize("name", KINDS)
def test_it_is_one_value_where_it_was(name: str, postgresql: Database, tmp_path: Path) -> None:
    kind, ours = KINDS[name], runtime()
    scalar, _, native = kind.type.partition(" ")
    is_list = scalar.endswith("[]")
    schema = SCHEMA.replace("TYPE", f"{kind.type if is_list else f'{scalar}? {native}'}")
    schema = schema.replace("LIST", "" if is_list else "from Referring[]")
    schema += "" if is_list else REFERRING.replace("TYPE", f"{scalar}? {native}")
    emit(tmp_path, schema)
    ours.load(tmp_path)
    with closing(PostgreSql(postgresql)) as sql:
        sql.create(ours.ddl(schema))
        both = _Both(kind, sql, ours)
        for text, value in _texts(kind):
            both.write(
                'INSERT INTO "Value" (v) VALUES (%s)', text, "insert", "values", {"v": value}
            )
        both.compare("Value", "values")
        if not is_list:
            _referring(both)
    assert both.differences == []


def _referring(both: _Both) -> None:
    for text, value in _texts(both.kind):
        both.write('INSERT INTO "Referring" (v) VALUES (%s)', text, "insert", "referrings", {"v": value})  # fmt: skip
    both.compare("Referring", "referrings")
    first = both.ours.rows()["values"][0]["_id"]
    one = 'WHERE id = (SELECT min(id) FROM "Value")'
    for text, value in reversed(list(_texts(both.kind))):
        both.write(f'UPDATE "Value" SET v = %s {one}', text, "patch", "values", first, {"v": value})
    both.compare("Referring", "referrings")
    both.write(f'DELETE FROM "Value" {one}', None, "delete", "values", first)
    both.compare("Referring", "referrings")


NOT_ALIKE = """
datasource db {
  provider = "postgresql"
}
model Host {
  id       Int       @id @default(autoincrement())
  address  String    @unique @db.Inet
  price    Decimal   @unique @db.Decimal(10, 2)
  plain    String    @unique
  visits   Visit[]
  payments Payment[]
  names    Name[]
}
model Visit {
  id      Int    @id @default(autoincrement())
  address String @db.Inet
  host    Host   @relation(fields: [address], references: [address])
}
model Payment {
  id    Int     @id @default(autoincrement())
  price Decimal @db.Decimal(12, 4)
  host  Host    @relation(fields: [price], references: [price])
}
model Name {
  id    Int    @id @default(autoincrement())
  plain String
  host  Host   @relation(fields: [plain], references: [plain])
}
"""


def test_a_key_whose_values_have_other_spellings_is_graded_partly(tmp_path: Path) -> None:
    """Addresses are not brought into one form, and 1.50 is not the text 1.5000."""
    compilation = emit(tmp_path, NOT_ALIKE)
    found = {
        f"{entry.guarantee.kind} {entry.guarantee.owner}.{entry.guarantee.fields[0]}": graded.grade
        for entry, graded in zip(compilation.ledger.entries, grades(compilation), strict=True)
        if graded is not None and entry.guarantee.kind in ("unique", "foreign-key", "on-delete")
    }
    assert found == {
        "unique Host.address": "partly",
        "unique Host.price": "exact",
        "unique Host.plain": "exact",
        "foreign-key Visit.address": "partly",
        "on-delete Visit.address": "partly",
        "foreign-key Payment.price": "partly",
        "on-delete Payment.price": "partly",
        "foreign-key Name.plain": "exact",
        "on-delete Name.plain": "exact",
    }


SPELLED = """
datasource db {
  provider = "postgresql"
}
model Event {
  id Int      @id @default(autoincrement())
  /// @convex.datetime(string)
  at DateTime @unique
}
"""


def test_an_instant_that_is_held_as_text_has_one_spelling(tmp_path: Path) -> None:
    emit(tmp_path, SPELLED)
    ours = runtime()
    ours.load(tmp_path)
    ours.insert("events", {"at": "2024-01-01T01:00:00+01:00"})
    assert [row["at"] for row in ours.rows()["events"]] == ["2024-01-01T00:00:00.000Z"]
    for text in ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00.000Z"):
        assert ours.code("insert", "events", {"at": text}) == "P2002"
    assert ours.code("insert", "events", {"at": "soon"}) == "P2020"


CLOCKS = """
datasource db {
  provider = "postgresql"
}
model Clock {
  id   Int      @id @default(autoincrement())
  name String
  a    DateTime @updatedAt @db.Time(0)
  b    DateTime @updatedAt @db.Timetz(3)
  c    DateTime @updatedAt @db.Date
  d    DateTime @default(now()) @db.Time(3)
  /// @convex.datetime(string)
  e    DateTime @updatedAt @db.Timestamp(0)
}
"""


def test_the_present_time_has_the_form_of_its_field(tmp_path: Path) -> None:
    emit(tmp_path, CLOCKS)
    ours = runtime()
    ours.load(tmp_path)
    row = ours.insert("clocks", {"name": "x"})
    ours.write("patch", "clocks", row, {"name": "y"})
    [found] = ours.rows()["clocks"]
    forms = {"a": "hh:mm:ss", "b": "hh:mm:ss+00:00", "c": "yyyy-mm-dd", "d": "hh:mm:ss"}
    forms["e"] = "yyyy-mm-ddThh:mm:ss.000Z"
    for field, form in forms.items():
        assert len(found[field]) == len(form)
        assert [x for x in found[field] if not x.isdigit()] == [x for x in form if x in "-:+T.Z"]
