"""PC206: what the advice says of each action."""

from __future__ import annotations

import pytest

from support.compiling import compiled

PAIR = """
model User {
  orgId Int
  id    Int
  posts Post[]
  @@id([orgId, id])
}
model Post {
  id     Int   @id
  orgId  Int%s
  userId Int%s
  user   User? @relation(fields: [orgId, userId], references: [orgId, id], onDelete: SetDefault)
}
"""
REFUSE = "before deleting from `users`, refuse if one of `posts` (by `by_orgId_and_userId`) refers to the document"
CLEAR = (
    "when deleting from `users`, patch its `posts` (by `by_orgId_and_userId`) "
    "with `{ orgId: null, userId: null }`"
)
FILL = (
    "when deleting from `users`, patch its `posts` (by `by_orgId_and_userId`) with the default key"
)


def help_of(text: str) -> str:
    [found] = [one for one in compiled(text).ledger.diagnostics if one.rule.code == "PC206"]
    return found.help


@pytest.mark.parametrize(
    ("first", "second", "advice"),
    [
        ("?", "?", CLEAR),
        ("", "?", REFUSE),
        ("?", "", REFUSE),
        ("", "? @default(1)", FILL),
        ("? @default(1)", "", FILL),
    ],
)
def test_a_default_that_no_column_has_is_null_which_a_required_one_refuses(
    first: str, second: str, advice: str
) -> None:
    assert help_of(PAIR % (first, second)) == advice
