"""Each form that a column of a database can have is read there: no table of readers lacks one."""

from __future__ import annotations

from typing import get_args

import pytest

from prisma_to_convex.data.dialects import bson_tokens, mysql_forms, sqlite_forms
from prisma_to_convex.data.dialects.sqlite_values import Text
from prisma_to_convex.data.planning.forms import Kind
from prisma_to_convex.data.tokens import json_tokens

KINDS = set(get_args(Kind))
# Read by a `match` before the table is asked; or MongoDB's alone.
BESIDE = {
    "sqlite": {"enum", "decimal-scaled", "reference", "composite"},
    "mysql": {
        "enum",
        "decimal-scaled",
        "bytes",
        "stored",
        "float",
        "reference",
        "composite",
        "vector",
    },
    "mongodb": {"enum", "reference", "composite"},
}
# MongoDB has no type of Prisma's for these.
NOT_OF_MONGODB = {"date", "time", "time-zone", "decimal-text", "decimal-number", "decimal-scaled"}


@pytest.mark.parametrize(
    ("readers", "others"),
    [
        (sqlite_forms._READERS, BESIDE["sqlite"]),
        (mysql_forms._READERS, BESIDE["mysql"]),
        (bson_tokens.READERS, BESIDE["mongodb"] | NOT_OF_MONGODB),
    ],
    ids=["sqlite", "mysql", "mongodb"],
)
def test_each_form_has_its_reader(readers: dict[str, object], others: set[str]) -> None:
    assert set(readers) == KINDS - others


@pytest.mark.parametrize(
    ("kind", "stored", "token"),
    [
        ("string", 'a"é', '"a\\"é"'),
        ("text", "a", '"a"'),
        ("integer", 5, "5.0"),
        ("integer", -5, "-5.0"),
        ("float", 0.5, "0.5"),
        ("boolean", 1, "true"),
        ("boolean", 0, "false"),
    ],
)
def test_what_sqlite_stores(kind: str, stored: object, token: str) -> None:
    value = stored.encode() if isinstance(stored, str) else stored
    found = sqlite_forms._READERS[kind](Text(value) if isinstance(value, bytes) else value)  # type: ignore[arg-type]  # as the driver gives it
    assert found == token.encode()


@pytest.mark.parametrize(
    ("kind", "sent", "token"),
    [
        ("string", b"a", b'"a"'),
        ("text", b"a", b'"a"'),
        ("integer", b"-5", b"-5.0"),
        ("boolean", b"1", b"true"),
        ("boolean", b"0", b"false"),
        ("date", b"2020-02-29", b'"2020-02-29"'),
        ("json", b'{"a": 1}', b'{"a":1.0}'),
    ],
)
def test_what_mysql_sends(kind: str, sent: bytes, token: bytes) -> None:
    assert mysql_forms._READERS[kind](sent) == token


def test_a_text_of_mongodb() -> None:
    assert (
        bson_tokens.READERS["text"]("a")
        == bson_tokens.READERS["string"]("a")
        == json_tokens.text(b"a")
    )
