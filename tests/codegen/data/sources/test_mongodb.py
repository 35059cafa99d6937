"""A document that can't be read, told with why."""

from __future__ import annotations

from pathlib import Path

import bson
import pytest

from prisma_to_convex.data.sources import mongodb
from prisma_to_convex.data.sources.row_source import UnusableSource

PLACE = Path("dump/app/a.bson")


def message(monkeypatch: pytest.MonkeyPatch, why: str) -> str:
    def broken(*_: object) -> None:
        raise bson.InvalidBSON(why)

    monkeypatch.setattr(mongodb, "RawBSONDocument", broken)
    with pytest.raises(UnusableSource) as error:
        mongodb._fields(PLACE, 1234, b"")
    return str(error.value)


HEAD = "a.bson: the document at byte 1,234 can't be read: "


@pytest.mark.parametrize(("length", "shown"), [(199, 199), (200, 200), (201, 200), (5000, 200)])
def test_a_reason_is_cut_at_200_letters(
    monkeypatch: pytest.MonkeyPatch, length: int, shown: int
) -> None:
    assert message(monkeypatch, "x" * length) == HEAD + "x" * shown


def test_what_is_nested_too_deep_is_reported_in_our_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        message(monkeypatch, "maximum recursion depth exceeded") == f"{HEAD}it is nested too deep"
    )


def test_a_reason_can_do_nothing_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in message(monkeypatch, "\x1b[2J")
