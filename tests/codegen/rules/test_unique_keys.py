"""The advice on a unique constraint where a value may be missing."""

from __future__ import annotations

import pytest

from support.compiling import compiled, datasource

MODEL = """
model User {
  id    %s
  email String? @unique
}
"""
KEY, OBJECT_ID = "Int @id", 'String @id @map("_id") @db.ObjectId'


def advice(provider: str) -> str:
    key = OBJECT_ID if provider == "mongodb" else KEY
    found = compiled(MODEL % key, head=datasource(provider)).ledger.diagnostics
    [diagnostic] = [one for one in found if one.rule.code == "PC201"]
    return diagnostic.help


@pytest.mark.parametrize("provider", ["postgresql", "cockroachdb", "mysql", "sqlite"])
def test_two_nulls_differ_in_standard_sql(provider: str) -> None:
    end = "; don't check where `email` is null, as the database did not"
    assert advice(provider).endswith(end)


@pytest.mark.parametrize("provider", ["sqlserver", "mongodb"])
def test_two_nulls_are_one_value_elsewhere(provider: str) -> None:
    assert advice(provider).endswith(".first()` finds another document")
