"""Conditions of SQL -> TypeScript that lets the same rows through."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from itertools import product

import pytest

from prisma_to_convex.migrations.conditions import ConditionColumn, passes
from prisma_to_convex.migrations.dialects import POSTGRESQL, SQLITE
from prisma_to_convex.migrations.sql_tokens import sql, tokens

COLUMNS = {
    "a": ConditionColumn("doc.a", "number", True),
    "b": ConditionColumn("doc.b", "number", True),
    "s": ConditionColumn("doc.s", "text", True),
    "n": ConditionColumn("doc.n", "number", False),
    "d": ConditionColumn("doc.d", "decimal", False),
    "k": ConditionColumn("doc.k", "number", True, allowed=frozenset({"0", "1"})),
}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('"n" > 0', "doc.n > 0"),
        ("a > 0", "doc.a == null || doc.a > 0"),
        ("NOT (a > 0 OR n = 1)", "(doc.a == null || doc.a <= 0) && doc.n !== 1"),
        ("s IN ('x', 'y')", 'doc.s == null || doc.s === "x" || doc.s === "y"'),
        ("s ~ '^[a-z]+$'", "doc.s == null || /^[a-z]+$/su.test(doc.s)"),
        ("(a IS NULL) <> (b IS NULL)", "(doc.a == null) !== (doc.b == null)"),
        ("d >= 0", "Number(doc.d) >= 0"),
    ],
)
def test_code(text: str, code: str) -> None:
    found = passes(sql(tokens(text, POSTGRESQL), text, POSTGRESQL), POSTGRESQL, COLUMNS)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "s < 'x'",
        "d > 1",
        "now() > a",
        "s ~ '\\yx'",
        "unknown > 1",
        "(SELECT 1) = 1",
        "(" * 99 + "1" + ")" * 99,
    ],
)
def test_what_may_differ_is_not_translated(text: str) -> None:
    assert passes(text, POSTGRESQL, COLUMNS) is None


CONDITIONS = [
    "a > 0",
    "NOT a > 0",
    "a > 0 AND b < 2",
    "a > 0 OR b < 2",
    "NOT (a > 0 AND b IS NULL)",
    "a IN (0, 1)",
    "a NOT IN (0, 1)",
    "a IN (0, NULL)",
    "a NOT IN (0, NULL)",
    "a BETWEEN b AND 1",
    "a NOT BETWEEN b AND 1",
    "a IS NOT b",
    "NOT (a IS b OR b > 0)",
    "coalesce(a, 0) + n <= 1",
    "CASE WHEN a > 0 THEN b > 0 WHEN b IS NULL THEN a = 0 END",
    "(CASE WHEN a > 0 THEN 1 ELSE 0 END) + (CASE WHEN b IS NULL THEN 2 WHEN b < a THEN -1 ELSE 0 END) < 2",
    "CASE WHEN a > b THEN 1 ELSE 0 END = n",
    "length(s) > 1",
    "s LIKE 'x%' OR s IS NULL",
    "NOT (s LIKE '_y' AND a > 0)",
    "NOT (k = 0 OR a > 1 OR k IN (1, NULL))",
    "NOT (k = 0 OR a > 1 OR k = 1)",
    "k = 0 OR a > 1 OR k = 1 OR k IN (5)",
    "NOT (k IN (0, 1)) OR b > 0",
    "NOT (k < 1 AND a = 1) AND 2 > k",
    "k > 0 OR k = 9 OR a IS NULL",
]


def test_real_sqlite_lets_the_same_rows_through() -> None:
    """All rows of a few values with nulls: what the CHECK accepts, and what the code does."""
    rows = [
        {"a": a, "b": b, "s": s, "n": n, "k": k}
        for a, b, s, n, k in product(
            (None, 0, 1), (None, 0, 2), (None, "", "xy"), (0, 1), (None, 0, 1)
        )
    ]
    codes = []
    for text in CONDITIONS:
        found = passes(text, SQLITE, COLUMNS)
        assert found is not None, text
        codes.append(found.code)
    script = (
        f"const rows = {json.dumps(rows)};"
        f"console.log(JSON.stringify([{', '.join(f'rows.map((doc) => {code})' for code in codes)}]))"
    )
    done = subprocess.run(["node", "-e", script], capture_output=True, check=True, text=True)
    connection = sqlite3.connect(":memory:")
    for text, answers in zip(CONDITIONS, json.loads(done.stdout), strict=True):
        query = (
            f"SELECT coalesce({text}, 1) FROM (SELECT :a AS a, :b AS b, :s AS s, :n AS n, :k AS k)"
        )
        real = [bool(connection.execute(query, row).fetchone()[0]) for row in rows]
        assert answers == real, text
    connection.close()
