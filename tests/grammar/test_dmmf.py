"""The DMMF's shape, read as input -> exact output; `test_dmmf_engine.py` compares it with Prisma's."""

from __future__ import annotations

import json

import pytest

from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.dmmf import Datamodel, DmmfField, dmmf


def datamodel(text: str) -> Datamodel:
    return dmmf(read_schema([SourceFile("schema.prisma", text)]).schema)


def field(line: str, before: str = "") -> DmmfField:
    """The first field of a model whose first line this is."""
    text = f'datasource db {{\n provider = "postgresql"\n}}\n{before}model A {{\n{line}\n}}\n'
    return datamodel(text)["models"][0]["fields"][0]


def test_a_model() -> None:
    found = datamodel('/// the user\nmodel User {\n  id Int @id\n\n  @@map(name: "users")\n}\n')
    assert json.dumps(found, indent=1) == json.dumps(
        {
            "enums": [],
            "models": [
                {
                    "name": "User",
                    "dbName": "users",
                    "schema": None,
                    "fields": [
                        {
                            "name": "id",
                            "kind": "scalar",
                            "isList": False,
                            "isRequired": True,
                            "isUnique": False,
                            "isId": True,
                            "isReadOnly": False,
                            "hasDefaultValue": False,
                            "type": "Int",
                            "nativeType": None,
                            "isGenerated": False,
                            "isUpdatedAt": False,
                        }
                    ],
                    "primaryKey": None,
                    "uniqueFields": [],
                    "uniqueIndexes": [],
                    "isGenerated": False,
                    "documentation": "the user",
                }
            ],
            "types": [],
            "indexes": [
                {
                    "model": "User",
                    "type": "id",
                    "isDefinedOnField": True,
                    "fields": [{"name": "id"}],
                }
            ],
        },
        indent=1,
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a Int @default(007)", 7),
        ("a Int[] @default([1, -2])", [1, -2]),
        ("a BigInt @default(9007199254740993)", "9007199254740993"),
        ("a Boolean @default(true)", True),
        (r'a String @default("\u00e9\n\"")', 'é\n"'),
        (r'a Json @default("{\"b\":1,  \"a\": 2}")', '{"b":1,  "a": 2}'),
        ('a Bytes @default("YQ==")', "YQ=="),
        # Digits times a rounded power of ten: the engine's own inexactness.
        ("a Float @default(0.7)", 0.7000000000000001),
        ("a Float @default(2)", 2.0),
        ("a Decimal @default(1.50)", 1.5),
        ('a Decimal @default("1e5")', 100000.0),
        ('a DateTime @default("2020-01-01T00:00:00Z")', "2020-01-01T00:00:00+00:00"),
        ('a DateTime @default("2020-01-01 00:00:00.1+02:00")', "2020-01-01T00:00:00.100+02:00"),
        ("a E @default(true)", "true"),
        ("a DateTime @default(now())", {"name": "now", "args": []}),
        ("a String @default(uuid())", {"name": "uuid", "args": [4]}),
        ("a String @default(cuid())", {"name": "cuid", "args": [1]}),
        ("a String @default(nanoid(12))", {"name": "nanoid", "args": [12]}),
        ('a Int @default(dbgenerated("f()"))', {"name": "dbgenerated", "args": ["f()"]}),
        ("a Int @default(dbgenerated())", {"name": "dbgenerated", "args": []}),
    ],
)
def test_default(line: str, expected: object) -> None:
    found = field(line, "enum E {\n  true\n}\n")["default"]
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("text", "documentation"),
    [
        ("/// a", "a"),
        ("///   two  ", "two  "),
        ("//// a", "/ a"),
        ("///", ""),
        ("// a", None),
        ("/// a\n// b\n/// c", "a\nc"),
        ("/// a\n\n", "a"),
        ("/// a\n\n/// b", "b"),
        ("/// a\n\n// b", None),
        ('/// a\n@@map("x") /// b', "a"),
        ("/* a\n b */", "a\n b"),
        ("/// a\n/* b */", "a\nb"),
        ("/// a\n /* b */", "a\n* b"),
    ],
)
def test_documentation_above_a_field(text: str, documentation: str | None) -> None:
    assert field(f"{text}\na Int").get("documentation") == documentation


@pytest.mark.parametrize(
    ("line", "documentation"),
    [
        ("a Int /// b", "b"),
        ("/// a\na Int /* b */", "a\nb"),
        ("/// a\na Int // b", "a"),
        ("a Int // b /// c", None),
        ("/* a */ a Int", "a"),
    ],
)
def test_documentation_beside_a_field(line: str, documentation: str | None) -> None:
    assert field(line).get("documentation") == documentation


@pytest.mark.parametrize(
    ("text", "documentation"),
    [
        ("/// a\n", "a"),
        ("/// a\n\n", None),
        ("/// a\n\n/// b\n", "b"),
        ("/* a */ ", "a"),
        # A configuration block does not use the comment up; an empty line after it does no harm.
        ('/// a\ngenerator g {\n  provider = "x"\n}\n\n', "a"),
        ('/// a\ngenerator g {\n  provider = "x"\n}\n// b\n', None),
        ("enum E {\n  A\n} /// a\n", "a"),
    ],
)
def test_documentation_above_a_model(text: str, documentation: str | None) -> None:
    (model,) = datamodel(f"{text}model A {{\n  id Int @id\n}}\n")["models"]
    assert model.get("documentation") == documentation


def test_views_stand_behind_models_and_ignored_things_are_absent() -> None:
    found = datamodel("""
view V {
  id Int @unique
}

model Gone {
  id Int @id

  @@ignore
}

model A {
  id    Int                    @id
  gone  Int                    @ignore
  shape Unsupported("circle")?
}
""")
    names = [(model["name"], [f["name"] for f in model["fields"]]) for model in found["models"]]
    assert names == [("A", ["id"]), ("V", ["id"])]
