"""Which indexes of folded text a table has."""

from __future__ import annotations

from prisma_schema_parser import SourceFile, read_schema
from prisma_to_convex.compiler import Invalid, translate
from prisma_to_convex.lowering.folded_fields import with_folded_fields


def indexes(model: str) -> list[tuple[str, ...]]:
    text = f'datasource db {{\n  provider = "mysql"\n}}\nmodel Item {{\n{model}\n}}\n'
    found = translate(read_schema([SourceFile("schema.prisma", text)]))
    assert not isinstance(found, Invalid)
    (table,) = with_folded_fields(found.lowered).convex.tables
    return [index.fields for index in table.indexes if any("Folded" in one for one in index.fields)]


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


def test_a_full_table_has_no_field_without_an_index() -> None:
    full = "\n".join(f"  f{number} Int @unique" for number in range(31))
    keys = "  code String @id\n  name String @unique"
    assert indexes(f"{keys}\n{full}") == []
