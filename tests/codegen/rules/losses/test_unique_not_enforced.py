"""PC201: a key that `_id` is part of is unique, wherever it stands in it."""

from __future__ import annotations

import pytest

from support.compiling import compiled

MODEL = """
model User {
  id    Int    @id @default(autoincrement())
  email String
  @@unique([%s])
}
"""


@pytest.mark.parametrize("fields", ["id", "id, email", "email, id"])
def test_the_id_is_part_of_it(fields: str) -> None:
    entries = compiled(MODEL % fields).ledger.entries
    [end] = [outcome for guarantee, outcome in entries if guarantee.kind == "unique"]
    assert (end.state, end.by) == ("replaced", "`_id` is part of it, and is unique by itself")


def test_another_key() -> None:
    entries = compiled(MODEL % "email").ledger.entries
    [end] = [outcome for guarantee, outcome in entries if guarantee.kind == "unique"]
    assert end.state == "lost"
