"""SQL of a row that another refers to by its values: `t` refers to `r`."""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.schema import Scalar, ScalarField

from .dialect import ALIAS, CheckDialect

Fields = Sequence[tuple[ScalarField, ScalarField]]
"""Those of `t`, and those of `r` whose values they hold."""


def own_columns(dialect: CheckDialect, fields: Fields) -> list[str]:
    return [f"{ALIAS}.{dialect.quoted(own.database_name)}" for own, _ in fields]


def refers(dialect: CheckDialect, fields: Fields, *, by_letters: bool) -> str:
    """Whether it is `r` that `t` refers to. `by_letters`: as Convex compares texts; MySQL and citext ignore case."""
    found = []
    for column, (own, other) in zip(own_columns(dialect, fields), fields, strict=True):
        there = f"r.{dialect.quoted(other.database_name)}"
        found.append(f"{there} = {dialect.comparable(column, own, other)}")
        exact = dialect.exact(column)
        if by_letters and own.type == Scalar("String") and exact != column:
            found.append(f"{dialect.exact(there)} = {exact}")
    return " and ".join(found)
