"""Keys that the database takes for equal although they are written in another way: one id on both sides."""

from __future__ import annotations

import pytest

from codegen.data.moving import Mover, minted
from support import databases

MODELS = """
model User {
  id    String @id @default(uuid()) {key}
  posts Post[]
}

model Post {
  id     Int    @id @default(autoincrement())
  userId String {reference}
  user   User   @relation(fields: [userId], references: [id])
}
"""
UUID = "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"
CASES: dict[str, tuple[databases.Kind, str, str, str, list[str]]] = {
    "case and blanks at the end": ("mariadb", "", "", "ab", ["AB ", "Ab"]),
    "a padded key of MySQL": ("mariadb", "@db.Char(5)", "@db.VarChar(9)", "ab", ["ab", "ab  "]),
    "a padded key": ("postgresql", "@db.Char(5)", "@db.VarChar(9)", "ab", ["ab", "ab   "]),
    "both padded": ("postgresql", "@db.Char(5)", "@db.Char(5)", "ab", ["ab", "ab  "]),
    "padded to another length": ("postgresql", "@db.Char(5)", "@db.Char(9)", "ab", ["ab"]),
    "a uuid": ("postgresql", "@db.Uuid", "@db.Uuid", UUID, [UUID.lower(), UUID]),
    "citext": ("postgresql", "@db.Citext", "@db.Citext", "Ab", ["aB", "AB"]),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("has_constraint", [False, True])
def test_one_id(mover: Mover, case: str, has_constraint: bool) -> None:
    kind, key, reference, text, references = CASES[case]
    mover.schema(
        "mysql" if kind == "mariadb" else kind,
        MODELS.replace("{key}", key).replace("{reference}", reference),
    )
    types = [(one.partition(".")[2] or "VarChar(20)").lower() for one in (key, reference)]
    references_ = ', foreign key ("userId") references "User" ("id")' if has_constraint else ""
    rows = ", ".join(f"({at}, '{one}')" for at, one in enumerate(references))
    script = f"""
create table "User" ("id" {types[0]} primary key);
create table "Post" ("id" int, "userId" {types[1]}{references_});
insert into "User" values ('{text}');
insert into "Post" values {rows};
"""
    if kind == "postgresql":
        script = f"create extension citext;\n{script}"
    if has_constraint and case == "a padded key":
        script = script.replace('"userId" varchar(9)', '"userId" char(9)')
    with databases.database(kind) as database:
        database.run(script.replace('"', "`") if kind == "mariadb" else script)
        moved = mover.export(database.url)
    assert moved.code == 0, moved.err
    written = text.lower() if case == "a uuid" else text
    (user,) = moved.documents["users"]
    assert user["_id"] == minted("User", 11002, written)
    assert {one["userId"] for one in moved.documents["posts"]} == {user["_id"]}
