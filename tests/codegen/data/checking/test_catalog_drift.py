"""A column of another type than the schema says is refused before a row is read: its text would be somebody else's."""

from __future__ import annotations

import pytest

from codegen.data.moving import Mover
from support import databases

TYPES = {
    "String": "text varchar(9) char(9) uuid inet citext xml bit(3) varbit(3) name colour short",
    "Int": "int smallint bigint",
    "Float": "real|double precision",
    "Decimal": "numeric(9,2) money",
    "Boolean": "boolean",
    "DateTime": "timestamp timestamptz date time timetz|timestamp(3) without time zone",
    "Json": "json jsonb",
    "Bytes": "bytea",
}
HEAD = """create extension citext;
create type colour as enum ('a');
create domain short as varchar(9);
"""


def types(scalar: str) -> list[str]:
    first, _, rest = TYPES[scalar].partition("|")
    return [*first.split(), *([rest] if rest else [])]


@pytest.mark.parametrize("scalar", TYPES)
def test_a_column_is_of_the_schema_s_type(mover: Mover, scalar: str) -> None:
    """Every type of PostgreSQL, once with this scalar."""
    every = [one for other in TYPES for one in types(other)]
    fields = "".join(f"  f{at} {scalar}?\n" for at in range(len(every)))
    mover.schema("postgresql", f"model Thing {{\n  id Int @id\n{fields}}}\n")
    columns = "".join(f", f{at} {type_}" for at, type_ in enumerate(every))
    with databases.database("postgresql") as database:
        database.run(f'{HEAD}create table "Thing"(id int primary key{columns});\n')
        moved = mover.export(database.url)
    refused = {line.partition(":")[0].rpartition("f")[2] for line in _refusals(moved.err)}
    taken = [type_ for at, type_ in enumerate(every) if str(at) not in refused]
    assert sorted(taken) == sorted(types(scalar))


def _refusals(text: str) -> list[str]:
    head = "prisma-to-convex: "
    return [
        line.removeprefix(head) for line in text.splitlines() if line.startswith(f"{head}Thing.f")
    ]
