"""What happens to a foreign key where nobody wrote an action: relationMode x provider x arity, row by row."""

from __future__ import annotations

import pytest

from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.schema import ForeignKey

# provider, relationMode, a required key, an optional one. SQL Server has no RESTRICT.
TABLE = [
    ("postgresql", "foreignKeys", "Restrict", "SetNull"),
    ("postgresql", "prisma", "Restrict", "SetNull"),
    ("cockroachdb", "foreignKeys", "Restrict", "SetNull"),
    ("cockroachdb", "prisma", "Restrict", "SetNull"),
    ("mysql", "foreignKeys", "Restrict", "SetNull"),
    ("mysql", "prisma", "Restrict", "SetNull"),
    ("sqlite", "foreignKeys", "Restrict", "SetNull"),
    ("sqlite", "prisma", "Restrict", "SetNull"),
    ("sqlserver", "foreignKeys", "NoAction", "SetNull"),
    ("sqlserver", "prisma", "Restrict", "SetNull"),
    ("mongodb", "prisma", "Restrict", "SetNull"),
]
ROWS = [
    (provider, mode, mark, action)
    for provider, mode, required, optional in TABLE
    for mark, action in (("", required), ("?", optional))
]


def foreign_key(provider: str, mode: str, mark: str, written: str = "") -> ForeignKey:
    is_mongo = provider == "mongodb"
    key = 'String @id @map("_id")' if is_mongo else "String @id"
    text = (
        f'datasource db {{\n  provider = "{provider}"\n  relationMode = "{mode}"\n}}\n'
        f"model Parent {{\n  id {key}\n  children Child[]\n}}\n"
        f"model Child {{\n  id {key}\n  parentId String{mark}\n"
        f"  parent Parent{mark} @relation(fields: [parentId], references: [id]{written})\n"
        "  @@index([parentId])\n}\n"
    )
    result = read_schema([SourceFile("schema.prisma", text)])
    assert result.is_valid, result.diagnostics
    [relation] = result.schema.relations
    assert isinstance(relation, ForeignKey)
    return relation


@pytest.mark.parametrize(("provider", "mode", "mark", "action"), ROWS)
def test_on_delete_that_nobody_wrote(provider: str, mode: str, mark: str, action: str) -> None:
    relation = foreign_key(provider, mode, mark)
    assert relation.on_delete.action == action
    assert relation.on_delete.span is None


@pytest.mark.parametrize(("provider", "mode", "mark", "action"), ROWS)
def test_on_update_that_nobody_wrote(provider: str, mode: str, mark: str, action: str) -> None:
    relation = foreign_key(provider, mode, mark)
    assert (relation.on_update.action, relation.on_update.span) == ("Cascade", None)


@pytest.mark.parametrize(("provider", "mode", "mark", "action"), ROWS)
def test_what_is_written_holds(provider: str, mode: str, mark: str, action: str) -> None:
    relation = foreign_key(provider, mode, mark, ", onDelete: Cascade")
    assert relation.on_delete.action == "Cascade"
    assert relation.on_delete.span is not None
    assert relation.on_delete.span.text == "onDelete: Cascade"


@pytest.mark.parametrize(
    ("first", "second", "action"),
    [("", "", "Restrict"), ("", "?", "Restrict"), ("?", "", "Restrict"), ("?", "?", "SetNull")],
)
def test_an_optional_key_with_a_required_column_can_not_be_null(
    first: str, second: str, action: str
) -> None:
    text = (
        'datasource db {\n  provider = "postgresql"\n}\n'
        "model Parent {\n  a Int\n  b Int\n  children Child[]\n  @@id([a, b])\n}\n"
        f"model Child {{\n  id Int @id\n  a Int{first}\n  b Int{second}\n"
        "  parent Parent? @relation(fields: [a, b], references: [a, b])\n}\n"
    )
    result = read_schema([SourceFile("schema.prisma", text)])
    assert result.is_valid, result.diagnostics
    [relation] = result.schema.relations
    assert isinstance(relation, ForeignKey)
    assert relation.on_delete.action == action
