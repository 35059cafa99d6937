"""What is taken for plain, the judge accepts; most documents are plain."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from prisma_to_convex.data.documents.judge import Judge, loads
from prisma_to_convex.data.documents.plain_documents import LONGEST, PlainDocuments
from prisma_to_convex.data.planning.exported import document_types
from support.compiling import compiled

SCHEMA = """
enum Role {
  ADMIN
  USER
}

model A {
  id    Int      @id @default(autoincrement())
  text  String
  many  String[]
  note  String?
  whole BigInt
  some  Float
  data  Bytes
  role  Role?
  any   Json
  yes   Boolean
  refId Int
  ref   A        @relation("r", fields: [refId], references: [id])
  back  A[]      @relation("r")
}
"""
ORDER = ("text", "many", "note", "whole", "some", "data", "role", "any", "yes", "refId")
DOCUMENT = document_types(compiled(SCHEMA).lowered.convex)["as"]
JUDGE = Judge("as", DOCUMENT, {"as": 11001})
PLAIN = PlainDocuments(DOCUMENT, (*ORDER, "_creationTime"))
ID = '"' + "z" * 32 + '"'
GOOD = {
    "text": '"a"', "many": '["a","b"]', "note": "null", "whole": "5", "some": "5.0", "data": '{"$bytes":"AAEC"}',
    "role": '"USER"', "any": "null", "yes": "true", "refId": ID,
}  # fmt: skip  # a table


def line(tokens: dict[str, str], rest: str = "") -> bytes:
    fields = "".join(f',"{name}":{tokens[name]}' for name in ORDER if name in tokens)
    return f'{{"_id":{ID}{fields}{rest}}}'.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("name", "token"),
    [
        *(
            ("text", json.dumps(text, ensure_ascii=False))
            for text in ("", 'é "\\ \n', "\x7f", "😀")
        ),
        ("text", '"\\u0001"'),
        ("many", "[]"),
        ("whole", "-999999999999999999"),
        ("some", "-0.0"),
        ("some", "1.5e+300"),
        ("data", '{"$bytes":""}'),
        ("role", "null"),
        ("any", '"text"'),
        ("any", '{"a":1.0}'),
        ("any", '{"":[],"b c":{"~":"x"}}'),
        ("any", '[1.5,[],{"a":true},"x"]'),
    ],
)
def test_plain(name: str, token: str) -> None:
    assert PLAIN(line(GOOD | {name: token}))
    JUDGE(loads(line(GOOD | {name: token})))


def test_a_creation_time_may_be_missing() -> None:
    assert PLAIN(line(GOOD))
    assert PLAIN(line(GOOD, ',"_creationTime":1577836860000.0'))
    assert not PLAIN(line(GOOD, ',"_creationTime":0.0'))
    assert not PLAIN(line(GOOD, ',"other":0.0'))


@pytest.mark.parametrize(
    "token",
    [
        '{"$bytes":"AAAA"}',
        '{"$a":1.0}',
        '{"é":1.0}',
        '{"a\\u0000":1.0}',
        '{"' + "a" * 1025 + '":1.0}',
        "{" + ",".join(f'"{at}":0.0' for at in range(1025)) + "}",
        "[" * 20 + "]" * 20,
    ],
)
def test_values_that_convex_may_refuse_are_looked_into(token: str) -> None:
    assert not PLAIN(line(GOOD | {"any": token}))


def test_what_is_long_is_looked_into() -> None:
    room = LONGEST - len(line(GOOD | {"text": '""'}))
    assert PLAIN(line(GOOD | {"text": '"' + "a" * room + '"'}))
    assert not PLAIN(line(GOOD | {"text": '"' + "a" * (room + 1) + '"'}))


def test_a_field_may_not_be_missing() -> None:
    assert not PLAIN(line({name: token for name, token in GOOD.items() if name != "yes"}))
    assert not PlainDocuments(DOCUMENT, ORDER[:-1])(line(GOOD))


TOKENS = st.one_of(
    st.sampled_from(list(GOOD.values())),
    st.sampled_from(["1", "1.0", "-1.0", "01.0", "1.", "1e5", "NaN", "9223372036854775808", '"\\ud800"', '"\\u12"']),
    st.sampled_from(['{"$bytes":"A"}', '{"$bytes":"A==="}', '{"$float":"AAAA"}', "{}", "[]", "[null]", '"\ud800"']),
    st.integers().map(str),
    st.floats().map(json.dumps),
    st.text().map(json.dumps),
    st.text().map(lambda text: json.dumps(text, ensure_ascii=False)),
    st.text().map(lambda text: f'"{text}"'),
    st.lists(st.text(max_size=3), max_size=3).map(json.dumps),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=2),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(" $a~\x7f\"", max_size=2), inner, max_size=3),
        max_leaves=5,
    ).map(lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))),
)  # fmt: skip  # a table


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(ORDER), TOKENS, max_size=3), st.binary(max_size=2))
@example({"text": '"\\u00e9"'}, b"")
@example({"text": '"x"'}, b"\xed\xa0")
def test_the_judge_accepts_what_is_plain(changes: dict[str, Any], octets: bytes) -> None:
    made = line(GOOD | changes)
    for document in (made, made.replace(b'"a"', b'"' + octets + b'"', 1)):
        if PLAIN(document):
            assert JUDGE(loads(document)) <= 4 * len(document)
