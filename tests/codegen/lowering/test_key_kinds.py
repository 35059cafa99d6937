"""What kind of key an id is, by its name, type and default."""

from __future__ import annotations

import pytest

from prisma_to_convex.lowering.id_choices import IdChoice
from support.compiling import POSTGRESQL, compiled, datasource

MYSQL, MONGODB = datasource("mysql"), datasource("mongodb")


def ids(field: str, head: str = POSTGRESQL, name: str = "Thing") -> tuple[str, str]:
    """What becomes of the id of a model, and why."""
    text = f"model {name} {{\n  {field}\n  other String?\n}}\nenum Kind {{\n  A\n}}\n"
    found = compiled(text, head=head).lowered.ids[name]
    return found.ids, found.why


@pytest.mark.parametrize(
    "field",
    [
        "id String @id",
        "id String @id @db.Uuid",
        "id String @id @db.VarChar(36)",
        "id String @id @db.Char(26)",
        "id String @id @db.Text",
        "uuid String @id",
        "userId String @id",
        "session_id String @id",
        "thingid String @id",
        'id String @id @map("thing_id")',
        'id String @id @map("thingid")',
        "pk String @id",
        "id_thing String @id",
        "idThing String @id @db.Uuid",
        "pk_thing String @id",
        "thing String @id @db.Uuid",
    ],
)
def test_an_opaque_key_of_the_application_is_kept(field: str) -> None:
    assert ids(field) == ("keep", "the application makes it, and it means nothing by itself")


@pytest.mark.parametrize(
    ("field", "why"),
    [
        ("thing String @id", "`thing` says what it is"),
        ("id_number String @id", "`id_number` says what it is"),
        ("idCode String @id", "`idCode` says what it is"),
        ("code String @id", "`code` says what it is"),
        ("slug String @id", "`slug` says what it is"),
        ("sku String @id", "`sku` says what it is"),
        ("iso String @id", "`iso` says what it is"),
        ("email String @id", "`email` says what it is"),
        ("username String @id", "`username` says what it is"),
        ("name String @id", "`name` says what it is"),
        ("key String @id", "`key` says what it is"),
        ("token String @id", "`token` says what it is"),
        ("sessionToken String @id @db.Uuid", "`sessionToken` says what it is"),
        ('id String @id @map("code")', "`code`, its name in the database, says what it is"),
        ("id String @id @db.Char(2)", "`@db.Char(2)` is too short for a random key"),
        ("id String @id @db.VarChar(10)", "`@db.VarChar(10)` is too short for a random key"),
        ("id String @id @db.Citext", "`@db.Citext` holds text that means something"),
        ("id String @id @db.Inet", "`@db.Inet` holds text that means something"),
        ("id Int @id", "an Int that nothing generates"),
        ("id BigInt @id", "a BigInt that nothing generates"),
        ("id DateTime @id @default(now())", "its default is `now()`"),
        ("id Kind @id", "an enum that nothing generates"),
        ("id Bytes @id", "a Bytes that nothing generates"),
        ('code String @id @default("x")', 'its default is `"x"`'),
    ],
)
def test_a_key_that_means_something_stays_the_key(field: str, why: str) -> None:
    assert ids(field) == ("key", why)


@pytest.mark.parametrize(
    ("field", "head", "why"),
    [
        ("id Int @id @default(autoincrement())", POSTGRESQL, "it is made by `autoincrement()`"),
        ("slug String @id @default(cuid())", POSTGRESQL, "it is made by `cuid()`"),
        ("id String @id @default(uuid(7)) @db.Uuid", POSTGRESQL, "it is made by `uuid(7)`"),
        (
            'id String @id @default(auto()) @map("_id") @db.ObjectId',
            MONGODB,
            "it is made by `auto()`",
        ),
    ],
)
def test_a_generated_key_is_replaced(field: str, head: str, why: str) -> None:
    assert ids(field, head) == ("replace", why)


def test_sixteen_bytes_are_a_uuid() -> None:
    assert ids("id Bytes @id @db.Binary(16)", MYSQL)[0] == "keep"
    assert ids("id Bytes @id @db.Binary(20)", MYSQL)[0] == "key"


def test_an_object_id_of_the_application_is_kept() -> None:
    assert ids('id String @id @map("_id") @db.ObjectId', MONGODB)[0] == "keep"


def test_several_columns_are_the_key() -> None:
    found = compiled("model Seat {\n  row Int\n  number Int\n  @@id([row, number])\n}\n")
    assert found.lowered.ids["Seat"] == IdChoice(
        "key", ("row", "number"), "it has several columns", kind="several"
    )


_ALWAYS = "it is always `{}`: the table has one row, which `.unique()` reads without it"


@pytest.mark.parametrize(
    ("field", "default"),
    [
        ("id Int @id @default(1)", "1"),
        ('id String @id @default("x")', '"x"'),
        ("id Boolean @id @default(true)", "true"),
        ("singleton Boolean @id @default(true)", "true"),
    ],
)
def test_a_key_that_is_always_the_same_is_replaced(field: str, default: str) -> None:
    assert ids(field) == ("replace", _ALWAYS.format(default))


def test_a_key_that_is_always_the_same_stays_where_others_refer_to_it() -> None:
    found = compiled(
        'model Shop {\n  id String @id @default("x")\n  items Item[]\n}\n'
        "model Item {\n  id Int @id @default(autoincrement())\n  shopId String\n"
        "  shop Shop @relation(fields: [shopId], references: [id])\n}\n"
    ).lowered.ids["Shop"]
    assert (found.ids, found.why) == ("key", 'its default is `"x"`')


def test_no_id_is_no_choice() -> None:
    assert compiled("model Tag {\n  name String @unique\n}\n").lowered.ids == {}
