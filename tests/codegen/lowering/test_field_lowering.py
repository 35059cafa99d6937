"""What one stored field becomes: above all, what a key takes over from the column that it repeats."""

from __future__ import annotations

import pytest

from support.compiling import emitted

# What is said at a column, its type, and how the key that repeats it is held for that reason.
REPRESENTATIONS = [
    ("@convex.bigint(number)", "BigInt", "v.number(), // BigInt"),
    ("@convex.decimal(number)", "Decimal", "v.number(), // Decimal, rounded"),
    ("@convex.decimal(int64) @convex.decimal-scale(3)", "Decimal", "v.int64(), // Decimal * 10^3"),
    ("@convex.datetime(string)", "DateTime", "v.string(), // ISO 8601"),
    ("@convex.bytes(storage)", "Bytes", 'v.id("_storage"), // a stored file'),
    ('@convex.type(v.literal("x"))', "String", 'v.literal("x"),'),
]
PLAIN = {
    "BigInt": "v.int64(),",
    "Decimal": "v.string(), // exact decimal",
    "DateTime": "v.number(),",
    "Bytes": "v.bytes(),",
    "String": "v.string(),",
}


def keyed(scalar: str, there: str = "", here: str = "") -> str:
    """`B.key` repeats `A.key`; with what comments say at each."""
    return f"""
model A {{
  id  Int @id
  key {scalar} @unique // {there}
  bs  B[]
}}
model B {{
  id  Int @id
  key {scalar} // {here}
  a   A @relation(fields: [key], references: [key])
}}
"""


def representations(text: str) -> list[str]:
    """How `A.key` and `B.key` are emitted, without what is said of the key itself."""
    lines = (line.strip().removeprefix("key: ") for line in emitted(text).splitlines())
    keys = [line for line in lines if line.startswith("v.")]
    return [
        line.replace("-> as.key, onDelete: Restrict", "")
        .replace("// , ", "// ")
        .removesuffix(" // ")
        for line in keys
        if "id:" not in line
    ]


@pytest.mark.parametrize(("comment", "scalar", "form"), REPRESENTATIONS)
def test_a_key_is_held_as_the_column_that_it_repeats(comment: str, scalar: str, form: str) -> None:
    assert representations(keyed(scalar, there=comment)) == [form, form]


@pytest.mark.parametrize(("comment", "scalar", "form"), REPRESENTATIONS)
def test_what_is_said_at_one_end_of_a_key_holds_for_the_other(
    comment: str, scalar: str, form: str
) -> None:
    assert representations(keyed(scalar, here=comment)) == [form, form]
