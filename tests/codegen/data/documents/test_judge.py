"""The judge at each limit of Convex and one beyond it; documents as an import reads them."""

from __future__ import annotations

from typing import Any

import pytest

from prisma_to_convex.data.documents.judge import Judge, ValueMismatch, any_value, loads
from prisma_to_convex.data.planning.exported import document_types
from support.compiling import compiled

SCHEMA = """
enum Role {
  ADMIN
  USER
}

model A {
  id    Int     @id @default(autoincrement())
  text  String
  many  String[]
  note  String?
  whole BigInt
  some  Float
  data  Bytes
  role  Role
  any   Json
  refId Int
  ref   A       @relation("r", fields: [refId], references: [id])
  back  A[]     @relation("r")
}
"""
ID = "z" * 32
GOOD: dict[str, Any] = {
    "_id": ID,
    "text": "",
    "many": [],
    "note": None,
    "whole": 5,
    "some": 5.0,
    "data": {"$bytes": ""},
    "role": "USER",
    "any": None,
    "refId": ID,
}


@pytest.fixture(scope="module")
def judge() -> Judge:
    documents = document_types(compiled(SCHEMA).lowered.convex)
    return Judge("as", documents["as"], {"as": 11001})


def test_a_document_has_convex_s_size(judge: Judge) -> None:
    # 2, then for each field its name, 1 and its value
    sizes = {
        "_id": 34,
        "text": 2,
        "many": 2,
        "note": 1,
        "whole": 9,
        "some": 9,
        "data": 2,
        "role": 6,
    }
    sizes |= {"any": 1, "refId": 34}
    assert judge(GOOD) == 2 + sum(len(name) + 1 + size for name, size in sizes.items())
    assert judge({**GOOD, "text": "ü"}) == judge(GOOD) + 2
    assert judge({**GOOD, "data": {"$bytes": "AAEC"}}) == judge(GOOD) + 3
    assert judge({**GOOD, "_creationTime": 1.0}) == judge(GOOD) + 14 + 9


def test_a_mebibyte_and_one_byte_more(judge: Judge) -> None:
    room = (1 << 20) - judge(GOOD)
    assert judge({**GOOD, "text": "x" * room}) == 1 << 20
    with pytest.raises(ValueMismatch) as refused:
        judge({**GOOD, "text": "x" * (room + 1)})
    assert refused.value.rule == "PC714"


def nested(levels: int) -> Any:
    value: Any = []
    for _ in range(levels - 1):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"many": ["x"] * 8192}, ""),
        ({"many": ["x"] * 8193}, "PC713"),
        ({"many": [None]}, "PC713"),
        ({"many": None}, "PC704"),
        ({"any": nested(15)}, ""),
        ({"any": nested(16)}, "PC712"),
        ({"any": {"": 1.0, "k" * 1024: 1.0}}, ""),
        ({"any": {"k" * 1025: 1.0}}, "PC712"),
        ({"any": {"é": 1.0}}, "PC712"),
        ({"any": {"a\n": 1.0}}, "PC712"),
        ({"any": {"a": 1.0, "$b": 1.0}}, "PC712"),
        ({"any": {str(at): 1.0 for at in range(1024)}}, ""),
        ({"any": {str(at): 1.0 for at in range(1025)}}, "PC712"),
        ({"any": "\ud800"}, "PC711"),
        ({"text": "\udfff"}, "PC711"),
        ({"text": "\0"}, ""),
        ({"text": None}, "PC704"),
        ({"text": 1.0}, "PC719"),
        ({"whole": 5.0}, "PC719"),
        ({"whole": 2**63 - 1}, ""),
        ({"whole": 2**63}, "PC706"),
        ({"whole": True}, "PC719"),
        ({"some": 5}, "PC719"),
        ({"some": {"$float": "AAAAAAAA+H8="}}, ""),
        ({"some": {"$float": "AAAA"}}, "PC712"),
        ({"data": {"$bytes": "!"}}, "PC712"),
        ({"data": "AAAA"}, "PC719"),
        ({"role": "user"}, "PC705"),
        ({"role": None}, "PC704"),
        ({"note": "x"}, ""),
        ({"refId": "x"}, "PC719"),
        ({"_creationTime": 0.0}, "PC709"),
        ({"_creationTime": -1.0}, "PC709"),
        ({"_creationTime": 5}, "PC709"),
        ({"_creationTime": float(2**53)}, "PC709"),
        ({"more": 1.0}, "PC719"),
    ],
)
def test_each_limit(judge: Judge, change: dict[str, Any], rule: str) -> None:
    document = {**GOOD, **change}
    if not rule:
        judge(document)
        return
    with pytest.raises(ValueMismatch) as refused:
        judge(document)
    assert refused.value.rule == rule
    assert refused.value.path.startswith(next(iter(change)))


def test_a_missing_field_is_reported(judge: Judge) -> None:
    with pytest.raises(ValueMismatch) as refused:
        judge({name: value for name, value in GOOD.items() if name != "role"})
    assert (refused.value.rule, refused.value.path) == ("PC704", "role")


def test_what_is_printed_holds_no_value(judge: Judge) -> None:
    with pytest.raises(ValueMismatch) as refused:
        judge({**GOOD, "role": "secret"})
    assert "secret" not in refused.value.why


def test_the_path_leads_to_the_value() -> None:
    with pytest.raises(ValueMismatch) as refused:
        any_value(loads('{"a": [{"b": 1.0}, {"$c": 2.0, "d": 1}]}'))
    assert refused.value.path == "a[1]"


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"$integer": "BQAAAAAAAAA="}, 9),
        ({"$float": "AAAAAAAA+H8="}, 9),
        ({"$bytes": "AAEC"}, 5),
        ({"a": {"$integer": "BQAAAAAAAAA="}}, 2 + 2 + 9),
    ],
)
def test_a_special_value_may_stand_in_any(value: Any, size: int) -> None:
    assert any_value(value, 1) == size


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("x", "text"),
        (1.5, "a number"),
        (5, "a whole number"),
        (True, "true or false"),
        ([], "a list"),
        ({}, "an object"),
    ],
)
def test_the_kind_of_a_wrong_value_is_reported(judge: Judge, value: Any, word: str) -> None:
    wrong = "text" if word != "text" else "some"
    with pytest.raises(ValueMismatch) as refused:
        judge({**GOOD, wrong: value})
    assert word in refused.value.why
