"""Which names a person has to look up: those that the rules of naming do not give."""

from __future__ import annotations

import pytest

from prisma_to_convex.report.model import Name
from prisma_to_convex.report.odd_names import is_renamed, renames_view


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name("table", "User", "", "users", ""), False),
        (Name("table", "Strategy", "tbl_strategy", "strategies", ""), False),
        (Name("table", "User", "", "people", ""), True),
        (Name("table", "User", "", "users2", "`users` is taken by another table"), True),
        (Name("field", "User.id", "", "_id", "replaced"), False),
        (Name("field", "User.id", "", "id", "the old value"), False),
        (Name("field", "User.id", "", "legacyId", "the old value"), True),
        (Name("field", "User.name", "user_name", "name", ""), False),
        (Name("field", "User._name", "", "name", ""), True),
        (Name("field", "User.a.b", "", "b", ""), False),
        (
            Name("join table", "Post.tags", "_PostToTag", "postsTags", "implicit many-to-many"),
            False,
        ),
        (Name("enum", "Role", "", "roleValidator", ""), False),
        (Name("enum", "Role", "", "kindValidator", ""), True),
    ],
)
def test_what_the_rules_do_not_give(name: Name, expected: bool) -> None:
    assert is_renamed(name) == expected


def test_columns_in_which_nothing_stands_are_left_out() -> None:
    name = Name("table", "User", "", "people", "")
    plain = renames_view([name])
    assert (plain.rows, plain.has_database, plain.has_reason) == ((name,), False, False)
    both = renames_view([name, name._replace(database="tbl", reason="taken")])
    assert (both.has_database, both.has_reason) == (True, True)
