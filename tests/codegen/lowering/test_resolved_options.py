"""A part of the schema moves: what stays behind, which relations are cut, and who enforces what."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile, read_schema
from prisma_to_convex import cli
from prisma_to_convex.compiler import Compilation, translate
from prisma_to_convex.convex.convex_schema import STRING
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.options.settings import BlockOptions, Level, Options
from support.compiling import POSTGRESQL, datasource
from support.oracle import judge_convex

SCHEMA = POSTGRESQL + """\
enum Plan {
  FREE
}
enum Mood {
  GOOD
}
enum Both {
  A
}
enum Nobody {
  B
}
model User {
  id       String    @id @default(uuid()) @db.Uuid
  plan     Plan
  both     Both
  messages Message[]
  rooms    Room[]
}
model Message {
  id     Int    @id @default(autoincrement())
  mood   Mood
  both   Both
  userId String @db.Uuid
  user   User   @relation(fields: [userId], references: [id], onDelete: Cascade)
  flags  Flag[]
}
model Room {
  id    Int    @id @default(autoincrement())
  users User[]
}
model Flag {
  id        Int     @id @default(autoincrement())
  messageId Int
  message   Message @relation(fields: [messageId], references: [id])
}
"""
Output = pytest.CaptureFixture[str]


def compiled(*, only: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> Compilation:
    result = read_schema([SourceFile("schema.prisma", SCHEMA)])
    found = translate(result, Options(only=only, exclude=exclude))
    assert isinstance(found, Compilation), found
    return found


def states(found: Compilation, owner: str) -> Counter[str]:
    return Counter(
        outcome.state for guarantee, outcome in found.ledger.entries if guarantee.owner == owner
    )


def messages_of(found: Compilation, code: str) -> list[str]:
    return [one.message for one in found.ledger.diagnostics if one.rule.code == code]


@pytest.mark.parametrize(
    ("only", "exclude", "tables"),
    [
        ((), (), ["users", "messages", "rooms", "roomUsers", "flags"]),
        (("Message",), (), ["messages"]),
        (("M*", "R*"), (), ["messages", "rooms"]),
        (("[MR]*",), ("Room",), ["messages"]),
        ((), ("Us?r", "Flag"), ["messages", "rooms"]),
        (("User", "Room"), (), ["users", "rooms", "roomUsers"]),
    ],
)
def test_globs(only: tuple[str, ...], exclude: tuple[str, ...], tables: list[str]) -> None:
    found = compiled(only=only, exclude=exclude)
    assert [table.name for table in found.lowered.convex.tables] == tables


def test_globs_mind_case() -> None:
    result = read_schema([SourceFile("schema.prisma", SCHEMA)])
    found = translate(result, Options(exclude=("user",)))
    assert not isinstance(found, Compilation)
    assert [problem.help for problem in found.problems] == ["did you mean `User`?"]


def test_what_only_models_that_stay_behind_use_stays_too() -> None:
    found = compiled(exclude=("User",))
    assert [export.name for export in found.lowered.convex.exports] == ["mood", "both", "nobody"]


def test_a_key_that_leaves_the_subset_is_a_plain_value_with_an_index() -> None:
    messages, *_ = compiled(exclude=("User",)).lowered.convex.tables
    field = next(field for field in messages.fields if field.name == "userId")
    assert field.validator == STRING
    assert field.comment == "-> User, stays behind, @db.Uuid"
    assert [index.fields for index in messages.indexes] == [("userId",)]


def test_who_enforces_what() -> None:
    found = compiled(exclude=("User",))
    assert states(found, "User") == {"kept": 12, "lost": 2}
    assert messages_of(found, "PC225") == ["`User` stays in the old database"]
    assert messages_of(found, "PC226") == [
        "`User.rooms` refers to `Room`, which moves to Convex: nothing checks that the other end "
        "exists",
        "`User.rooms` refers to `Room`, which moves to Convex: onDelete: Cascade does not run",
        "`Message.userId` refers to `User`, which stays behind: nothing checks that the other end "
        "exists",
        "`Message.userId` refers to `User`, which stays behind: onUpdate: Cascade does not run",
        "`Message.userId` refers to `User`, which stays behind: onDelete: Cascade does not run",
    ]
    (advice,) = [one for one in found.ledger.advice if one.rule.code == "PC225"]
    assert advice.help == ("relations that are cut: `Message.user -> User`, `Room.users <-> User`")


def test_a_relation_between_two_that_stay_is_not_cut() -> None:
    found = compiled(only=("Room",))
    assert set(states(found, "Message")) == set(states(found, "Flag")) == {"kept"}


def test_the_report_tells_what_stays_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")
    assert cli.main(["generate", "schema.prisma", "--exclude", "Flag", "--exclude", "Room"]) == 0
    capsys.readouterr()
    text = Path("convex/report.md").read_text(encoding="utf-8")
    assert "### Flag\n" in text
    assert "`Flag` stays in the old database" in text
    assert "`Flag.message -> Message`" in text
    assert "`Room.users <-> User`" in text


def test_what_a_type_that_nobody_uses_needs_is_emitted_with_it() -> None:
    text = datasource("mongodb") + """\
