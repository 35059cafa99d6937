"""An implicit many-to-many relation: its join table may hold the same pair twice."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ManyToMany

from ...lowering.lowered import Lowered
from ..outcome import Outcome, kept, lookup, lost, rule

RULE = rule(
    "PC204",
    "pair-not-unique",
    Severity.WARNING,
    docs="""
## What is lost

Prisma kept an implicit many-to-many relation in a hidden table with a unique pair of keys, and
`connect` did nothing for a pair that was already there. In Convex the join table is an ordinary
table, and an index on both keys does not keep the pair unique.

## Example

```prisma
model Post {
  id   Int   @id @default(autoincrement())
  tags Tag[]
}

model Tag {
  id    Int    @id @default(autoincrement())
  name  String
  posts Post[]
}
```

```ts
/** Post[] <-> Tag[]: one document a pair. */
postTags: defineTable({
  postId: v.id("posts"), // onDelete: Cascade
  tagId: v.id("tags"), // onDelete: Cascade
})
  // @@unique([postId, tagId])
  .index("by_postId_and_tagId", ["postId", "tagId"])
  .index("by_tagId", ["tagId"]),
```

## What breaks

An editor saves a post twice with the tag "news", and each save inserts the pair. The post shows
the tag twice and the tag page counts one post too many. Removing the tag deletes one of the two
pairs: the tag seems to come back.

## What to do instead

Insert a pair only if it is not there, as `connect` did; `disconnect` deletes it.

```ts
import { v } from "convex/values";
import { Id } from "./_generated/dataModel";
import { MutationCtx, mutation } from "./_generated/server";

type Pair = { postId: Id<"posts">; tagId: Id<"tags"> };

async function findPair(ctx: MutationCtx, { postId, tagId }: Pair) {
  return await ctx.db
    .query("postTags")
    .withIndex("by_postId_and_tagId", (q) =>
      q.eq("postId", postId).eq("tagId", tagId),
    )
    .unique();
}

export const connect = mutation({
  args: { postId: v.id("posts"), tagId: v.id("tags") },
  handler: async (ctx, pair) => {
    if ((await findPair(ctx, pair)) === null) {
      await ctx.db.insert("postTags", pair);
    }
  },
});

export const disconnect = mutation({
  args: { postId: v.id("posts"), tagId: v.id("tags") },
  handler: async (ctx, pair) => {
    const found = await findPair(ctx, pair);
    if (found !== null) await ctx.db.delete("postTags", found._id);
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    relation = guarantee.subject
    assert isinstance(relation, ManyToMany)
    if relation.is_embedded:
        return kept("lists of ids on both sides, as in MongoDB, which checked no pair either")
    join = lowered.joins[(relation.model_a, relation.field_a)]
    index = next(path.index_name for path in join.paths if not path.side)
    message = f"`{join.table}` may hold a pair of {guarantee.text} twice"
    if not index:
        return lost(RULE, guarantee, message, "insert only if no document holds both ids")
    found = lookup(join.table, index, (join.column_a, join.column_b))
    return lost(RULE, guarantee, message, f"insert only if `await {found}.first()` is null")
