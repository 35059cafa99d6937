"""What changes in JSON, bytes, decimals, big whole numbers, dates and times, under any settings."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from prisma_schema_parser import SourceFile, load
from prisma_to_convex.analysis.data_columns import columns
from prisma_to_convex.analysis.facts import DataColumn
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.options.settings import DEFAULTS, Options, Settings
from support.compiling import datasource

CRM = Path(__file__).parents[3] / "samples" / "crm" / "schema.prisma"


def found(
    text: str, *, provider: str = "postgresql", options: Options = DEFAULTS
) -> tuple[DataColumn, ...]:
    sources = [SourceFile("schema.prisma", datasource(provider) + dedent(text))]
    compilation = compile_schema(sources, options)
    assert isinstance(compilation, Compilation), compilation
    return columns(compilation.lowered)


def one(
    field: str, *, provider: str = "postgresql", settings: Settings | None = None
) -> tuple[str, str, str]:
    """What a field was and is, and the change."""
    options = DEFAULTS if settings is None else Options(settings)
    (column,) = found(
        f"model A {{\n  id Int @id\n  {field}\n}}", provider=provider, options=options
    )
    assert (column.model, column.field) == ("A", field.split()[0])
    return column.was, column.now, column.change


def test_json() -> None:
    assert one("a Json? @db.JsonB") == (
        "Json? @db.JsonB",
        "v.any()",
        "Any JSON fits whose keys are printable ASCII and don't start with `$`, within Convex's limits of "
        "size and depth; no query looks inside.",
    )
    assert one("a Json", settings=Settings(json="string")) == (
        "Json",
        "v.string()",
        "JSON text keeps every key and depth; each reader parses it, and no query looks inside.",
    )


def test_a_type_chosen_by_hand() -> None:
    assert one(
        "a Json? // @convex.type(v.object({ b: v.optional(v.number()), c: v.array(v.object({})) }))"
    ) == (
        "Json?",
        "v.nullable(v.object({ b: v.optional(v.number()), c: v.array(v.object({})) }))",
        "The validator was chosen by hand: values that don't fit it are refused.",
    )


@pytest.mark.parametrize(
    ("field", "provider", "start"),
    [
        ("a Bytes", "postgresql", "An `ArrayBuffer`; the document around it holds 1 MiB at most"),
        ("a Bytes @db.LongBlob", "mysql", "An `ArrayBuffer`; the document around it"),
        ("a Bytes @db.VarBinary(Max)", "sqlserver", "An `ArrayBuffer`; the document around it"),
        ("a Bytes @db.Blob", "mysql", "An `ArrayBuffer`, where Prisma gave"),
        ("a Bytes @db.VarBinary(255)", "mysql", "An `ArrayBuffer`, where Prisma gave"),
        ("a Bytes @db.VarBinary(1048575)", "mysql", "An `ArrayBuffer`, where Prisma gave"),
        ("a Bytes @db.VarBinary(1048576)", "mysql", "An `ArrayBuffer`; the document around it"),
        ("a Bytes @db.VarBinary(0000255)", "mysql", "An `ArrayBuffer`, where Prisma gave"),
        ("a Bytes @db.VarBinary(00010485760)", "mysql", "An `ArrayBuffer`; the document around it"),
        ("a BigInt", "postgresql", "Stays a `bigint`; JSON has no form for it"),
        ("a BigInt @db.UnsignedBigInt", "mysql", "Stays a `bigint`, but values from 2^63"),
        ("a Decimal", "postgresql", "Exact text, which is not in numeric order"),
        ("a DateTime @db.Date", "postgresql", "Text in ISO order, no instant"),
        ("a DateTime @db.Timetz(3)", "postgresql", "Text in ISO order, no instant"),
        ("a DateTime", "postgresql", "Milliseconds since 1970 instead of a `Date`; the column had no"),
        ("a DateTime", "mysql", "Milliseconds since 1970 instead of a `Date`; the column had no"),
        ("a DateTime", "sqlite", "Milliseconds since 1970 instead of a `Date`, in UTC."),
        ("a DateTime", "sqlserver", "Milliseconds since 1970 instead of a `Date`; digits beyond"),
        ("a DateTime @db.DateTime", "sqlserver", "Milliseconds since 1970 instead of a `Date`; the col"),
        ("a DateTime @db.DateTimeOffset", "sqlserver", "Milliseconds since 1970 instead of a `Date`; the offset"),
        ("a DateTime @db.Timestamp(0)", "mysql", "Milliseconds since 1970 instead of a `Date`, in UTC."),
        ("a DateTime @db.Timestamptz(3)", "postgresql", "Milliseconds since 1970 instead of a `Date`, in UTC."),
        ("a DateTime @db.Timestamptz(6)", "postgresql", "Milliseconds since 1970 instead of a `Date`; digits"),
    ],
)  # fmt: skip  # a table
def test_by_type_and_provider(field: str, provider: str, start: str) -> None:
    assert one(field, provider=provider)[2].startswith(start)


@pytest.mark.parametrize(
    ("field", "settings", "now", "start"),
    [
        ("a Bytes", Settings(bytes="storage"), 'v.id("_storage")', "The bytes become a file"),
        ("a BigInt[]", Settings(bigint="number"), "v.array(v.number())", "A number is exact up to 2^53"),
        ("a Decimal", Settings(decimal="number"), "v.number()", "A double rounds most decimal fractions"),
        ("a Decimal @db.Decimal(9, 2)", Settings(decimal="int64"), "v.int64()", "A whole number of the smallest unit, exact in sums and order; functions divide by 10^2"),
        ("a Decimal @db.Decimal(30, 4)", Settings(decimal="int64"), "v.int64()", "A whole number of the smallest unit; digits beyond 10^-4"),
        ("a Decimal", Settings(decimal="int64"), "v.string()", "Exact text until `decimal-scale` says"),
        ("a DateTime?", Settings(datetime="string", nullable="optional"), "v.optional(v.string())", "ISO 8601 text"),
    ],
)  # fmt: skip  # a table
def test_by_settings(field: str, settings: Settings, now: str, start: str) -> None:
    change = one(field, settings=settings)
    assert change[1] == now
    assert change[2].startswith(start)


def test_ids_and_references_are_no_columns_of_data() -> None:
    assert not found("""
        model User {
          id    BigInt @id @default(autoincrement())
          posts Post[]
        }
        model Post {
          id     BigInt @id @default(autoincrement())
          userId BigInt
          user   User   @relation(fields: [userId], references: [id])
        }
        """)


def test_composite_types_are_looked_into() -> None:
    result = found(
        """
        type Price {
          at    DateTime
          inner Price?
        }
        model Item {
          id    String  @id @map("_id")
          price Price
          other Price[]
        }
        """,
        provider="mongodb",
    )
    assert [(one.field, one.kind) for one in result] == [
        ("price.at", "DateTime"),
        ("other.at", "DateTime"),
    ]


def test_crm() -> None:
    compilation = compile_schema(load(str(CRM)).sources)
    assert isinstance(compilation, Compilation)
    result = columns(compilation.lowered)
    assert [
        f"{one.model}.{one.field}"
        for one in result
        if one.kind != "DateTime" and one.kind != "Json"
    ] == [
        "SubAccount.monthlyFee",
        "SubAccountSettings.logo",
        "Lead.dealValue",
        "Booking.price",
        "ConversationMessage.attachment",
        "ApiKey.hash",
        "BackgroundJob.result",
    ]
    assert all(one.change.endswith(".") and ". " not in one.change for one in result)
