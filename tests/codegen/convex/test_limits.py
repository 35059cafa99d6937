"""Convex's limits at the boundary: at the limit as written, one beyond told by a rule; both accepted."""

from __future__ import annotations

import json

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.config.project_config import Config
from prisma_to_convex.config.read import read
from prisma_to_convex.convex.convex_schema import (
    MAX_DOCUMENT_SIZE,
    MAX_ELEMENTS,
    MAX_FIELDS,
    MAX_IDENTIFIER,
    MAX_INDEX_FIELDS,
    MAX_INDEXES,
    MAX_KEY,
    MAX_NESTING,
    MAX_OBJECT_FIELDS,
    MAX_SEARCH_INDEXES,
    MAX_TABLES,
    MAX_VECTOR_DIMENSIONS,
    MAX_VECTOR_INDEXES,
    MIN_VECTOR_DIMENSIONS,
)
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.rules.limits.default_not_storable import key_problem
from support.compiling import POSTGRESQL, compiled, datasource, indexes, messages, table
from support.oracle import judge_convex, value_complaints

MYSQL, MONGODB = datasource("mysql"), datasource("mongodb")
OBJECT_ID = '  id String @id @default(auto()) @map("_id") @db.ObjectId\n'
ID = "  id Int @id @default(autoincrement())\n"


def model(body: str, name: str = "Thing") -> str:
    return f"model {name} {{\n{ID}{body}}}\n"


def strings(count: int) -> str:
    return "".join(f"  f{number} String\n" for number in range(count))


def listed(count: int) -> str:
    return ", ".join(f"f{number}" for number in range(count))


def emitted(compilation: Compilation) -> str:
    return schema_ts(compilation.lowered.convex, "schema.prisma", "report.md")


def complaints(text: str) -> list[str]:
    """The rules of a push that a schema.ts breaks."""
    return judge_convex({"it": text}, judges=("convex",))["it"].rules()


def accepted(compilation: Compilation) -> None:
    assert complaints(emitted(compilation)) == []


@pytest.mark.parametrize("beyond", [False, True])
def test_characters_of_a_name(beyond: bool) -> None:
    long = "x" * (MAX_IDENTIFIER + beyond)
    found = compiled(model(f"  {long} String\n"))
    [field] = table(found, "things").fields
    assert len(field.name) == MAX_IDENTIFIER
    assert (field.name == long) is not beyond
    assert len(messages(found, "PC401")) == beyond
    accepted(found)


@pytest.mark.parametrize("beyond", [False, True])
def test_characters_of_an_index_name(beyond: bool) -> None:
    name = "x" * (MAX_IDENTIFIER - len("by_") + beyond)
    found = compiled(model(f"  {name} String @unique\n"))
    [index] = indexes(found, "things")
    assert len(index) == MAX_IDENTIFIER
    assert (index == f"by_{name}") is not beyond
    accepted(found)


@pytest.mark.parametrize("beyond", [False, True])
def test_fields_of_an_index(beyond: bool) -> None:
    count = MAX_INDEX_FIELDS + beyond
    found = compiled(model(f"{strings(count)}  @@index([{listed(count)}])\n"))
    [fields] = indexes(found, "things").values()
    assert len(fields) == MAX_INDEX_FIELDS
    assert len(messages(found, "PC402")) == beyond
    accepted(found)


@pytest.mark.parametrize("beyond", [False, True])
def test_indexes_of_a_table(beyond: bool) -> None:
    count = MAX_INDEXES + beyond
    lines = "".join(f"  @@index([f{number}])\n" for number in range(count))
    found = compiled(model(strings(count) + lines))
    assert len(indexes(found, "things")) == MAX_INDEXES
    assert len(messages(found, "PC214")) == beyond
    accepted(found)


@pytest.mark.parametrize("field", ["last String @unique", "last String\n  @@unique([last])"])
def test_constraints_keep_their_index_before_others(field: str) -> None:
    lines = "".join(f"  @@index([f{number}])\n" for number in range(MAX_INDEXES))
    found = compiled(model(f"{strings(MAX_INDEXES)}{lines}  {field}\n"))
    assert ("last",) in indexes(found, "things").values()
    assert len(messages(found, "PC214")) == 1


