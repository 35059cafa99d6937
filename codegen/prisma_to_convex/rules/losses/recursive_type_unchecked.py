"""A composite type that holds itself: Convex has no recursive validators."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..changes.type_chosen import judge as judge_chosen
from ..outcome import Outcome, kept, lost, lowered_field, rule, subject

RULE = rule(
    "PC217",
    "recursive-type-unchecked",
    Severity.WARNING,
    docs="""
## What is lost

Prisma checked each level of a composite type that holds itself. Convex has no recursive
validators, so the field is `v.any()`: it accepts every value. A document nests at most 16 levels,
and a list of objects takes two of them.

## Example

```prisma
datasource db {
  provider = "mongodb"
}

type Comment {
  text    String
  replies Comment[]
}

model Post {
  id       String    @id @default(auto()) @map("_id") @db.ObjectId
  comments Comment[]
}
```

```ts
posts: defineTable({
  comments: v.array(v.any()), // Comment[], recursive
}),
```

## What breaks

A client sends a reply as `{ body: "..." }` where `{ text: "..." }` is meant. Convex stores it, and
the thread shows an empty line. In a long discussion, a reply on the eighth level no longer fits:
the write is refused, and nobody can reply there any more.

## What to do instead

Keep the inner values as documents of a table, each with a key to its parent. Each level is
validated, and depth has no limit. Add the table to schema.ts by hand, and take the field out: `///
@convex.skip`.

```ts
comments: defineTable({
  postId: v.id("posts"),
  parentId: v.nullable(v.id("comments")),
  text: v.string(),
}).index("by_postId_and_parentId", ["postId", "parentId"]),
```

```ts
import { ConvexError, v } from "convex/values";
import { mutation, query } from "./_generated/server";

const parent = {
  postId: v.id("posts"),
  parentId: v.nullable(v.id("comments")),
};

export const reply = mutation({
  args: { ...parent, text: v.string() },
  handler: async (ctx, args) => {
    if (args.parentId !== null) {
      const above = await ctx.db.get("comments", args.parentId);
      if (above?.postId !== args.postId) {
        throw new ConvexError("no such comment on this post");
      }
    }
    return await ctx.db.insert("comments", args);
  },
});

export const replies = query({
  args: parent,
  handler: async (ctx, { postId, parentId }) =>
    await ctx.db
      .query("comments")
      .withIndex("by_postId_and_parentId", (q) =>
        q.eq("postId", postId).eq("parentId", parentId),
      )
      .take(100),
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    field = lowered_field(guarantee, lowered)
    if field is not None and field.override is not None:
        return judge_chosen(guarantee, field.override)
    export = lowered.composites[guarantee.text].export
    if export:
        return kept(f"`{export}`")
    name = field.name if field else guarantee.fields[0]
    message = f"{subject(guarantee)}: {guarantee.text} holds itself, so v.any() accepts anything"
    help_ = f"check `{name}` in code, or keep the inner ones as documents of a table of their own"
    return lost(RULE, guarantee, message, help_)


_OF_VALUES = frozenset(
    {"scalar-type", "enum-membership", "composite-shape", "list", "not-null", "native-type"}
)


def judge_inside(guarantee: Guarantee, lowered: Lowered) -> Outcome | None:
    """What a field of such a type guaranteed: nobody looks at its values. None of other guarantees."""
    if guarantee.owner not in lowered.unchecked or guarantee.kind not in _OF_VALUES:
        return None
    what = (
        "null is not refused"
        if guarantee.kind == "not-null"
        else f"{guarantee.text} is not checked"
    )
    message = f"{subject(guarantee)}: {what}: values of {guarantee.owner} are held as v.any()"
    return lost(RULE, guarantee, message, f"check `{guarantee.fields[0]}` before each write")
