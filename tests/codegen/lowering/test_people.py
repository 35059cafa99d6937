"""Columns that say who did something, and the model of those who use the application."""

from __future__ import annotations

import pytest

from prisma_schema_parser import SourceFile, read_schema
from prisma_to_convex.lowering.people import is_spelled_out, names_a_person, people_model
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


@pytest.mark.parametrize(
    ("words", "beside", "is_so"),
    [
        (("sender", "id"), {"sendername"}, True),
        (("recipient", "id"), {"recipient_email"}, True),
        (("receiver", "id"), {"receiverphone"}, True),
        (("sender", "id"), {"receivername", "name", "sender"}, False),
        (("approver", "id"), {"approvername"}, False),
    ],
)
def test_who_is_spelled_out_beside_the_id(
    words: tuple[str, ...], beside: set[str], is_so: bool
) -> None:
    assert is_spelled_out(words, beside) is is_so


@pytest.mark.parametrize(
    ("words", "is_so"),
    [
        (("checked", "in", "by"), True),
        (("signed", "off", "by", "id"), True),
        (("in", "by"), False),
        (("checked", "at", "by"), False),
        (("recipient", "id"), True),
        (("recipient",), False),
    ],
)
def test_who_did_it_or_got_it(words: tuple[str, ...], is_so: bool) -> None:
    assert names_a_person(words) is is_so