def test_foreign_keys_keep_their_index_before_others_and_behind_constraints() -> None:
    lines = "".join(f"  @@index([f{number}])\n" for number in range(MAX_INDEXES - 1))
    key = "  ownerId Int\n  owner Owner @relation(fields: [ownerId], references: [id])\n"
    owner = model("  things Thing[]\n", "Owner")
    plain = f"{strings(MAX_INDEXES)}{lines}{key}"
    found = compiled(model(f"{plain}  @@index([f{MAX_INDEXES - 1}])\n") + owner)
    assert ("ownerId",) in indexes(found, "things").values()
    assert len(messages(found, "PC214")) == 1
    unique = "".join(f"  @@unique([f{number}])\n" for number in range(MAX_INDEXES))
    found = compiled(model(f"{strings(MAX_INDEXES)}{key}{unique}") + owner)
    assert ("ownerId",) not in indexes(found, "things").values()


@pytest.mark.parametrize("beyond", [False, True])
def test_search_indexes(beyond: bool) -> None:
    count = MAX_SEARCH_INDEXES + beyond
    lines = "".join(f"  @@fulltext([f{number}])\n" for number in range(count))
    found = compiled(model(strings(count) + lines), head=MYSQL)
    assert len(table(found, "things").search_indexes) == MAX_SEARCH_INDEXES
    assert len(messages(found, "PC214")) == beyond
    accepted(found)


@pytest.mark.parametrize("beyond", [False, True])
def test_vector_indexes(beyond: bool) -> None:
    count = MAX_VECTOR_INDEXES + beyond
    lines = "".join(f'  v{number} Unsupported("vector(3)")?\n' for number in range(count))
    found = compiled(model(lines))
    assert len(table(found, "things").vector_indexes) == MAX_VECTOR_INDEXES
    helps = [one.help for one in found.ledger.diagnostics if one.rule.code == "PC305"]
    assert len(helps) == count
    assert sum("no vector index" in one for one in helps) == beyond
    accepted(found)


@pytest.mark.parametrize(
    ("size", "fits"),
    [
        (MIN_VECTOR_DIMENSIONS - 1, False),
        (MIN_VECTOR_DIMENSIONS, True),
        (MAX_VECTOR_DIMENSIONS, True),
        (MAX_VECTOR_DIMENSIONS + 1, False),
    ],
)
def test_dimensions_of_a_vector(size: int, fits: bool) -> None:
    found = compiled(model(f'  v Unsupported("vector({size})")?\n'))
    assert bool(table(found, "things").vector_indexes) is fits
    assert bool(messages(found, "PC216")) is not fits
    accepted(found)


@pytest.mark.parametrize("beyond", [False, True])
def test_fields_of_a_document(beyond: bool) -> None:
    found = compiled(model(strings(MAX_FIELDS + beyond)))
    assert len(messages(found, "PC403")) == beyond
    # An error, since no smaller table would be right.
    assert complaints(emitted(found)) == ["object-field-count"] * beyond


def test_search_and_vector_indexes_count_with_the_others() -> None:
    lines = "".join(f"  @@index([f{number}])\n" for number in range(MAX_INDEXES))
    found = compiled(
        model(strings(MAX_INDEXES) + '  v Unsupported("vector(3)")?\n' + lines), head=POSTGRESQL
    )
    assert len(indexes(found, "things")) == MAX_INDEXES - 1
    accepted(found)


def test_names_that_differ_in_case_alone() -> None:
    found = compiled(model("  name String @unique\n  Name String @unique\n"))
    assert indexes(found, "things") == {"by_name": ("name",), "by_Name": ("Name",)}
    accepted(found)


def test_reserved_names() -> None:
    found = compiled("model Thing {\n  id String @id\n  creation_time Int @unique\n}\n")
    assert set(indexes(found, "things")) == {"by_id_field", "by_creation_time_field"}
    accepted(found)


# ---- documents ------------------------------------------------------------------------------------


@pytest.mark.parametrize("beyond", [False, True])
def test_fields_of_an_object(beyond: bool) -> None:
    types = f"type Inner {{\n{strings(MAX_OBJECT_FIELDS + beyond)}}}\n"
    found = compiled(f"{types}model Thing {{\n{OBJECT_ID}  inner Inner\n}}\n", head=MONGODB)
    assert len(messages(found, "PC403")) == beyond
    assert complaints(emitted(found)) == ["object-field-count"] * beyond


