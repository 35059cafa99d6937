"""References between tables, those in lists of ids included (MongoDB)."""

from __future__ import annotations

from prisma_to_convex.analysis.references import references
from support.compiling import compiled, datasource

ID = '  id String @id @default(auto()) @map("_id") @db.ObjectId\n'
LISTS = f"""
model Owner {{
{ID}  things Thing[]
}}
model Thing {{
{ID}  ownerId String @db.ObjectId
  owner   Owner  @relation(fields: [ownerId], references: [id])
  tagIds  String[] @db.ObjectId
  tags    Tag[] @relation(fields: [tagIds], references: [id])
}}
model Tag {{
{ID}  thingIds String[] @db.ObjectId
  things   Thing[] @relation(fields: [thingIds], references: [id])
}}
"""


def test_lists_of_ids_are_references_whatever_relation_is_declared_before_them() -> None:
    lowered = compiled(LISTS, head=datasource("mongodb")).lowered
    found = {(one.model, one.fields, one.target, one.is_list) for one in references(lowered)}
    assert found == {
        ("Thing", ("ownerId",), "Owner", False),
        ("Thing", ("tagIds",), "Tag", True),
        ("Tag", ("thingIds",), "Thing", True),
    }
