"""What a condition finds in a document's field: whether a number of it says all that the database held."""

from __future__ import annotations

import pytest

from prisma_to_convex.rules.condition_columns import condition_columns
from support.compiling import compiled


@pytest.mark.parametrize(
    ("native", "is_exact"),
    [
        ("", False),
        ("@db.Decimal(15, 2)", True),
        ("@db.Decimal(16, 2)", False),
        ("@db.Decimal(12, 0)", True),
        ("@db.Money", True),
    ],
)
def test_of_fifteen_digits_a_number_says_all(native: str, is_exact: bool) -> None:
    found = compiled(f"model A {{\n  id Int @id\n  price Decimal {native}\n}}")
    price = condition_columns("A", found.lowered)["price"]
    assert (price.holds, price.is_exact) == ("decimal", is_exact)


def test_columns_by_the_name_in_the_database() -> None:
    found = compiled("""
        model A {
          id    Int      @id @default(autoincrement())
          title String?  @map("a_title")
          tags  String[]
          bId   Int
          b     B        @relation(fields: [bId], references: [id])
        }
        model B {
          id Int @id @default(autoincrement())
          as A[]
        }
        """)
    columns = condition_columns("A", found.lowered)
    assert {name: (one.code, one.holds, one.is_nullable) for name, one in columns.items()} == {
        "a_title": ("doc.title", "text", True),
        "tags": ("doc.tags", "list", False),
        "bId": ("doc.bId", "other", False),
    }


@pytest.mark.parametrize(
    ("field", "holds"),
    [
        ("a String", "text"),
        ("a String /// @convex.type(v.string())", "other"),
        ("a Int /// @convex.type(v.number())", "other"),
        ("a Boolean /// @convex.type(v.boolean())", "other"),
        ('a String /// @convex.type(v.union(v.literal("x"), v.literal("y")))', "text"),
    ],
)
def test_what_was_chosen_by_hand_says_nothing_of_the_database(field: str, holds: str) -> None:
    """But literals do: nothing else is let in."""
    found = compiled(f"model A {{\n  id Int @id\n  {field}\n}}")
    assert condition_columns("A", found.lowered)["a"].holds == holds
