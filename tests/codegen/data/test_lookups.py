"""Which references an export looks up: those that the database does not vouch for."""

from __future__ import annotations

from typing import Any, cast

import pytest

from prisma_to_convex.data.dialects.sqlite_forms import SQLite
from prisma_to_convex.data.exporting.export import _query
from prisma_to_convex.data.planning.export_plan import plan
from prisma_to_convex.data.planning.exported import document_types
from prisma_to_convex.data.sources.row_source import CatalogColumn, CatalogTable, RowSource
from support.compiling import compiled, datasource

FOUND = compiled(
    """
    model User {
      id Int @id @default(autoincrement())
      posts Post[]
    }
    model Post {
      id Int @id @default(autoincrement())
      userId Int
      user User @relation(fields: [userId], references: [id])
    }
    """,
    head=datasource("sqlite"),
).lowered


class _Source:
    """A database that has the two tables, and says of the reference what it is told to."""

    dialect = SQLite()

    def __init__(self, enforced: frozenset[tuple[str, str, str]], *, folds: bool) -> None:
        columns = {
            "id": CatalogColumn("INTEGER", False),
            "userId": CatalogColumn("INTEGER", False, folds),
        }
        self._tables = {("", "Post"): CatalogTable(columns, enforced=enforced)}

    def catalog(self) -> dict[tuple[str, str], CatalogTable]:
        return self._tables

    def namespace(self, _: object) -> str:
        return ""


OWN = ("userId", "User", "id")


@pytest.mark.parametrize(
    ("enforced", "folds", "is_looked_up"),
    [
        (frozenset({OWN}), False, False),
        (frozenset({OWN}), True, True),
        (frozenset(), False, True),
        (frozenset({("userId", "Other", "id")}), False, True),
        (frozenset({("id", "User", "id")}), False, True),
    ],
)
def test_a_reference_is_looked_up_unless_the_database_holds_it(
    enforced: frozenset[tuple[str, str, str]], folds: bool, is_looked_up: bool
) -> None:
    made = plan(FOUND, document_types(FOUND.convex))
    (post,) = [one for one in made.tables if one.name == "posts"]
    source = cast(RowSource, _Source(enforced, folds=folds))
    found: Any = _query(post, made, source)
    assert ('"User"' in found.sql) == is_looked_up
