"""Which files of a folder are schemas of their own."""

from __future__ import annotations

import pytest

from prisma_to_convex.queries.workspace import schemas_below


@pytest.mark.parametrize(
    ("names", "schemas"),
    [
        ([], []),
        (["schema.prisma"], ["schema.prisma"]),
        (["a.prisma", "b.prisma"], ["."]),
        (["z/schema.prisma", "a/schema.prisma"], ["a/schema.prisma", "z/schema.prisma"]),
        (["b/one.prisma", "b/two.prisma", "a/s.prisma"], ["a/s.prisma", "b"]),
        (["db/s.prisma", "db/models/a.prisma"], ["db"]),
        (["db/s.prisma", "dba/s.prisma"], ["db/s.prisma", "dba/s.prisma"]),
    ],
)
def test_each_schema_once_by_name(names: list[str], schemas: list[str]) -> None:
    assert schemas_below(names) == schemas
