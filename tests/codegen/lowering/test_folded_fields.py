"""Which indexes of folded text a table has."""

from __future__ import annotations

from prisma_schema_parser import SourceFile, read_schema
from prisma_to_convex.compiler import Invalid, translate
from prisma_to_convex.convex import convex_schema as convex
from prisma_to_convex.lowering.folded_fields import with_folded_fields


def folded_table(model: str) -> convex.Table:
    text = f'datasource db {{\n  provider = "mysql"\n}}\nmodel Item {{\n{model}\n}}\n'
    found = translate(read_schema([SourceFile("schema.prisma", text)]))
    assert not isinstance(found, Invalid)
    (table,) = with_folded_fields(found.lowered).convex.tables
    return table


def fields(model: str) -> list[str]:
    return [one.name for one in folded_table(model).fields if one.name.endswith("Folded")]


def indexes(model: str) -> list[tuple[str, ...]]:
    found = [index.fields for index in folded_table(model).indexes]
    return [one for one in found if any(field.endswith("Folded") for field in one)]


def test_an_index_that_another_begins_with_is_none() -> None:
    longer = "  @@unique([code, size, name])\n  @@unique([code, size])"
    fields = (
        "  id Int @id @default(autoincrement())\n  code String @unique\n  size Int\n  name String"
    )
    assert indexes(f"{fields}\n{longer}") == [("codeFolded", "size", "nameFolded")]


def test_one_key_twice_is_one_index() -> None:
    assert indexes('  code String @id @unique(map: "again")') == [("codeFolded",)]


def test_keys_that_begin_otherwise_have_an_index_each() -> None:
    fields = "  code String @id\n  size Int\n  name String @unique\n"
    assert indexes(f"{fields}\n  @@unique([size, code])") == [
        ("codeFolded",),
        ("nameFolded",),
        ("size", "codeFolded"),
    ]


def table_with(others: int) -> str:
    """Two keys of text, an index each, beside so many others."""
    keys = "  code String @id\n  name String @unique"
    return "\n".join([keys, *(f"  f{number} Int @unique" for number in range(others))])


def test_a_table_that_becomes_full_has_a_field_for_each_index_and_no_other() -> None:
    nearly_full = table_with(29)
    assert indexes(nearly_full) == [("codeFolded",)]
    assert fields(nearly_full) == ["codeFolded"]


def test_a_full_table_has_no_field_without_an_index() -> None:
    full = table_with(30)
    assert indexes(full) == []
    assert fields(full) == []
