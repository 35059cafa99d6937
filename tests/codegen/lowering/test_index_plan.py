"""Indexes of keys give way to others of the same fields; what application code asks for does not, nor makes them give way."""

from __future__ import annotations

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.options.settings import DEFAULTS, RequestedIndex

SCHEMA = """\
model Seat {
  room  String
  place Int
  row   Int

  @@id([room, place])
  %s
}
"""


def indexes(more: str, *requested: tuple[str, ...], is_exact: bool = False) -> list[str]:
    wanted = {
        "Seat": tuple(RequestedIndex(fields, 1, "seats.ts", is_exact) for fields in requested)
    }
    options = DEFAULTS._replace(requested=wanted)
    found = compile_schema([SourceFile("schema.prisma", SCHEMA % more)], options)
    assert isinstance(found, Compilation)
    return [index.name for table in found.lowered.convex.tables for index in table.indexes]


def test_a_key_gives_way_to_an_index_that_begins_with_its_fields() -> None:
    assert indexes("") == ["by_room_and_place"]
    assert indexes("@@index([place, room, row])") == ["by_place_and_room_and_row"]


def test_a_key_does_not_give_way_to_what_is_asked_for() -> None:
    """Calls may enter the key's index with a range of its first field."""
    assert indexes("", ("place", "room")) == ["by_room_and_place", "by_place_and_room"]


def test_what_is_asked_for_does_not_give_way() -> None:
    """Its last field may be a range, or an order."""
    found = indexes("@@index([room, row, place])", ("row", "room"))
    assert found == ["by_room_and_place", "by_room_and_row_and_place", "by_row_and_room"]


def test_what_is_asked_for_gives_way_to_an_index_that_starts_with_it() -> None:
    assert indexes("", ("room",)) == ["by_room_and_place"]


def test_what_is_asked_for_in_order_of_creation_stays_beside_an_index_that_starts_with_it() -> None:
    assert indexes("", ("room",), is_exact=True) == ["by_room", "by_room_and_place"]
