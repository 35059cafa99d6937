"""Convex's limits at the boundary: at the limit as written, one beyond told by a rule; both accepted."""

from __future__ import annotations

import pytest

from prisma_to_convex.compiler import Compilation
from prisma_to_convex.convex import (
    MAX_FIELDS,
    MAX_IDENTIFIER,
    MAX_INDEX_FIELDS,
    MAX_INDEXES,
    MAX_SEARCH_INDEXES,
    MAX_VECTOR_DIMENSIONS,
    MAX_VECTOR_INDEXES,
    MIN_VECTOR_DIMENSIONS,
)
from prisma_to_convex.render import schema_ts
from support.compiling import POSTGRESQL, compiled, datasource, indexes, table, told
from support.oracle import judge_convex

MYSQL = datasource("mysql")
ID = "  id Int @id @default(autoincrement())\n"


def model(body: str, name: str = "Thing") -> str:
    return f"model {name} {{\n{ID}{body}}}\n"


def strings(count: int) -> str:
    return "".join(f"  f{number} String\n" for number in range(count))


def listed(count: int) -> str:
    return ", ".join(f"f{number}" for number in range(count))


def accepted(compilation: Compilation) -> None:
    text = schema_ts(compilation.lowered.convex, "schema.prisma", "report.md")
    assert judge_convex({"it": text}, judges=("convex",))["it"].findings == ()


@pytest.mark.parametrize("beyond", [False, True])
def test_characters_of_a_name(beyond: bool) -> None:
    long = "x" * (MAX_IDENTIFIER + beyond)
    found = compiled(model(f"  {long} String\n"))
    [field] = table(found, "things").fields
    assert len(field.name) == MAX_IDENTIFIER
    assert (field.name == long) is not beyond
    assert len(told(found, "PC401")) == beyond
    accepted(found)


@pytest.mark.parametrize("beyond", [False, True])
def test_characters_of_an_index_name(beyond: bool) -> None:
    name = "x" * (MAX_IDENTIFIER - len("by_") + beyond)
    found = compiled(model(f"  {name} String @unique\n"))
    [index] = indexes(found, "things")
    assert len(index) == MAX_IDENTIFIER
    assert (index == f"by_{name}") is not beyond
    accepted(found)


@pytest.mark.parametrize("beyond", [False, True])
def test_fields_of_an_index(beyond: bool) -> None:
    count = MAX_INDEX_FIELDS + beyond
    found = compiled(model(f"{strings(count)}  @@index([{listed(count)}])\n"))
    [fields] = indexes(found, "things").values()
    assert len(fields) == MAX_INDEX_FIELDS
    assert len(told(found, "PC402")) == beyond
    accepted(found)


@pytest.mark.parametrize("beyond", [False, True])
def test_indexes_of_a_table(beyond: bool) -> None:
    count = MAX_INDEXES + beyond
    lines = "".join(f"  @@index([f{number}])\n" for number in range(count))
    found = compiled(model(strings(count) + lines))
    assert len(indexes(found, "things")) == MAX_INDEXES
    assert len(told(found, "PC214")) == beyond
    accepted(found)


def test_constraints_keep_their_index_before_others() -> None:
    lines = "".join(f"  @@index([f{number}])\n" for number in range(MAX_INDEXES))
    found = compiled(model(f"{strings(MAX_INDEXES)}  last String @unique\n{lines}"))
    assert ("last",) in indexes(found, "things").values()
    assert len(told(found, "PC214")) == 1


@pytest.mark.parametrize("beyond", [False, True])
def test_search_indexes(beyond: bool) -> None:
    count = MAX_SEARCH_INDEXES + beyond
    lines = "".join(f"  @@fulltext([f{number}])\n" for number in range(count))
    found = compiled(model(strings(count) + lines), head=MYSQL)
    assert len(table(found, "things").search_indexes) == MAX_SEARCH_INDEXES
    assert len(told(found, "PC214")) == beyond
    accepted(found)


@pytest.mark.parametrize("beyond", [False, True])
def test_vector_indexes(beyond: bool) -> None:
    count = MAX_VECTOR_INDEXES + beyond
    lines = "".join(f'  v{number} Unsupported("vector(3)")?\n' for number in range(count))
    found = compiled(model(lines))
    assert len(table(found, "things").vector_indexes) == MAX_VECTOR_INDEXES
    helps = [one.help for one in found.ledger.diagnostics if one.rule.code == "PC305"]
    assert len(helps) == count
    assert len(set(helps)) == 1 + beyond  # the one without an index is told apart
    accepted(found)


@pytest.mark.parametrize(
    ("size", "fits"),
    [
        (MIN_VECTOR_DIMENSIONS - 1, False),
        (MIN_VECTOR_DIMENSIONS, True),
        (MAX_VECTOR_DIMENSIONS, True),
        (MAX_VECTOR_DIMENSIONS + 1, False),
    ],
)
def test_dimensions_of_a_vector(size: int, fits: bool) -> None:
    found = compiled(model(f'  v Unsupported("vector({size})")?\n'))
    assert bool(table(found, "things").vector_indexes) is fits
    assert bool(told(found, "PC216")) is not fits
    accepted(found)


@pytest.mark.parametrize("beyond", [False, True])
def test_fields_of_a_document(beyond: bool) -> None:
    found = compiled(model(strings(MAX_FIELDS + beyond)))
    assert len(told(found, "PC403")) == beyond
    text = schema_ts(found.lowered.convex, "schema.prisma", "report.md")
    refused = judge_convex({"it": text}, judges=("convex",))["it"].findings
    assert bool(refused) is beyond  # an error, since no smaller table would be right


def test_search_and_vector_indexes_count_with_the_others() -> None:
    lines = "".join(f"  @@index([f{number}])\n" for number in range(MAX_INDEXES))
    found = compiled(
        model(strings(MAX_INDEXES) + '  v Unsupported("vector(3)")?\n' + lines), head=POSTGRESQL
    )
    assert len(indexes(found, "things")) == MAX_INDEXES - 1
    accepted(found)


def test_names_that_differ_in_case_alone() -> None:
    found = compiled(model("  name String @unique\n  Name String @unique\n"))
    assert indexes(found, "things") == {"by_name": ("name",), "by_Name": ("Name",)}
    accepted(found)


def test_reserved_names() -> None:
    found = compiled("model Thing {\n  id String @id\n  creation_time Int @unique\n}\n")
    assert set(indexes(found, "things")) == {"by_id_field", "by_creation_time_field"}
    accepted(found)
