"""What is said of ids, what of it can be, and which type the two ends of a key have."""

from __future__ import annotations

from textwrap import dedent

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.options.settings import DEFAULTS, BlockOptions, Options, Settings
from support.compiling import POSTGRESQL, compiled, indexes

USERS = """
model User {
  %s
  email    String    @unique
  sessions Session[]
}
model Session {
  id     String @id @default(cuid())
  userId %s
  user   User   @relation(fields: [userId], references: [%s])
}
"""
GENERATED = USERS % ("id String @id @default(uuid())", "String", "id")
OPAQUE = USERS % ("id String @id", "String", "id")
NATURAL = USERS % ("login String @id", "String", "login")
INT = USERS % ("id Int @id", "Int", "id")


def written(text: str, options: Options = DEFAULTS) -> tuple[str, list[str]]:
    """The tables of schema.ts without indentation, and what could not be followed."""
    compilation = compile_schema([SourceFile("schema.prisma", POSTGRESQL + dedent(text))], options)
    assert isinstance(compilation, Compilation), compilation
    full = schema_ts(compilation.lowered.convex, "schema.prisma", "report.md")
    problems = [f"{one.message}; {one.help}" for one in compilation.lowered.problems]
    return full[full.index("export default") :], problems


def said(text: str, word: str) -> str:
    return text.replace("model User {", f"/// @convex.ids({word})\nmodel User {{")


@pytest.mark.parametrize("text", [GENERATED, OPAQUE, NATURAL, INT])
def test_replace(text: str) -> None:
    schema, problems = written(said(text, "replace"))
    assert problems == []
    assert "id:" not in schema.replace('userId: v.id("users"), // onDelete', "")
    assert "login:" not in schema
    assert 'userId: v.id("users"), // onDelete: Restrict' in schema


@pytest.mark.parametrize(
    ("text", "field", "index"),
    [
        (GENERATED, "legacyId: v.optional(v.string()), // the old id", "by_legacyId"),
        (OPAQUE, "id: v.string(),", "by_id_field"),
        (NATURAL, "login: v.string(),", "by_login"),
        (INT, "id: v.number(),", "by_id_field"),
    ],
)
def test_keep(text: str, field: str, index: str) -> None:
    schema, problems = written(said(text, "keep"))
    assert problems == []
    assert f"users: defineTable({{\n    {field}\n" in schema
    assert f'.index("{index}"' in schema
    assert 'userId: v.id("users"), // onDelete: Restrict' in schema


@pytest.mark.parametrize(
    ("text", "field", "type_", "name"),
    [
        (GENERATED, "id: v.string(), // @default(uuid())", "v.string()", "id"),
        (OPAQUE, "id: v.string(),", "v.string()", "id"),
        (NATURAL, "login: v.string(),", "v.string()", "login"),
        (INT, "id: v.number(),", "v.number()", "id"),
    ],
)
def test_key(text: str, field: str, type_: str, name: str) -> None:
    schema, problems = written(said(text, "key"))
    assert problems == []
    assert f"users: defineTable({{\n    {field}\n" in schema
    assert f"userId: {type_}, // -> users.{name}, onDelete: Restrict" in schema


def test_by_default_an_opaque_key_is_kept() -> None:
    assert written(OPAQUE) == written(said(OPAQUE, "keep"))
    assert written(GENERATED) == written(said(GENERATED, "replace"))
    assert written(NATURAL) == written(said(NATURAL, "key"))


def test_it_can_be_said_of_the_field_and_the_field_wins() -> None:
    at_field = NATURAL.replace("login String @id", "login String @id /// @convex.ids(replace)")
    assert written(at_field) == written(said(NATURAL, "replace"))
    assert written(said(at_field, "key")) == written(at_field)


def test_the_configuration_says_it_of_all_or_one() -> None:
    all_ = Options(Settings(ids="replace"))
    assert written(NATURAL, all_) == written(said(NATURAL, "replace"))
    one = Options(blocks={"User": BlockOptions({"ids": "replace"}, {}, "model")})
    assert written(NATURAL, one) == written(said(NATURAL, "replace"))
    inner = Options(blocks={"User": BlockOptions({}, {"login": {"ids": "replace"}}, "model")})
    assert written(NATURAL, inner) == written(said(NATURAL, "replace"))