@pytest.mark.parametrize("beyond", [False, True])
def test_levels_of_a_document(beyond: bool) -> None:
    last = MAX_NESTING + beyond - 2  # the document is the first level, T0 the second
    types = "".join(f"type T{number} {{\n  inner T{number + 1}\n}}\n" for number in range(last))
    end = f"type T{last} {{\n  text String\n}}\n"
    page = f"model Page {{\n{OBJECT_ID}  top T0\n  other String\n}}\n"
    found = compiled(types + end + page, head=MONGODB)
    message = "`Page.top` nests 17 levels deep, the document being the first"
    assert messages(found, "PC405") == [f"{message}; a document holds at most 16"] * beyond
    assert complaints(emitted(found)) == ["nesting"] * beyond


@pytest.mark.parametrize("beyond", [False, True])
def test_levels_of_a_chosen_validator(beyond: bool) -> None:
    arrays = MAX_NESTING - 2
    chosen = "v.array(" * arrays + "v.record(v.string(), v.any())" + ")" * arrays
    found = compiled(model(f"  /// @convex.type({chosen})\n  deep Json{'[]' * beyond}\n"))
    assert len(messages(found, "PC405")) == beyond
    assert complaints(emitted(found)) == ["nesting"] * beyond


@pytest.mark.parametrize("arity", ["?", "[]"])
def test_a_level_that_may_be_missing_counts(arity: str) -> None:
    """What Prisma's type can hold is to be stored, not only the smallest document."""
    types = "".join(f"type T{number} {{\n  inner T{number + 1}?\n}}\n" for number in range(14))
    end = f"type T14 {{\n  text String{arity}\n}}\n"
    found = compiled(f"{types}{end}model Page {{\n{OBJECT_ID}  top T0{arity}\n}}\n", head=MONGODB)
    assert len(messages(found, "PC405")) == (arity == "[]")


@pytest.mark.parametrize(
    ("text", "is_reported"),
    [
        (f"VarChar({MAX_DOCUMENT_SIZE})", False),
        (f"VarChar({MAX_DOCUMENT_SIZE + 1})", True),
        ("Text", False),
    ],
)
def test_size_of_a_column(text: str, is_reported: bool) -> None:
    found = compiled(model(f"  letters String @db.{text}\n"))
    assert bool(messages(found, "PC408")) is is_reported
    accepted(found)


@pytest.mark.parametrize(
    ("provider", "column", "is_reported"),
    [
        ("postgresql", "Bytes", True),
        ("postgresql", "Bytes @db.ByteA", True),
        ("postgresql", "String", False),
        ("postgresql", "String @db.VarChar", False),
        ("mysql", "Bytes", True),
        ("mysql", "Bytes @db.Blob", False),
        ("mysql", "Bytes @db.MediumBlob", True),
        ("mysql", "Bytes @db.VarBinary(65535)", False),
        ("mysql", "String @db.Text", False),
        ("mysql", "String @db.MediumText", True),
        ("sqlserver", "String @db.Text", True),
        ("sqlserver", "String @db.NVarChar(Max)", True),
        ("sqlserver", "String @db.NVarChar(4000)", False),
        ("sqlserver", "Bytes @db.VarBinary", False),
        ("sqlserver", "Bytes @db.VarBinary(Max)", True),
        ("sqlite", "Bytes", True),
    ],
)
def test_columns_that_are_made_for_much(provider: str, column: str, is_reported: bool) -> None:
    found = compiled(model(f"  it {column}\n"), head=datasource(provider))
    assert bool(messages(found, "PC408")) is is_reported


def test_files_are_not_in_the_document() -> None:
    found = compiled(model("  /// @convex.bytes(storage)\n  it Bytes\n"))
    assert messages(found, "PC408") == []


# ---- values: Convex's own client says what it refuses -----------------------------------------------


def default(text: str) -> Compilation:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return compiled(model(f'  it Json @default("{quoted}")\n'))


@pytest.mark.parametrize("beyond", [False, True])
def test_items_of_a_default(beyond: bool) -> None:
    items = ", ".join(["1"] * (MAX_ELEMENTS + beyond))
    assert len(messages(default(f"[{items}]"), "PC406")) == beyond
    found = compiled(model(f"  it Int[] @default([{items}])\n"))
    assert len(messages(found, "PC406")) == beyond
    assert len(messages(found, "PC407")) == 1
    accepted(found)


