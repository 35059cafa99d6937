"""Decimals as whole numbers: which fit a v.int64() and which do not; the sizes of native types."""

from __future__ import annotations

import pytest

from prisma_schema_parser.schema import NativeType
from prisma_schema_parser.source import SourceFile, Span
from prisma_to_convex.enforce.column_bounds import bound_of
from prisma_to_convex.lowering.scalars import bound, sizes_of
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


def native(name: str, *arguments: str) -> NativeType:
    return NativeType(name, arguments, Span(SourceFile("schema.prisma", ""), 0, 0))


@pytest.mark.parametrize(
    ("provider", "found", "expected"),
    [
        ("mysql", native("VarChar", "0020"), ("20",)),
        ("mysql", native("Decimal", "009", "000"), ("9", "0")),
        ("sqlserver", native("VarBinary", "Max"), ("Max",)),
        ("mysql", native("Decimal"), ("10", "0")),
        ("postgresql", native("Decimal"), ()),
    ],
)
def test_the_sizes_of_a_column(provider: str, found: NativeType, expected: tuple[str, ...]) -> None:
    assert sizes_of(found, provider) == expected


@pytest.mark.parametrize(
    ("line", "provider", "words", "checked"),
    [
        ("x String @db.VarChar(0020)", "mysql", "at most 20 characters", "{ maxLength: 20 }"),
        ("x Bytes @db.VarBinary(010)", "mysql", "at most 10 bytes", "{ maxBytes: 10 }"),
        ("x String @db.Char(01)", "postgresql", "at most 1 character", "{ char: 1 }"),
        (
            "x Decimal @db.Decimal(09, 02)",
            "mysql",
            "9 digits, 2 of them after the point",
            "{ decimal: [9, 2] }",
        ),
        (
            "x DateTime @db.DateTime(000)",
            "mysql",
            "fractions of a second rounded to 0 digits",
            "{ fraction: 0 }",
        ),
        ("x DateTime @db.DateTime(003)", "mysql", "", ""),
    ],
)
def test_zeros_before_a_size_are_no_part_of_it(
    line: str, provider: str, words: str, checked: str
) -> None:
    """TypeScript refuses `0020`, and reads no number in it."""
    lowered = compiled(field(line, provider), head="").lowered
    column = lowered.models["A"].fields["x"]
    found = column.field.native_type
    assert found is not None
    assert (bound(line.split()[1], found, provider), bound_of(column, provider)) == (words, checked)
