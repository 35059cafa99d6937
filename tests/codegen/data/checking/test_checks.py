"""What a database is asked before its rows are moved: which questions, of which columns, and what an export sees itself."""

from __future__ import annotations

import pytest

from prisma_to_convex.data.checking.checks import Check, checks
from prisma_to_convex.data.dialects.dialect import CheckDialect
from prisma_to_convex.data.dialects.mysql_forms import MySQL
from prisma_to_convex.data.dialects.postgresql_forms import PostgreSQL
from prisma_to_convex.data.dialects.sqlite_forms import SQLite
from prisma_to_convex.data.planning.export_plan import plan
from prisma_to_convex.data.planning.exported import document_types
from support.compiling import compiled, datasource

SCHEMA = """
{enums}model User {{
  id Int @id @default(autoincrement())
  email String @unique
  a Int
  b Int?
  big BigInt // @convex.bigint(number)
  at DateTime
  {role}
  posts Post[]
  @@unique([a, b])
}}
model Post {{
  id Int @id @default(autoincrement())
  userId Int
  user User @relation(fields: [userId], references: [id], onDelete: Cascade)
}}
"""
ENUM = "enum Role {\n  ADMIN\n  USER\n}\n"


def checks_of(provider: str, dialect: CheckDialect) -> list[Check]:
    parts = ("", "") if provider == "sqlite" else (ENUM, "role Role")
    found = compiled(SCHEMA.format(enums=parts[0], role=parts[1]), head=datasource(provider))
    made = plan(found.lowered, document_types(found.lowered.convex))
    return list(checks(made, found.lowered.schema, dialect))


def lines(found: list[Check]) -> list[str]:
    return [f"{one.rule} {one.place}{' seen' if one.is_seen else ''}" for one in found]


KEYS = ["PC702 User.id", "PC702 User.email", "PC703 User.email", "PC702 User.a, b"]
BIG = "PC706 User.big seen"
REST = ["PC704 User.id seen"]


@pytest.mark.parametrize(
    ("provider", "dialect", "dates"),
    [
        ("postgresql", PostgreSQL(), ["PC708 User.at seen", "PC710 User.at"]),
        ("mysql", MySQL(), ["PC710 User.at"]),
        ("sqlite", SQLite(), []),
    ],
)
def test_which_questions_are_asked_of_a_table(
    provider: str, dialect: CheckDialect, dates: list[str]
) -> None:
    role = [] if provider == "sqlite" else ["PC704 User.role seen", "PC705 User.role seen"]
    found = [one for one in lines(checks_of(provider, dialect)) if " User." in one]
    assert found == [
        *KEYS,
        "PC704 User.email seen",
        "PC704 User.a seen",
        "PC704 User.big seen",
        BIG,
        "PC704 User.at seen",
        *dates,
        *role,
    ]


def test_an_infinite_date_of_postgresql_is_what_the_export_sees_too() -> None:
    found = {one.rule: one for one in checks_of("postgresql", PostgreSQL())}
    assert found["PC708"].source.endswith(
        """where not isfinite(t."at") or t."at" > '275760-09-13'"""
    )
    assert found["PC708"].rows == f"select count(*) from {found['PC708'].source}"
