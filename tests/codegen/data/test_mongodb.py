"""A dump of MongoDB moved by the command: types, null and nothing, references, lists, and what does not fit.

Long, as each way in which documents may differ from the schema has its case.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import bson
import pytest
from bson import Binary, Code, DatetimeMS, Decimal128, Int64, Regex, Timestamp
from bson.raw_bson import RawBSONDocument

from codegen.data.moving import Mover, minted
from support.dumps import Documents, dump, oid

MODELS = """
type Place {
  street String
  city   City
  notes  String[]
  zip    String?  @map("postal-code")
}
type City {
  name String
  code Int       @default(0)
  at   DateTime?
}
type Remark {
  text    String
  replies Remark[]
}
enum Role {
  USER
  ADMIN @map("admin")
}
model User {
  id        String    @id @default(auto()) @map("_id") @db.ObjectId
  email     String    @unique
  name      String?
  role      Role      @default(USER)
  home      Place?
  others    Place[]
  remarks   Remark[]
  tagIds    String[]  @db.ObjectId
  tags      Tag[]     @relation(fields: [tagIds], references: [id])
  chiefId   String?   @db.ObjectId
  chief     User?     @relation("chief", fields: [chiefId], references: [id], onDelete: NoAction, onUpdate: NoAction)
  team      User[]    @relation("chief")
  createdAt DateTime? @default(now())
}
model Tag {
  id      String   @id @default(auto()) @map("_id") @db.ObjectId
  userIds String[] @db.ObjectId
  users   User[]   @relation(fields: [userIds], references: [id])
}
"""
ONE_FIELD = """
model Thing {{
  id    String @id @map("_id")
  value {type}
}}
"""


def user(number: int, **fields: Any) -> dict[str, Any]:
    return {"_id": oid(number), "email": f"{number}@x", "role": "USER", **fields}


def export(mover: Mover, documents: Documents, *words: str, models: str = MODELS) -> Any:
    mover.schema("mongodb", models)
    folder = dump(mover.folder, documents)
    return mover.run("export", "-o", "s.zip", "--dump", str(folder), *words)


def test_documents(mover: Mover) -> None:
    city = {"name": "C", "code": 1, "at": DatetimeMS(5)}
    place = {"street": "S", "city": city, "notes": ["a", "b"], "postal-code": None}
    remark = {"text": "x", "replies": [{"text": "y", "replies": []}]}
    rows = [
        user(
            1, name=None, role="admin", home=place, others=[{**place, "city": {"name": "D", "code": 2.0}}],
            remarks=[remark], tagIds=[oid(9)], chiefId=oid(2), createdAt=datetime(2020, 1, 1, tzinfo=UTC),
        ),
        user(2, chiefId=None),
        user(3),
    ]  # fmt: skip  # a table
    moved = export(mover, {"User": rows, "Tag": [{"_id": oid(9), "userIds": [oid(1)]}]})
    assert moved.code == 0, moved.err
    shown = {
        "street": "S",
        "city": {"name": "C", "code": 1.0, "at": 5.0},
        "notes": ["a", "b"],
        "zip": None,
    }
    first, second, third = moved.documents["users"]
    users = minted("User", first_number(moved), str(oid(1)))
    assert first == {
        "_id": users,
        "email": "1@x",
        "name": None,
        "role": "ADMIN",
        "home": shown,
        "others": [{**shown, "city": {"name": "D", "code": 2.0}}],
        "remarks": [remark],
        "tagIds": [moved.documents["tags"][0]["_id"]],
        "chiefId": second["_id"],
        "createdAt": 1577836800000.0,
        "_creationTime": 1577836800000.0,
    }
    empty = {"role": "USER", "others": [], "remarks": [], "tagIds": []}
    assert second == {"_id": second["_id"], "email": "2@x", "chiefId": None, **empty}
    assert third == {"_id": third["_id"], "email": "3@x", **empty}
    assert moved.documents["tags"][0]["userIds"] == [users]
    assert mover.run("id", "User", str(oid(1)).upper()).out.strip() == users


def first_number(moved: Any) -> int:
    return int(moved.manifest["tables"]["users"]["number"])


@pytest.mark.parametrize(
    ("type_", "value", "token"),
    [
        ("Int", 5, 5.0),
        ("Int", Int64(5), 5.0),
        ("Int", 5.0, 5.0),
        ("Int", Int64(2**53), float(2**53)),
        ("BigInt", Int64(2**63 - 1), 2**63 - 1),
        ("BigInt", 7, 7),
        ("Float", 1, 1.0),
        ("Float", -0.0, -0.0),
        ("Float", float("inf"), {"$float": "AAAAAAAA8H8="}),
        ("Float", float("nan"), {"$float": "AAAAAAAA+H8="}),
        ("Float", 5e-324, 5e-324),
        ("Boolean", False, False),
        ("String", "a\0b\u2028\U0001f600", "a\0b\u2028\U0001f600"),
        ("String", oid(1), str(oid(1))),
        ("DateTime", DatetimeMS(-1), -1.0),
        ("DateTime", DatetimeMS(8_640_000_000_000_000), 8.64e15),
        ("DateTime", Timestamp(7, 1), 7000.0),
        ("Bytes", b"\0\xff", {"$bytes": "AP8="}),
        ("Bytes", Binary(b"\x01", 4), {"$bytes": "AQ=="}),
        ("Bytes", b"", {"$bytes": ""}),
        ("Json", {"a": [1, Int64(2), 2.5, None, True, "x"]}, {"a": [1.0, 2.0, 2.5, None, True, "x"]}),
        ("Json", [], []),
        ("Json", "text", "text"),
        ("Json", -0.0, -0.0),
        ("Int[]", [1, 2.0, Int64(3)], [1.0, 2.0, 3.0]),
        ("Json[]", [{"a": 1}, [2]], [{"a": 1.0}, [2.0]]),
        ("DateTime[]", [DatetimeMS(1)], [1.0]),
        ("Bytes[]", [b"\x01"], [{"$bytes": "AQ=="}]),
    ],
)  # fmt: skip  # a table
def test_a_value(mover: Mover, type_: str, value: Any, token: Any) -> None:
    moved = export(
        mover, {"Thing": [{"_id": "x", "value": value}]}, models=ONE_FIELD.format(type=type_)
    )
    assert moved.code == 0, moved.err
    (document,) = moved.documents["things"]
    assert repr(document["value"]) == repr(token)


@pytest.mark.parametrize(
    ("type_", "value", "rule", "why"),
    [
        ("Int", 1.5, "PC716", "is stored as a Double, which is no whole number"),
        ("Int", "5", "PC716", "is stored as text, which is no whole number"),
        ("Int", True, "PC716", "is stored as a Boolean, which is no whole number"),
        ("Int", Decimal128("5"), "PC716", "is stored as a Decimal128, which is no whole number"),
        ("Int", Int64(2**53 + 1), "PC706", "is beyond 2^53, where v.number() is no longer exact"),
        ("BigInt", 1e300, "PC706", "is beyond the 64 bits of v.int64()"),
        ("Float", Int64(2**53 + 1), "PC706", "is a whole number that no double holds exactly"),
        ("Float", Decimal128("1.5"), "PC716", "is stored as a Decimal128, which is no number"),
        ("Boolean", 1, "PC716", "is stored as a whole number, which is no Boolean"),
        ("String", 5, "PC716", "is stored as a whole number, which is no text"),
        ("String", Regex("a"), "PC716", "is stored as a regular expression, which is no text"),
        ("String", None, "PC704", "text is wanted, not null"),
        ("DateTime", "2020-01-01", "PC716", "is stored as text, which is no date"),
        ("DateTime", DatetimeMS(8_640_000_000_000_001), "PC708", "is beyond what a JavaScript Date can hold"),
        ("Bytes", "AA==", "PC716", "is stored as text, which is no Binary"),
        ("Json", {"a": {"$b": 1}}, "PC712", "has a key that starts with `$`"),
        ("Json", {"at": DatetimeMS(1)}, "PC712", "has a key that starts with `$`"),
        ("Json", Code("x"), "PC712", "has a key that starts with `$`"),
        ("Json", float("nan"), "PC712", "has a key that starts with `$`"),
        ("Int[]", 5, "PC716", "is stored as a whole number, which is no list"),
        ("Int[]", [1, "x"], "PC716", "at [1]: is stored as text, which is no whole number"),
        ("String[]", ["a", None], "PC713", "at [1]: text is wanted, not null"),
    ],
)  # fmt: skip  # a table
def test_a_value_that_does_not_fit(
    mover: Mover, type_: str, value: Any, rule: str, why: str
) -> None:
    moved = export(
        mover,
        {"Thing": [{"_id": "k", "value": value}, {"_id": "l", "value": value}]},
        models=ONE_FIELD.format(type=type_),
    )
    assert moved.code == 1, moved.err
    assert [(one["key"], one["field"]) for one in moved.rejected] == [
        ("k", "Thing.value"),
        ("l", "Thing.value"),
    ]
    assert {(one["rule"], one["why"]) for one in moved.rejected} == {(rule, why)}
    assert not (mover.folder / "s.zip").exists()


def test_text_that_is_not_utf8(mover: Mover) -> None:
    mover.schema("mongodb", ONE_FIELD.format(type="Json"))
    documents = [
        bson.encode({"_id": "a", "value": "xy"}),
        bson.encode({"_id": "b", "value": {"k": ["xy"]}}),
        bson.encode({"_id": "c", "value": ["xy"]}),
    ]
    folder = dump(mover.folder, {})
    data = b"".join(documents).replace(b"xy", b"\xff\xfe")
    (folder / "Thing.bson").write_bytes(data)
    moved = mover.run("export", "-o", "s.zip", "--dump", str(folder))
    assert [(one["rule"], one["key"]) for one in moved.rejected] == [
        ("PC711", "a"),
        ("PC711", "b"),
        ("PC711", "c"),
    ]


def test_orphans(mover: Mover) -> None:
    rows: Documents = {
        "User": [
            user(1, tagIds=[oid(8), oid(9), oid(8)], chiefId=oid(7)),
            user(2, chiefId=oid(1)),
        ],
        "Tag": [{"_id": oid(9), "userIds": []}],
    }
    moved = export(mover, rows)
    assert moved.code == 1
    assert {(one["rule"], one["field"]) for one in moved.rejected} == {("PC701", "User.tagIds")}
    moved = export(mover, rows, "--orphans", "null")
    assert moved.code == 0, moved.err
    first, second = moved.documents["users"]
    assert first["tagIds"] == [moved.documents["tags"][0]["_id"]]
    assert first["chiefId"] is None
    assert second["chiefId"] == first["_id"]
    assert [(one["field"], one["key"]) for one in moved.rejected] == [
        ("User.tagIds", str(oid(1))),
        ("User.chiefId", str(oid(1))),
    ]
    moved = export(mover, rows, "--orphans", "reject", "--bad-rows", "skip")
    assert moved.code == 1
    assert moved.documents["users"] == []
    assert {one["key"] for one in moved.rejected} == {str(oid(1)), str(oid(2))}


def test_keys_that_are_no_object_ids(mover: Mover) -> None:
    rows: list[dict[str, Any]]
    rows = [{"_id": str(oid(1)), "userIds": []}, {"userIds": []}, {"_id": 5, "userIds": []}]
    moved = export(mover, {"User": [], "Tag": rows})
    assert sorted((one["rule"], one["why"]) for one in moved.rejected) == [
        ("PC704", "the key is NULL"),
        ("PC716", "the key is stored as a whole number, which is no ObjectId"),
        ("PC716", "the key is stored as text, which is no ObjectId"),
    ]


def test_an_object_that_is_not_as_its_type_says(mover: Mover) -> None:
    home = {"street": "S", "city": {"name": "N", "code": "five"}, "floor": 3}
    moved = export(mover, {"User": [user(1, home=home)], "Tag": []})
    assert [(one["rule"], one["field"], one["why"]) for one in moved.rejected] == [
        ("PC716", "User.home", "at city: at code: is stored as text, which is no whole number")
    ]
    moved = export(mover, {"User": [user(1, home="street")], "Tag": []})
    assert moved.rejected[0]["why"] == "is stored as text, which is no object"
    moved = export(mover, {"User": [user(1, home="street")], "Tag": []}, "--bad-rows", "null")
    assert moved.code == 0
    assert moved.documents["users"][0]["home"] is None


def test_defaults_of_what_an_object_lacks(mover: Mover) -> None:
    """As Prisma's client reads it, from 4.0 on. A document that lacks a required field can't be read."""
    models = (
        'enum Kind {\n  A\n  B @map("b b")\n}\n'
        "type Box {\n  i Int @default(-3)\n  b BigInt @default(5)\n  f Float @default(1.5)\n  t Boolean @default(true)\n"
        '  s String @default("x")\n  k Kind @default(B)\n  n Int? @default(4)\n}\n'
        'model Thing {\n  id String @id @map("_id")\n  box Box\n  top Int @default(1)\n}\n'
    )
    rows: list[dict[str, Any]] = [{"_id": "a", "box": {}, "top": 2}]
    moved = export(mover, {"Thing": rows}, models=models)
    assert moved.code == 0, moved.err
    assert moved.documents["things"][0]["box"] == {
        "i": -3.0,
        "b": 5,
        "f": 1.5,
        "t": True,
        "s": "x",
        "k": "B",
    }
    moved = export(mover, {"Thing": [{"_id": "b", "box": {"i": None}}]}, models=models)
    assert {(one["rule"], one["field"]) for one in moved.rejected} == {("PC704", "Thing.box")}


def test_a_type_that_holds_itself(mover: Mover) -> None:
    remark: dict[str, Any] = {"text": "end", "replies": []}
    for _ in range(5):
        remark = {"text": "x", "replies": [remark]}
    moved = export(mover, {"User": [user(1, remarks=[remark])], "Tag": []})
    assert moved.code == 0, moved.err
    assert moved.documents["users"][0]["remarks"] == [remark]
    for _ in range(40):
        remark = {"text": "x", "replies": [remark]}
    moved = export(mover, {"User": [user(1, remarks=[remark])], "Tag": []})
    assert [one["rule"] for one in moved.rejected] == ["PC712"]


def test_probe(mover: Mover) -> None:
    mover.schema("mongodb", MODELS)
    home = {"street": "S", "city": {"name": "N", "code": 1, "mayor": "M"}, "floor": 3}
    rows = [
        user(1, home=home, tagIds=[oid(3)], chiefId=oid(4), nick="n"),
        user(2, email="1@X", createdAt=DatetimeMS(-5)),
        user(5, email="1@x"),
    ]
    folder = dump(mover.folder, {"User": rows, "Tag": [], "Log": [{"_id": 1}]})
    found = mover.run("probe", "--dump", str(folder))
    assert found.code == 1
    lines = [line for line in found.out.splitlines() if not line.startswith("  =")]
    assert lines == [
        f"error[PC701] User.chiefId: 1 row: refers to a row that is not there (keys: {oid(1)})",
        f"error[PC701] User.tagIds: 1 row: refers to a row that is not there (keys: {oid(1)})",
        "error[PC702] User.email: 2 rows: has the same unique key as another row (keys: 1@x)",
        "warning[PC703] User.email: 3 rows: has a unique key that differs from another's only in case (keys: 1@x)",
        "warning[PC717] City.mayor: no field maps it: its data would stay behind",
        "warning[PC717] Log: no model maps the table: its data would stay behind",
        "warning[PC717] Place.floor: no field maps it: its data would stay behind",
        "warning[PC717] User.nick: no model maps the column: its data would stay behind",
        f"note[PC709] User.createdAt: 1 row: was created before 1970: `_creationTime` is that of the import (keys: {oid(2)})",
        "3 errors, 5 warnings, 1 note",
    ]


def test_uniques_of_fields_in_objects(mover: Mover) -> None:
    mover.schema(
        "mongodb",
        """
