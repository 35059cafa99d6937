"""What codegen/README.md names in its rooms is there."""

from __future__ import annotations

import re

import pytest

from support.places import ROOT

CODE = ROOT / "codegen" / "prisma_to_convex"
_NO_MODULES = frozenset({"where", "init"})
"""Words of Prisma and of the command line that stand in the same type."""


def _rows() -> list[tuple[str, str]]:
    text = (ROOT / "codegen" / "README.md").read_text(encoding="utf-8")
    table = text[text.index("\n## Rooms") : text.index("\n## What becomes what")]
    cells = [line.split("|") for line in table.splitlines() if line.count("|") == 4]
    return [(row[2], row[3]) for row in cells if "`" in row[2]]


def _names(room: str) -> set[str]:
    folder = CODE / room.rstrip("/")
    if not folder.is_dir():
        return {room}
    below = [path for path in folder.rglob("*") if "__pycache__" not in path.parts]
    return {path.stem for path in below} | {f"{path.name}/" for path in below if path.is_dir()}


@pytest.mark.parametrize(("rooms", "text"), _rows())
def test_what_is_named_is_in_the_room(rooms: str, text: str) -> None:
    known = {name for room in re.findall(r"`([^`]+)`", rooms) for name in _names(room)}
    named = set(re.findall(r"`([a-z](?:[a-z0-9_]*[a-z0-9])?/?)`", text))
    assert known
    assert named - known - _NO_MODULES == set()


def test_each_room_has_a_row() -> None:
    rooms = {name for row, _ in _rows() for name in re.findall(r"`([^`]+)`", row)}
    folders = {f"{path.name}/" for path in CODE.iterdir() if path.is_dir()} - {"__pycache__/"}
    modules = {path.stem for path in CODE.glob("*.py")} - {"__init__"}
    assert rooms >= folders
    assert rooms >= modules
