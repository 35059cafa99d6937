"""Which fields tell a model's rows apart, and the one text that each value of a key has, however it is written."""

from __future__ import annotations

import pytest

from prisma_to_convex.data.tokens.key_texts import (
    Unfit,
    canonical,
    decimal_key,
    identity,
    instant_key,
    joined,
    readable,
)
from support.compiling import compiled


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("id Int @id\nmail String @unique", ["id"]),
        ("mail String @unique\nid Int @id", ["id"]),
        ("a Int\nb Int\n@@id([b, a])", ["b", "a"]),
        ("mail String @unique\nslug String @unique", ["mail"]),
        ("mail String? @unique\nslug String @unique", ["slug"]),
        ("a Int\nb Int?\nc Int\n@@unique([a, b])\n@@unique([c, a])", ["c", "a"]),
        ("a Int\n@@index([a])\nb Int @unique", ["b"]),
        ("a Int\nb Int\n@@index([a])\n@@unique([b])", ["b"]),
    ],
)
def test_what_tells_rows_apart(fields: str, expected: list[str]) -> None:
    model = compiled(f"model M {{\n{fields}\n}}\n").lowered.schema.models_by_name["M"]
    assert [field.name for field in identity(model)] == expected


def test_a_unique_of_some_rows_tells_none_apart() -> None:
    head = """
        generator client {
          provider        = "prisma-client-js"
          previewFeatures = ["partialIndexes"]
        }
        datasource db {
          provider = "postgresql"
        }
        """
    text = "model M {\n  mail String\n  slug String @unique\n  @@unique([mail], where: raw(\"slug <> ''\"))\n}\n"
    model = compiled(text, head=head).lowered.schema.models_by_name["M"]
    assert [field.name for field in identity(model)] == ["slug"]
    text = text.replace("slug String @unique", "slug String")
    text = text.replace("\n}\n", "\n  @@unique([slug])\n}\n")
    model = compiled(text, head=head).lowered.schema.models_by_name["M"]
    assert [field.name for field in identity(model)] == ["slug"]


def test_a_view_without_a_key_has_no_identity() -> None:
    head = 'generator client {\n  provider = "prisma-client-js"\n  previewFeatures = ["views"]\n}\ndatasource db {\n  provider = "postgresql"\n}\n'
    model = compiled("view V {\n  a Int\n}\n", head=head).lowered.schema.models_by_name["V"]
    assert identity(model) == ()


@pytest.mark.parametrize(
    ("type_", "written", "expected"),
    [
        ("Int", "7", b"7"),
        ("Int", "+007", b"7"),
        ("Int", "-0", b"0"),
        ("Int", "7.0", "it is no whole number"),
        ("Int", "", "it is no whole number"),
        ("BigInt", "-9223372036854775808", b"-9223372036854775808"),
        ("Decimal", "1.500", b"1.5"),
        ("Decimal", "1E+3", b"1000"),
        ("Decimal", "-0.00", b"0"),
        ("Decimal", "100", b"100"),
        ("Decimal", "0.0", b"0"),
        ("Decimal", "NaN", "it is no finite number"),
        ("Decimal", "x", "it is no number"),
        ("Boolean", "TRUE", b"true"),
        ("Boolean", "1", "true or false"),
        ("Bytes", "\\x00FF", b"00ff"),
        ("Bytes", "00ff", b"00ff"),
        ("Bytes", "zz", "bytes are written in hexadecimal"),
        ("String", "Aé", "Aé".encode()),
        ("String", "\ud800", "it is not valid Unicode"),
        ("String @db.Uuid", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", b"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        ("String", "A0EEBC99", b"A0EEBC99"),
        ("String", "x" * 4096, b"x" * 4096),
        ("String", "x" * 4097, "it is too long"),
        ("DateTime", "1970-01-01T00:00:00.001Z", b"1"),
        ("DateTime", "1970-01-01T00:00:00.001002Z", b"1.002"),
        ("DateTime", "yesterday", "it is no date"),
    ],
)  # fmt: skip
def test_each_value_has_one_text(type_: str, written: str, expected: bytes | str) -> None:
    name, _, rest = type_.partition(" ")
    model = compiled(f"model M {{\n  key {name} @id {rest}\n}}\n").lowered.schema.models_by_name[
        "M"
    ]
    field = model.scalar("key")
    assert field is not None
    found = canonical(field, written)
    assert (found.message if isinstance(found, Unfit) else found) == expected


def test_parts_can_t_run_into_each_other() -> None:
    assert joined([b"a"]) == b"a"
    assert joined([b"a", b"bc"]) == b"1:a2:bc"
    assert joined([b"ab", b"c"]) == b"2:ab1:c"
    assert joined([b"1:a", b""]) == b"3:1:a0:"


@pytest.mark.parametrize("parts", [["7"], ["abc", "7"], ["1:x", "", "ü, "], ["12:", "3:4"]])
def test_people_read_the_parts(parts: list[str]) -> None:
    made = joined([part.encode() for part in parts])
    assert readable(made, len(parts)) == ", ".join(parts)


@pytest.mark.parametrize(
    ("micros", "expected"),
    [(0, b"0"), (1000, b"1"), (1001, b"1.001"), (-1, b"-1.999"), (-1000, b"-1"), (999, b"0.999")],
)
def test_an_instant_is_milliseconds_and_what_is_left(micros: int, expected: bytes) -> None:
    assert instant_key(micros) == expected


@pytest.mark.parametrize("written", ["1E+4097", "1E-4097", "Infinity", "-Infinity"])
def test_a_number_of_absurd_length_is_refused(written: str) -> None:
    assert isinstance(decimal_key(written), Unfit)
    assert not isinstance(decimal_key("1E+4096"), Unfit)
