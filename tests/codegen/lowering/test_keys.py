"""Which fields hold ids of which table, where several keys share a column."""

from __future__ import annotations

from support.compiling import compiled, table

SHARED = """
model Group {
  id    Int    @id @default(autoincrement())
  posts Post[]
}
model Team {
  id    Int    @id @default(autoincrement())
  users User[]
}
model User {
  id     Int    @id @default(autoincrement())
  teamId Int
  team   Team   @relation(fields: [teamId], references: [id])
  posts  Post[]
  @@unique([teamId, id])
}
model Post {
  id      Int   @id @default(autoincrement())
  ownerId Int
  userId  Int
  %s
  %s
}
"""
PAIR = "user User @relation(fields: [ownerId, userId], references: [teamId, id])"
ALONE = "owner Group @relation(fields: [ownerId], references: [id])"


def references(text: str, name: str) -> dict[str, str | None]:
    """The model that each field of a model refers to by `v.id`."""
    fields = compiled(text).lowered.models[name].fields
    return {name: field.reference for name, field in fields.items() if field.reference}


def test_a_column_that_refers_to_two_ids_holds_neither() -> None:
    for keys in ((PAIR, ALONE), (ALONE, PAIR)):
        assert references(SHARED % keys, "Post") == {"userId": "User"}
        assert references(SHARED % keys, "User") == {}


def test_a_part_of_a_key_refers_to_what_its_column_refers_to() -> None:
    text = (SHARED % (PAIR, "")).replace("  posts Post[]\n}\nmodel Team", "}\nmodel Team")
    assert references(text, "Post") == {"ownerId": "Team", "userId": "User"}


def test_a_replaced_id_is_no_field() -> None:
    text = (SHARED % (PAIR, "")).replace("  posts Post[]\n}\nmodel Team", "}\nmodel Team")
    assert table(compiled(text), "teams").fields == ()
