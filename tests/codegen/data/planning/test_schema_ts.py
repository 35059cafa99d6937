"""The validators of schema.ts: read as Convex exports them, and followed where they were edited by hand."""

from __future__ import annotations

import pytest

from codegen.data.moving import Mover
from prisma_to_convex import cli
from prisma_to_convex.convex.convex_schema import ConvexSchema
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.data.planning.exported import document_types
from prisma_to_convex.data.planning.schema_ts import UnreadableValidator, read
from support.compiling import compiled, compiled_files
from support.oracle import judge_convex
from support.places import SAMPLES


@pytest.mark.parametrize("story", ["blog", "crm"])
def test_schema_ts_says_what_convex_exports(story: str) -> None:
    """The committed file, read here; the compiler's own data; and the JSON that the real package exports."""
    folder = SAMPLES / story
    text = (folder / "convex" / "schema.ts").read_text(encoding="utf-8")
    found = read(text)
    assert isinstance(found, ConvexSchema)
    source = (folder / "schema.prisma").read_text(encoding="utf-8")
    own = document_types(compiled_files({"schema.prisma": source}).lowered.convex)
    exported = judge_convex({story: text}, judges=("convex",))[story].exported
    real = {one["tableName"]: one["documentType"] for one in exported["tables"]}
    assert document_types(found) == own == real


SCHEMA = """
model Thing {
  id    Int      @id @default(autoincrement())
  count Int
  big   BigInt
  money Decimal
  at    DateTime
  note  String?
  plain String
}
"""
ROWS = """
create table Thing(id integer primary key, count integer, big bigint, money decimal, at datetime, note text, plain text);
insert into Thing values (1, 5, 7, 1.5, 1577836860123, null, 'x');
"""


def test_edits_by_hand_are_followed(mover: Mover) -> None:
    mover.schema("sqlite", SCHEMA)
    assert cli.main(["generate", "schema.prisma", "--out", "convex"]) == 0
    path = mover.folder / "convex" / "schema.ts"
    text = path.read_text()
    for old, new in (
        ("count: v.number()", "count: v.int64()"),
        ("big: v.int64()", "big: v.number()"),
        ("money: v.string()", "money: v.number()"),
        ("at: v.number()", "at: /* text */ v.string()"),
        ("note: v.union(v.string(), v.null())", "note: v.optional(v.string())"),
        ("note: v.nullable(v.string())", "note: v.optional(v.string())"),
    ):
        text = text.replace(old, new)
    path.write_text(text)
    moved = mover.export(mover.sqlite(ROWS))
    assert moved.code == 0, moved.err
    (document,) = moved.documents["things"]
    del document["_id"]
    assert document == {
        "count": 5,
        "big": 7.0,
        "money": 1.5,
        "at": "2020-01-01T00:01:00.123Z",
        "plain": "x",
    }
    assert type(document["count"]) is int


def test_what_no_row_fits_is_reported(mover: Mover) -> None:
    mover.schema("sqlite", SCHEMA)
    text = schema_ts(compiled(SCHEMA).lowered.convex, "schema.prisma", "report.md")
    (mover.folder / "mine.ts").write_text(
        text.replace("plain: v.string()", 'plain: v.literal("y")')
    )
    moved = mover.export(mover.sqlite(ROWS), "--schema-ts", "mine.ts")
    assert [(one["rule"], one["field"]) for one in moved.rejected] == [("PC705", "Thing.plain")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("export default defineSchema({ a: defineTable({ b: myValidator() }) });", "a.b"),
        ("export default defineSchema({ a: defineTable(fields) });", "a"),
        ("export default defineSchema({ a: defineTable({ ...more }) });", ""),
        ("export default (", "schema.ts"),
    ],
)
def test_what_can_t_be_read_is_named(mover: Mover, text: str, place: str) -> None:
    found = read(text)
    assert isinstance(found, UnreadableValidator)
    assert found.place.startswith(place)
    mover.schema("sqlite", SCHEMA)
    (mover.folder / "mine.ts").write_text(text)
    moved = mover.export(mover.sqlite(ROWS), "--schema-ts", "mine.ts")
    assert moved.code == 2
    assert "can't be read" in moved.err