SEAT = "/// @convex.ids(%s)\nmodel Seat {\n  row Int\n  number Int\n  @@id([row, number])\n}\n"


@pytest.mark.parametrize("word", ["replace", "keep"])
def test_a_key_of_several_columns_can_only_be_the_key(word: str) -> None:
    assert written(SEAT % word)[1] == [
        "the id of `Seat` has several columns, (row, number): references hold them all; `key` is what it is"
    ]
    assert written(SEAT % "key")[1] == []


def test_a_model_without_an_id_has_nothing_to_choose() -> None:
    text = "/// @convex.ids(keep)\nmodel Tag {\n  name String @unique\n}\n"
    assert written(text)[1] == ["`Tag` has no `@id` that `_id` could stand for; "]


def test_a_field_that_is_not_the_id_has_nothing_to_choose() -> None:
    text = OPAQUE.replace("@unique", "@unique /// @convex.ids(keep)")
    assert written(text)[1] == ["`User.email` is not the id of `User`; say it of `User.id`"]


PROFILE = """
model User {
  id      String @id @default(uuid())
  profile Profile?
}
%smodel Profile {
  userId String @id
  user   User   @relation(fields: [userId], references: [id])
  photos Photo[]
}
model Photo {
  id        String  @id @default(uuid())
  profileId String
  profile   Profile @relation(fields: [profileId], references: [userId])
}
"""


def test_a_shared_key_follows_the_referred_model() -> None:
    schema, problems = written(PROFILE % "")
    assert problems == []
    assert 'userId: v.id("users"), // onDelete: Restrict' in schema
    assert 'profileId: v.id("users"), // -> profiles.userId, onDelete: Restrict' in schema


def test_a_shared_key_can_be_kept_beside_an_id_of_its_own() -> None:
    schema, problems = written(PROFILE % "/// @convex.ids(keep)\n")
    assert problems == []
    assert 'userId: v.id("users"), // onDelete: Restrict' in schema
    assert 'profileId: v.id("profiles"), // onDelete: Restrict' in schema


def test_a_shared_key_can_not_be_replaced() -> None:
    schema, problems = written(PROFILE % "/// @convex.ids(replace)\n")
    assert problems == [
        "`Profile.userId` can't be replaced: it is a foreign key to `User` too; "
        "`keep` makes references to it hold `_id`"
    ]
    assert schema == written(PROFILE % "")[0]


def test_a_column_that_a_composite_key_refers_to_has_the_type_of_the_column_that_refers() -> None:
    schema, _ = written("""
        model Tenancy {
          id      String   @id @default(uuid()) @db.Uuid
          replays Replay[]
        }
        model Person {
          tenancyId String @db.Uuid
          personId  String @default(uuid()) @db.Uuid
          replays   Replay[]
          @@id([tenancyId, personId])
        }
        model Replay {
          id        String @id @default(uuid()) @db.Uuid
          tenancyId String @db.Uuid
          personId  String @db.Uuid
          person    Person  @relation(fields: [tenancyId, personId], references: [tenancyId, personId])
          tenancy   Tenancy @relation(fields: [tenancyId], references: [id])
        }
        """)
    assert schema.count('tenancyId: v.id("tenancies")') == 2
    assert 'tenancyId: v.id("tenancies"), // as replays.tenancyId' in schema


EITHER = """
%smodel Post {
  id       Int @id @default(autoincrement())
  comments Comment[]
  likes    Like[]
}
model Video {
  id       Int @id @default(autoincrement())
  comments Comment[]
}
model Comment {
  id      Int   @id @default(autoincrement())
  ofId    Int
  post    Post  @relation(fields: [ofId], references: [id], map: "a")
  video   Video @relation(fields: [ofId], references: [id], map: "b")
}
model Like {
  id     Int  @id @default(autoincrement())
  postId Int
  post   Post @relation(fields: [postId], references: [id])
}
"""


