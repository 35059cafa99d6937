"""What of `//` comments is prose, and what is not."""

from __future__ import annotations

import doctest

import pytest

from prisma_to_convex.options import comment_prose
from prisma_to_convex.options.comment_prose import is_code, prose_lines

TYPES = ("User", "Role")

CODE = [
    "name String?",
    "emailReplyToName      String? // Placeholder for future feature.",
    "replyTo   String?",
    "author User @relation(fields: [authorId], references: [id])",
    "posts Post[]",
    "the User[]",
    'price Decimal @default("1") @db.Decimal(10, 2)',
    'area Unsupported("polygon")?',
    "role Role",
    "@@index([a])",
    "@@map(name: \"users\")",
    "@id @default(cuid())",
    "@db.VarChar(20)",
    'url = env("DATABASE_URL")',
    'provider = "postgresql"',
    'previewFeatures = ["views"]',
    "gone Vanished @default(now())",
]  # fmt: skip
PROSE = [
    "the User",
    "Name of the user",
    "Lower case.",
    "String or number",
    "of User",
    "TODO: remove",
    "Todo: (RR7) Remove after RR7 migration.",
    "@deprecated use email",
    "draft|published|archived",
    "a = b, where a is the key",
    "https://example.com/a?b=c",
    "Relations",
    "model of a car",
    "see @default in the docs",
    "",
]


@pytest.mark.parametrize("text", CODE)
def test_code(text: str) -> None:
    assert is_code(text, TYPES)
    assert prose_lines([text], TYPES) == []


@pytest.mark.parametrize("text", PROSE)
def test_prose(text: str) -> None:
    assert not is_code(text, TYPES)
    assert prose_lines([text], TYPES) == ([text] if text else [])


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["-----", " Users ", "====="], ["Users"]),
        (["===== Users ====="], ["Users"]),
        (["--- Users"], ["Users"]),
        (["###############"], []),
        (["model Old {", "  id Int @id", "  what it was", "}", "After it."], ["After it."]),
        (["enum Kind { A B }", "Kept."], ["Kept."]),
        (["prettier-ignore", "Kept."], ["Kept."]),
        (["eslint-disable-next-line"], []),
        (["prisma-lint-ignore-model require-field-index"], []),
        (["Copyright (c) 2024 Somebody", "Permission is granted."], []),
        (["SPDX-License-Identifier: MIT"], []),
        (["", "One.", "", "Two.", ""], ["One.", "", "Two."]),
        (["First,", "name String?", "then."], ["First,", "then."]),
        (["range 1...9"], ["range 1...9"]),
        (["and so on..."], ["and so on..."]),
    ],
)
def test_lines(lines: list[str], left: list[str]) -> None:
    assert prose_lines(lines, TYPES) == left


def test_a_value_of_an_enum_is_code_among_its_values_alone() -> None:
    assert prose_lines(["GUEST"], TYPES, is_enum=True) == []
    assert prose_lines(['GUEST @map("guest")'], TYPES, is_enum=True) == []
    assert prose_lines(["GUEST"], TYPES) == ["GUEST"]
    assert prose_lines(["Guests come and go"], TYPES, is_enum=True) == ["Guests come and go"]


def test_docstrings() -> None:
    assert doctest.testmod(comment_prose).failed == 0
