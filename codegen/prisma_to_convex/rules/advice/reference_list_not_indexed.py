"""MongoDB's many-to-many lists of ids: who holds an id can't be looked up."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.schema import ManyToMany

from ...lowering.lowered import Lowered, LoweredModel, Path
from ..outcome import rule

RULE = rule(
    "PC502",
    "reference-list-not-indexed",
    Severity.WARNING,
    docs="""
## What is missing

Both sides of the relation hold a list of ids. MongoDB can index a list by its elements; Convex
compares an array as a whole, so no index finds the documents whose list holds an id. Nothing keeps
the two lists in step either, which Prisma's client did.

## Example

```prisma
datasource db {
  provider = "mongodb"
}

model Post {
  id     String   @id @default(auto()) @map("_id") @db.ObjectId
  tagIds String[] @db.ObjectId
  tags   Tag[]    @relation(fields: [tagIds], references: [id])
}

model Tag {
  id      String   @id @default(auto()) @map("_id") @db.ObjectId
  postIds String[] @db.ObjectId
  posts   Post[]   @relation(fields: [postIds], references: [id])
}
```

```ts
posts: defineTable({
  tagIds: v.array(v.id("tags")),
}),
```

## What breaks

A post is tagged by a function that patches `tagIds` of the post and forgets `postIds` of the tag.
The tag's page no longer shows the post, and no index can find it: only a scan of all posts can. A
popular tag's list grows to 8192 ids, the most that an array holds, and then refuses the next post.

## What to do instead

Keep the pairs in a join table of two ids, which is found from both sides. Add it to schema.ts by
hand, fill it when the data is moved, and take both lists out: `/// @convex.skip`.

```ts
postTags: defineTable({
  postId: v.id("posts"),
  tagId: v.id("tags"),
})
  .index("by_postId_and_tagId", ["postId", "tagId"])
  .index("by_tagId", ["tagId"]),
```

```ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const tag = mutation({
  args: { postId: v.id("posts"), tagId: v.id("tags") },
  handler: async (ctx, { postId, tagId }) => {
    const old = await ctx.db
      .query("postTags")
      .withIndex("by_postId_and_tagId", (q) =>
        q.eq("postId", postId).eq("tagId", tagId),
      )
      .unique();
    if (old === null) await ctx.db.insert("postTags", { postId, tagId });
  },
});

export const withTag = query({
  args: { tagId: v.id("tags") },
  handler: async (ctx, { tagId }) => {
    const found = await ctx.db
      .query("postTags")
      .withIndex("by_tagId", (q) => q.eq("tagId", tagId))
      .take(50);
    const posts = await Promise.all(
      found.map(({ postId }) => ctx.db.get("posts", postId)),
    );
    return posts.filter((post) => post !== null);
  },
});
```
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for model in lowered.models.values():
        for path in model.paths:
            relation = path.origin
            if not isinstance(relation, ManyToMany) or path.status != "dropped":
                continue
            lists = relation.fields_a if path.side == "a" else relation.fields_b
            if not any((model.model.name, name) in lowered.skipped for name in lists):
                yield _diagnostic(model, path, relation)


def _diagnostic(model: LoweredModel, path: Path, relation: ManyToMany) -> Diagnostic:
    is_a = path.side == "a"
    target = relation.model_b if is_a else relation.model_a
    span = relation.span_a if is_a else relation.span_b
    message = (
        f"`{model.model.name}.{path.label}` is a list of ids: "
        f"no index finds the `{model.table}` of a `{target}`"
    )
    help_ = "keep the pairs in a join table of two ids, found from both sides"
    return Diagnostic(RULE, message, span, help=help_)