def test_a_column_that_refers_to_two_ids_holds_their_old_values() -> None:
    schema, problems = written(EITHER % "")
    assert problems == []
    assert "ofId: v.number(), // -> posts.id, onDelete: Restrict; -> videos.id" in schema
    assert schema.count("id: v.number(), // @default(autoincrement())") == 2
    assert schema.count('.index("by_id_field", ["id"])') == 2
    assert 'postId: v.id("posts"), // onDelete: Restrict' in schema
    found = compiled(EITHER % "").lowered.ids["Post"]
    assert found.why == "`Comment.ofId` holds its value, and refers to another id too"


def test_an_id_that_such_a_column_holds_can_not_be_replaced() -> None:
    schema, problems = written(EITHER % "/// @convex.ids(replace)\n")
    assert problems == [
        "`Post.id` can't be replaced: `Comment.ofId` holds its value, and refers to another id too; `keep` it"
    ]
    assert schema == written(EITHER % "")[0]


def test_a_declared_reference_may_not_contradict_the_keys() -> None:
    text = EITHER.replace(
        "postId Int\n",
        "postId Int\n  ofId Int\n  other Pair @relation(fields: [ofId, postId], references: [a, b])\n",
    )
    text += """
    model Pair {
      a     Int /// @convex.references(Video)
      b     Int /// @convex.references(Video)
      likes Like[]
      @@id([a, b])
    }
    """
    schema, problems = written(dedent(text) % "")
    assert problems == [
        "`Pair.b` holds ids of `Post`, as the columns of keys that refer to it do; "
    ]
    assert schema.count('a: v.id("videos"), // soft reference') == 1
    assert 'ofId: v.id("videos"), // [ofId, postId] -> pairs, onDelete: Restrict' in schema


def test_a_reference_to_a_key_is_refused_with_what_would_help() -> None:
    text = NATURAL + "model Job {\n  id Int @id\n  by String /// @convex.references(User)\n}\n"
    assert written(text)[1] == [
        "`User.login` is the key that references hold (`login` says what it is): `by` stays a plain value; "
        "`@convex.ids(keep)` above `User` makes them hold `_id`"
    ]
    schema, problems = written(said(text, "keep"))
    assert problems == []
    assert 'by: v.id("users"), // soft reference' in schema


def test_the_two_ends_of_a_key_are_held_alike() -> None:
    text = """
    model Plan {
      number BigInt @id
      subs   Sub[]
    }
    model Sub {
      id   Int    @id @default(autoincrement())
      plan BigInt %s
      of   Plan   @relation(fields: [plan], references: [number])
    }
    """
    schema, problems = written(text % "/// @convex.bigint(number)")
    assert problems == []
    assert "number: v.number()" in schema
    assert "plan: v.number()" in schema
    both = (text % "/// @convex.bigint(number)").replace(
        "@id\n", "@id /// @convex.bigint(int64)\n", 1
    )
    assert written(both)[1] == [
        "`Sub.plan` is held as `Plan.number`, or no lookup finds a thing; say it of `Plan.number`"
    ]


def test_a_kept_key_is_found_by_its_index_and_can_not_be_skipped() -> None:
    assert indexes(compiled(OPAQUE), "users") == {"by_id_field": ("id",), "by_email": ("email",)}
    text = OPAQUE.replace("id String @id\n", "id String @id /// @convex.skip\n", 1)
    assert written(text)[1] == ['`User.id` is kept: `ids = "replace"` leaves it out; ']


def test_a_wrong_choice_in_the_configuration_ends_the_run() -> None:
    options = Options(blocks={"Seat": BlockOptions({"ids": "replace"}, {}, "model")})
    found = compile_schema([SourceFile("s.prisma", POSTGRESQL + SEAT % "key".strip())], Options())
    assert isinstance(found, Compilation)
    plain = (SEAT % "key").partition("\n")[2]
    refused = compile_schema([SourceFile("s.prisma", POSTGRESQL + plain)], options)
    assert isinstance(refused, Invalid)
    assert [one.at for one in refused.problems] == [("Seat", "", "ids")]
