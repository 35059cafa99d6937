"""A field that is named twice in a list is told, whatever stands before it in the list."""

from __future__ import annotations

import pytest

from prisma_schema_parser import SourceFile, read_schema

MODELS = """\
datasource db {
  provider = "postgresql"
}
model User {
  id   Int @id
  code Int
  rest Post[]
  @@unique([id, code])
}
model Post {
  id     Int @id
  userId Int
  code   Int
  user   User @relation(fields: [%s], references: [%s])
  @@index([%s])
}
"""


def messages(
    fields: str = "userId, code", references: str = "id, code", index: str = "code"
) -> list[str]:
    found = read_schema([SourceFile("schema.prisma", MODELS % (fields, references, index))])
    return [one.message for one in found.diagnostics]


@pytest.mark.parametrize("before", ["", '"a", ', "3, ", "[code], "])
def test_in_a_relation(before: str) -> None:
    assert "the field `userId` is named twice" in messages(fields=f"{before}userId, userId")
    assert "the field `code` is named twice" in messages(references=f"{before}code, code")


@pytest.mark.parametrize("before", ["", '"a", ', "3, ", "[code], "])
def test_in_an_index(before: str) -> None:
    assert "the field `code` is named twice" in messages(index=f"{before}code, userId, code")


def test_each_once() -> None:
    assert messages(index="code, userId") == []