type City {
  code Int @map("c")
}
type Place {
  zip  String? @map("postal-code")
  city City?
}
model Shop {
  id   String @id @map("_id")
  name String
  home Place?
  @@unique([home.zip])
  @@unique([name, home.city.code])
}
""",
    )
    homes: list[Any] = [
        {"postal-code": "a", "city": {"c": 1}}, {"postal-code": "A", "city": {"c": 2}}, {"postal-code": "a"},
        {"postal-code": None, "city": {"c": 2}}, None, {"city": {}},
    ]  # fmt: skip  # a table
    rows: list[dict[str, Any]] = [
        {"_id": str(at), "name": "x", "home": home} for at, home in enumerate(homes)
    ]
    rows[5]["home"]["city"]["c"] = 3
    folder = dump(mover.folder, {"Shop": [*rows, {"_id": "9", "name": "x"}]})
    found = mover.run("probe", "--dump", str(folder))
    lines = [line for line in found.out.splitlines() if not line.startswith("  =")]
    assert lines == [
        "error[PC702] Shop.home.zip: 2 rows: has the same unique key as another row (keys: a)",
        "error[PC702] Shop.name, home.city.code: 2 rows: has the same unique key as another row (keys: x, 2)",
        "warning[PC703] Shop.home.zip: 3 rows: has a unique key that differs from another's only in case (keys: a)",
        "2 errors, 1 warning, 0 notes",
    ]


def test_uniques_through_lists(mover: Mover) -> None:
    """An index has an entry for each item: two documents with the same, not one with the same twice."""
    mover.schema(
        "mongodb",
        """