@pytest.mark.parametrize("beyond", [False, True])
def test_fields_of_a_default(beyond: bool) -> None:
    names = [f"f{number}" for number in range(MAX_OBJECT_FIELDS + beyond)]
    found = default("{" + ", ".join(f'"{name}": 1' for name in names) + "}")
    assert len(messages(found, "PC406")) == beyond
    fields = ", ".join(f"{name}: v.number()" for name in names)
    assert complaints(as_document(f"v.object({{ {fields} }})")) == ["object-field-count"] * beyond


@pytest.mark.parametrize("beyond", [False, True])
def test_levels_of_a_default(beyond: bool) -> None:
    count = MAX_NESTING - 1 + beyond
    assert len(messages(default("[" * count + "]" * count), "PC406")) == beyond
    validator = "v.array(" * count + "v.null()" + ")" * count
    assert complaints(as_document(validator)) == ["nesting"] * beyond


def as_document(validator: str) -> str:
    """A schema.ts with a document that holds such a value."""
    imports = 'import { defineSchema, defineTable } from "convex/server";\n'
    table = f"things: defineTable({{ it: {validator} }})"
    return f'{imports}import {{ v }} from "convex/values";\nexport default defineSchema({{ {table} }});\n'


KEYS = ("a", "a b", "_a", "$a", "a$", "~", "\x7f", "\t", "é", "名", "constructor", "__proto__", "0")
LONG = ("k" * MAX_KEY, "k" * (MAX_KEY + 1))


def test_keys_of_a_default_as_the_client_takes_them() -> None:
    keys = (*KEYS, *LONG)
    texts = [json.dumps([{key: 1}]) for key in keys]
    refused = {key for key, found in zip(keys, value_complaints(texts), strict=True) if found}
    assert refused == {"$a", "\x7f", "\t", "é", "名", "__proto__", LONG[1]}
    assert {key for key in keys if key_problem(key)} == refused
    assert {
        key for key, text in zip(keys, texts, strict=True) if messages(default(text), "PC406")
    } == refused


def test_json_as_text_takes_every_value() -> None:
    found = compiled(model('  /// @convex.json(string)\n  it Json @default("{\\"$a\\": 1}")\n'))
    assert messages(found, "PC406") == []


# ---- many -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("beyond", [False, True])
def test_tables(beyond: bool) -> None:
    found = compiled("".join(model("", f"M{number}") for number in range(MAX_TABLES + beyond)))
    assert len(messages(found, "PC404")) == beyond
    assert complaints(emitted(found)) == ["table-count"] * beyond


def test_literals_of_an_enum() -> None:
    values = "".join(f"  VALUE_{number}\n" for number in range(1000))
    found = compiled(f"enum Kind {{\n{values}}}\n" + model("  kind Kind\n  kinds Kind[]\n"))
    assert judge_convex({"it": emitted(found)})["it"].findings == ()


# ---- `__proto__` ------------------------------------------------------------------------------------

DATABASE_NAMES = """
table-names = "database"
field-names = "database"
enum-values = "database"
"""


def test_no_key_is_called_proto() -> None:
    """No Prisma name starts with an underscore, but a name in the database may."""
    text = f"""
        type Inner {{
          a String @map("__proto__")
        }}
        enum Kind {{
          A @map("__proto__")
        }}
        model Thing {{
          {OBJECT_ID}
          a     String @unique @map("__proto__")
          inner Inner
          kind  Kind
          @@map("__proto__")
        }}
    """
    config = read(DATABASE_NAMES, "prisma-to-convex.toml")
    assert isinstance(config, Config)
    found = compile_schema([SourceFile("schema.prisma", MONGODB + text)], config.options)
    assert isinstance(found, Compilation)
    assert indexes(found, "proto") == {"by_proto": ("proto",)}
    assert len(messages(found, "PC401")) == 3
    assert judge_convex({"it": emitted(found)})["it"].findings == ()


@pytest.mark.parametrize("place", ["name(__proto__)", "type(v.object({ __proto__: v.any() }))"])
def test_nobody_can_choose_proto(place: str) -> None:
    found = compiled(model(f"  /// @convex.{place}\n  a Json\n"))
    assert len(messages(found, "PC503")) == 1
    assert "__proto__:" not in emitted(found)
    accepted(found)
