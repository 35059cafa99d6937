"""Each form that a Decimal takes, from each real database: nothing is rounded without a word."""

from __future__ import annotations

import json
from typing import Any

import pytest

from codegen.data.moving import Moved, Mover
from support import databases

MODELS = """
model Price {
  id     Int      @id @default(autoincrement())
  amount Decimal?%s
}
"""
COLUMNS = {
    "sqlite": ("", "decimal"),
    "postgresql": (" @db.Decimal(30, 6)", "decimal(30,6)"),
    "mysql": (" @db.Decimal(30, 6)", "decimal(30,6)"),
}
SERVERS = ("postgresql", "mysql")
ALL = ("sqlite", *SERVERS)


def moved(mover: Mover, provider: str, options: str, amounts: list[str]) -> Moved:
    native, type_ = COLUMNS[provider]
    (mover.folder / "prisma-to-convex.toml").write_text(options, encoding="utf-8")
    mover.schema(provider, MODELS % native)
    rows = ", ".join(f"({at}, {amount})" for at, amount in enumerate(amounts, 1))
    script = f'create table "Price"("id" int primary key, "amount" {type_}); insert into "Price" values {rows};'
    words = ("--bad-rows", "skip")
    if provider == "sqlite":
        return mover.export(mover.sqlite(script), *words)
    kind: databases.Kind = "postgresql" if provider == "postgresql" else "mariadb"
    with databases.database(kind) as database:
        text = script if provider == "postgresql" else script.replace('"', "`")
        database.run(text.replace("; ", ";\n"))
        return mover.export(database.url, *words)


def values(found: Moved) -> list[Any]:
    return [one["amount"] for one in found.documents["prices"]]


CENTS = 'decimal = "int64"\ndecimal-scale = 2\n'


@pytest.mark.parametrize("provider", ALL)
def test_a_whole_number_of_cents(mover: Mover, provider: str) -> None:
    amounts = ["1.5", "-0.01", "0", "12345678901.99", "null", "-1", "100", "0.10"]
    found = moved(mover, provider, CENTS, amounts)
    assert found.code == 0, found.err
    assert values(found) == [150, -1, 0, 1234567890199, None, -100, 10000, 10]
    assert {type(one) for one in values(found)} == {int, type(None)}


@pytest.mark.parametrize("provider", SERVERS)
def test_the_last_that_64_bits_hold(mover: Mover, provider: str) -> None:
    amounts = ["92233720368547758.07", "-92233720368547758.08", "92233720368547758.08"]
    found = moved(mover, provider, CENTS, amounts)
    assert values(found) == [2**63 - 1, -(2**63)]
    assert [(one["key"], one["rule"]) for one in found.rejected] == [("3", "PC706")]


@pytest.mark.parametrize("provider", ALL)
def test_digits_that_cents_lack_are_reported(mover: Mover, provider: str) -> None:
    found = moved(mover, provider, CENTS, ["1.005", "1.25", "0.000001"])
    assert found.code == 1
    assert values(found) == [125]
    assert [(one["key"], one["rule"], one["why"]) for one in found.rejected] == [
        (key, "PC720", "has more digits after the point than the schema keeps") for key in "13"
    ]


@pytest.mark.parametrize("provider", SERVERS)
def test_without_a_scale_it_is_the_column_s(mover: Mover, provider: str) -> None:
    found = moved(mover, provider, 'decimal = "int64"\n', ["1.5", "0.000001"])
    assert values(found) == [1_500_000, 1]


@pytest.mark.parametrize("provider", ALL)
def test_a_number(mover: Mover, provider: str) -> None:
    found = moved(mover, provider, 'decimal = "number"\n', ["1.5", "-0.1", "7", "null"])
    assert found.code == 0, found.err
    assert [json.dumps(one) for one in values(found)] == ["1.5", "-0.1", "7.0", "null"]