enum Unit {
  KG
}
type Weight {
  unit Unit
}
type Parcel {
  weight Weight
}
model User {
  id Int @id @map("_id")
}
model Letter {
  id     Int @id @map("_id")
  weight Weight
  unit   Unit
}
"""
    result = read_schema([SourceFile("schema.prisma", text)])
    found = translate(result, Options(only=("User",)))
    assert isinstance(found, Compilation)
    assert [one.name for one in found.lowered.convex.exports] == ["unit", "weight", "parcel"]
    files = {"schema.ts": schema_ts(found.lowered.convex, "schema.prisma", "report.md")}
    assert judge_convex({"part": files})["part"].findings == ()


@pytest.mark.parametrize(
    ("kind", "name", "message", "help_"),
    [
        ("model", "Usr", "there is no model `Usr`", "did you mean `User`?"),
        ("enum", "Moood", "there is no enum `Moood`", "did you mean `Mood`?"),
        ("type", "Adress", "there is no composite type `Adress`", "did you mean `Address`?"),
        ("enum", "User", "`User` is a model, not an enum", "write [models.User]"),
        ("type", "Mood", "`Mood` is an enum, not a composite type", "write [enums.Mood]"),
        ("model", "Address", "`Address` is a composite type, not a model", "write [types.Address]"),
    ],
)
def test_a_block_that_is_not_there(kind: Level, name: str, message: str, help_: str) -> None:
    head = datasource("mongodb")
    types = "type Address {\n  zip String\n}\n"
    models = 'model User {\n  id String @id @map("_id")\n  mood Mood\n  at Address\n}\n'
    text = f"{head}{types}enum Mood {{\n  GOOD\n}}\n{models}"
    options = Options(blocks={name: BlockOptions(kind=kind)})
    found = translate(read_schema([SourceFile("schema.prisma", text)]), options)
    assert not isinstance(found, Compilation)
    assert [(one.message, one.help) for one in found.problems] == [(message, help_)]


def test_a_composite_type_that_stays_behind_takes_no_other_along() -> None:
    found = compiled_of_composites()
    assert [one.name for one in found.lowered.convex.exports] == ["address"]


def compiled_of_composites() -> Compilation:
    text = datasource("mongodb") + """
type Left {
  a Int
}
type Address {
  zip String
}
model Gone {
  id   String @id @map("_id")
  left Left
}
model User {
  id String  @id @map("_id")
  at Address
}
"""
    result = read_schema([SourceFile("schema.prisma", text)])
    found = translate(result, Options(exclude=("Gone",)))
    assert isinstance(found, Compilation), found
    return found
