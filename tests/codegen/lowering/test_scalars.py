"""Decimals as whole numbers: which fit a v.int64() and which do not."""

from __future__ import annotations

from support.compiling import compiled, datasource

INT64 = "// @convex.decimal(int64)"


def field(line: str, provider: str = "postgresql") -> str:
    return f"{datasource(provider)}model A {{\n  id Int @id\n  {line}\n}}\n"


def ends(line: str, provider: str = "postgresql") -> dict[str, str]:
    """What becomes of what the field's types guarantee."""
    found = compiled(field(line, provider), head="").ledger
    return {
        guarantee.kind: outcome.state
        for guarantee, outcome in found.entries
        if guarantee.fields == ("x",) and guarantee.kind in ("scalar-type", "native-type")
    }


def test_a_64_bit_number_holds_18_digits_and_not_19() -> None:
    assert ends(f"x Decimal @db.Decimal(18, 0) {INT64}")["scalar-type"] == "replaced"
    assert ends(f"x Decimal @db.Decimal(19, 0) {INT64}")["scalar-type"] == "lost"


def test_digits_of_a_chosen_scale_count_too() -> None:
    column = f"x Decimal @db.Decimal(10, 2) {INT64} @convex.decimal-scale"
    assert ends(f"{column}(10)")["scalar-type"] == "replaced"
    assert ends(f"{column}(11)")["scalar-type"] == "lost"
    assert ends(f"{column}(2)")["scalar-type"] == "replaced"
    assert ends(f"{column}(1)")["scalar-type"] == "lost"


def test_money_has_two_digits_after_the_point() -> None:
    column = f"x Decimal @db.Money {INT64}"
    assert ends(column)["scalar-type"] == "replaced"
    assert ends(f"{column} @convex.decimal-scale(2)")["scalar-type"] == "replaced"
    assert ends(f"{column} @convex.decimal-scale(1)")["scalar-type"] == "lost"
