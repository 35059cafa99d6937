"""`postgres` is another name of PostgreSQL: what is said and emitted is the same."""

from __future__ import annotations

from pathlib import Path

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Invalid, compile_schema
from support.enforcing import emit

SCHEMA = """\
datasource db {
  provider = "%s"
}

model Account {
  id      String  @id @default(uuid()) @db.Uuid
  email   String? @unique @db.VarChar(80)
  balance Decimal @db.Money
  owner   Owner   @relation(fields: [ownerId], references: [id], onUpdate: Cascade)
  ownerId Int
}

model Owner {
  id       Int       @id @default(autoincrement()) @db.SmallInt
  accounts Account[]
}
"""


def messages(provider: str) -> list[str]:
    found = compile_schema([SourceFile("schema.prisma", SCHEMA % provider)])
    assert not isinstance(found, Invalid)
    return [f"{one.rule.code} {one.message} {one.help}" for one in found.ledger.diagnostics]


def test_both_names_are_reported_the_same() -> None:
    assert messages("postgres") == messages("postgresql") != []


def test_both_names_are_enforced_alike(tmp_path: Path) -> None:
    texts = []
    for provider in ("postgres", "postgresql"):
        emit(tmp_path / provider, SCHEMA % provider)
        files = sorted((tmp_path / provider).iterdir())
        texts.append({file.name: file.read_text(encoding="utf-8") for file in files})
    assert texts[0] == texts[1]
    assert 'provider: "postgresql"' in texts[0]["constraints.ts"]
