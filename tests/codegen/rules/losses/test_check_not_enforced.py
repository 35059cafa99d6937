"""A CHECK is kept where the validators of schema.ts let nothing in that it refused; by hand-edited ones, too."""

from __future__ import annotations

import sqlite3
from itertools import product

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema, with_hand_edits
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.migrations.texts import Migrations
from support.compiling import POSTGRESQL, datasource

MODELS = """
enum Role {
  ADMIN
  READER @map("reader")
}

model Plan {
  id     Int     @id @default(autoincrement())
  /// !["pro" | "free"]
  kind   String
  /// !["x" | "y"]
  maybe  String?
  /// ![1 | 2 | 3]
  grade  Int
  role   Role
  live   Boolean
  free   String
  age    Int
  data   Json
  /// @convex.type(v.union(v.literal("lo"), v.literal("hi")))
  chosen String
}
"""
KEPT = [
    "kind IN ('pro', 'free')",
    "kind IN ('pro', 'free', 'gold')",
    "kind = 'pro' OR (kind = 'free' OR age > 3)",
    "kind NOT IN ('gold', 'none')",
    "kind <> 'gold' AND kind <> ''",
    "NOT (kind = 'gold')",
    "'gold' <> kind",
    "length(kind) <= 4",
    "maybe IN ('x', 'y')",
    "maybe IS NULL OR maybe IN ('y', 'x')",
    "grade BETWEEN 1 AND 3",
    "grade > 0 AND 5 >= grade",
    "grade IN (1, 2, 3.0)",
    "role IN ('ADMIN', 'reader')",
    "live IN (true, false)",
    "kind IS NOT NULL AND age IS NOT NULL AND data IS NOT NULL",
    "chosen IN ('lo', 'hi')",
]
NOT_KEPT = {
    "kind IN ('pro')": 'doc.kind === "pro"',
    "kind = 'pro' OR age > 3": 'doc.kind === "pro" || doc.age > 3',
    "maybe IS NOT NULL": "doc.maybe != null",
    "grade > 1": "doc.grade > 1",
    "role <> 'ADMIN'": 'doc.role !== "ADMIN"',
    "free IN ('a', 'b')": 'doc.free === "a" || doc.free === "b"',
    "free = 'a' OR free = 'b'": 'doc.free === "a" || doc.free === "b"',
    "live": "doc.live",
}
VALUES = {
    "kind": ("pro", "free"),
    "maybe": (None, "x", "y"),
    "grade": (1, 2, 3),
    "role": ("ADMIN", "reader"),
    "live": (True, False),
    "age": (-1, 0, 4),
    "data": ("{}",),
    "chosen": ("lo", "hi"),
}


def compiled(condition: str, provider: str = "postgresql") -> Compilation:
    head = POSTGRESQL if provider == "postgresql" else datasource(provider)
    sql = f"CREATE TABLE Plan (id INT, CHECK ({condition}));"
    if provider == "postgresql":
        sql = sql.replace("Plan", '"Plan"')
    found = compile_schema(
        [SourceFile("schema.prisma", head + MODELS)],
        migrations=Migrations((SourceFile("migration.sql", sql),)),
    )
    assert not isinstance(found, Invalid)
    return found


def end(compilation: Compilation) -> tuple[str, str]:
    """The CHECK's end; of a lost one, the help."""
    (found,) = (one for one in compilation.ledger.entries if one.guarantee.kind == "check")
    diagnostic = found.outcome.diagnostic
    return found.outcome.state, diagnostic.help if diagnostic is not None else ""


@pytest.mark.parametrize("condition", KEPT)
def test_what_the_validators_hold_is_kept(condition: str) -> None:
    assert end(compiled(condition)) == ("kept", "")


@pytest.mark.parametrize(("condition", "code"), NOT_KEPT.items())
def test_what_they_do_not_hold_is_lost(condition: str, code: str) -> None:
    assert end(compiled(condition)) == (
        "lost",
        f"throw before each insert and patch unless `{code}`",
    )


def test_a_condition_on_values_that_are_stored_otherwise_is_given_in_sql() -> None:
    state, help_ = end(compiled("chosen IN ('LOW', 'HIGH')"))
    assert (state, "CHECK (chosen IN ('LOW', 'HIGH'))" in help_) == ("lost", True)


def test_case_that_the_collation_may_ignore_is_not_decided() -> None:
    assert end(compiled("kind IN ('PRO', 'FREE')", "mysql"))[0] == "lost"
    assert end(compiled("kind IN ('pro', 'free')", "mysql"))[0] == "kept"


def test_real_sqlite_refuses_nothing_that_the_validators_let_in() -> None:
    connection = sqlite3.connect(":memory:")
    names = ", ".join(f":{name} AS {name}" for name in VALUES)
    rows = [dict(zip(VALUES, row, strict=True)) for row in product(*VALUES.values())]
    for condition in KEPT:
        query = f"SELECT coalesce({condition}, 1) FROM (SELECT {names})"
        assert all(connection.execute(query, row).fetchone()[0] for row in rows), condition
    connection.close()


@pytest.mark.parametrize(
    ("condition", "old", "new", "state"),
    [
        (
            "free IN ('a', 'b')",
            "free: v.string()",
            'free: v.union(v.literal("a"), v.literal("b"))',
            "kept",
        ),
        ("kind IN ('pro', 'free')", 'v.literal("free")', 'v.literal("gold")', "lost"),
        (
            "kind IN ('pro', 'free')",
            'kind: v.union(v.literal("pro"), v.literal("free"))',
            "kind: v.string()",
            "lost",
        ),
        ("age IS NOT NULL", "age: v.number()", "age: v.nullable(v.number())", "lost"),
        ("age IS NOT NULL", "age: v.number()", "age: v.optional(v.number())", "lost"),
        (
            "maybe IS NOT NULL",
            'maybe: v.union(v.literal("x"), v.literal("y"), v.null())',
            'maybe: v.literal("x")',
            "kept",
        ),
        ("role IN ('ADMIN', 'reader')", 'v.literal("READER")', 'v.literal("OTHER")', "lost"),
    ],
)
def test_what_stands_in_schema_ts_counts(condition: str, old: str, new: str, state: str) -> None:
    before = compiled(condition)
    text = schema_ts(before.lowered.convex, "schema.prisma", "report.md")
    assert old in text, text
    assert end(with_hand_edits(before, text.replace(old, new)))[0] == state


def test_a_field_of_another_type_by_hand_is_asked_for_in_sql() -> None:
    before = compiled("age > 3")
    text = schema_ts(before.lowered.convex, "schema.prisma", "report.md")
    after = with_hand_edits(before, text.replace("age: v.number()", "age: v.string()"))
    assert end(after) == (
        "lost",
        "ask in code what SQL asked, before each insert and patch: `CHECK (age > 3)`",
    )
