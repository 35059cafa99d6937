"""Columns that say who did something, and the model of those who use the application."""

from __future__ import annotations

import pytest

from prisma_schema_parser import SourceFile, read_schema
from prisma_to_convex.lowering.people import names_a_person, people_model
from support.compiling import datasource


@pytest.mark.parametrize(
    ("name", "is_person"),
    [
        ("created by", True),
        ("taken by", True),
        ("done by", True),
        ("made by id", True),
        ("sort by", False),
        ("ordered by", False),
        ("by", False),
        ("created at", False),
        ("actor id", True),
        ("actor uid", True),
        ("actor", False),
        ("parent id", False),
        ("last actor id", False),
    ],
)
def test_names_of_who_did_something(name: str, is_person: bool) -> None:
    assert names_a_person(tuple(name.split())) is is_person


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ("password String", "Sender"),
        ("passwordHash String", "Sender"),
        ("secret String", None),
        ("password String\n  host String", None),
        ("password String\n  smtpPort Int", None),
        ("password String\n  url String", None),
        ("password String\n  avatarUrl String", "Sender"),
    ],
)
def test_a_machine_that_is_signed_in_to_is_nobody(columns: str, found: str | None) -> None:
    text = f"{datasource('postgresql')}\nmodel Sender {{\n  id Int @id\n  {columns}\n}}\n"
    model = people_model(read_schema([SourceFile("s.prisma", text)]).schema)
    assert (model.name if model else None) == found
