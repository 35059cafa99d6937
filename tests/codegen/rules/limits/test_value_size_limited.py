"""PC408: who is told of columns that may hold more than a document."""

from __future__ import annotations

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.options.settings import Options
from support.compiling import datasource

SCHEMA = datasource("mongodb") + """
type Scan {
  image Bytes
}
model Report {
  id   String @id @map("_id") @db.ObjectId
  scan Scan
}
model Note {
  id String @id @map("_id") @db.ObjectId
}
"""


def messages(*exclude: str) -> list[str]:
    found = compile_schema([SourceFile("schema.prisma", SCHEMA)], Options(exclude=exclude))
    assert isinstance(found, Compilation)
    return [one.message for one in found.ledger.advice if one.rule.code == "PC408"]


def test_a_composite_type_is_reported() -> None:
    assert messages() == ["`Scan`: `image` may hold more than the 1 MiB of a document"]


def test_a_composite_type_that_stays_behind_is_not() -> None:
    assert messages("Report") == []