type City {
  code Int @map("c")
}
type Place {
  zip    String? @map("postal-code")
  cities City[]
}
model Shop {
  id    String   @id @map("_id")
  name  String
  tags  String[]
  homes Place[]
  @@unique([tags])
  @@unique([homes.zip])
  @@unique([name, homes.zip])
  @@unique([homes.cities.code])
}
""",
    )
    rows: list[dict[str, Any]] = [
        {"name": "x", "tags": ["a", "b", "a"], "homes": [{"postal-code": "1"}, {"postal-code": "1"}]},
        {"name": "y", "tags": ["b", "c"], "homes": [{"postal-code": "2"}, {"postal-code": "1"}]},
        {"name": "x", "tags": ["C"], "homes": [{"postal-code": None}, {}, {"cities": [{"c": 5}, {"c": 6}]}]},
        {"name": "x", "tags": [], "homes": [{"cities": [{"c": 7}]}, {"cities": [{"c": 6.0}, {}]}]},
        {"name": "y"},
    ]  # fmt: skip  # a table
    shops = [{"_id": str(at), **row} for at, row in enumerate(rows)]
    folder = dump(mover.folder, {"Shop": shops})
    found = mover.run("probe", "--dump", str(folder))
    lines = [line for line in found.out.splitlines() if not line.startswith("  =")]
    assert [line for line in lines if "PC702" in line or "PC703" in line] == [
        "error[PC702] Shop.homes.cities.code: 2 rows: has the same unique key as another row (keys: 6)",
        "error[PC702] Shop.homes.zip: 2 rows: has the same unique key as another row (keys: 1)",
        "error[PC702] Shop.tags: 2 rows: has the same unique key as another row (keys: b)",
        "warning[PC703] Shop.tags: 2 rows: has a unique key that differs from another's only in case (keys: c)",
    ]


def test_a_sample_has_what_it_refers_to(mover: Mover) -> None:
    rows: list[dict[str, Any]] = [user(1, chiefId=oid(6), tagIds=[oid(9)])]
    rows.extend(user(at) for at in range(2, 7))
    tags = [{"_id": oid(at), "userIds": []} for at in range(7, 10)]
    moved = export(mover, {"User": rows, "Tag": tags}, "--sample", "1")
    assert moved.code == 0, moved.err
    assert [one["email"] for one in moved.documents["users"]] == ["1@x", "6@x"]
    assert len(moved.documents["tags"]) == 2


def test_shards_since_and_verify(mover: Mover, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prisma_to_convex.data.sources.mongodb._SLICE", 10)
    rows = [user(at, chiefId=oid(at // 2 + 1)) for at in range(1, 60)]
    rows = [*rows[30:], *rows[:30]]
    documents: Documents = {"User": rows, "Tag": [{"_id": oid(1), "userIds": [oid(3), oid(4)]}]}
    moved = export(mover, documents)
    assert moved.code == 0, moved.err
    emails = [one["email"] for one in moved.documents["users"]]
    assert emails == [f"{at}@x" for at in range(1, 60)]
    one_run = (mover.folder / "s.zip").read_bytes()
    for number in (1, 2):
        words = ("-o", f"{number}.shard", "--shard", f"{number}/2", "--dump", "dump")
        assert mover.run("export", *words).code == 0
    assert mover.run("merge", "-o", "m.zip", "1.shard", "2.shard").code == 0
    assert (mover.folder / "m.zip").read_bytes() == one_run
    assert mover.run("verify", "s.zip", "--source", "--dump", "dump").code == 0
    again = mover.run("export", "-o", "d.zip", "--dump", "dump", "--since", "s.manifest.json")
    assert "Nothing changed" in again.out
    rows[0]["name"] = None  # it was missing
    dump(mover.folder, documents)
    again = mover.run("export", "-o", "d.zip", "--dump", "dump", "--since", "s.manifest.json")
    assert again.code == 0
    assert "1 table did not change, left out: tags" in again.err
    assert mover.run("verify", "s.zip", "--source", "--dump", "dump").code == 1


def test_bytes_as_files(mover: Mover) -> None:
    models = 'model Thing {\n  id String @id @map("_id")\n  /// @convex.bytes(storage)\n  value Bytes?\n}\n'
    rows: list[dict[str, Any]]
    rows = [{"_id": "a", "value": b"abc"}, {"_id": "b", "value": None}, {"_id": "c"}]
    moved = export(mover, {"Thing": rows}, models=models)
    assert moved.code == 0, moved.err
    first, second, third = moved.documents["things"]
    assert moved.documents["_storage"][0]["_id"] == first["value"]
    assert second["value"] is None
    assert "value" not in third


def test_raw_objects_are_distinguished_from_dicts() -> None:
    assert not hasattr({}, "raw")
    assert RawBSONDocument(bson.encode({})).raw
