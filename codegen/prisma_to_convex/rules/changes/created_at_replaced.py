"""A point in time of an insert: `_creationTime` takes its place."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..outcome import Outcome, changed, replaced, rule

RULE = rule(
    "PC326",
    "created-at-replaced",
    Severity.NOTE,
    docs="""
## What changes

By choice, Convex's `_creationTime` takes the place of a `DateTime @default(now())` that nothing
updates: milliseconds since 1970 with a fraction, in every document, and the last field of every
index. An insert can't choose it and a patch can't change it; `data export` writes the old values,
and refuses a row that has none.

## Example

```prisma
model Comment {
  id        Int      @id @default(autoincrement())
  postId    Int
  text      String
  createdAt DateTime @default(now())

  @@index([postId, createdAt])
}
```

```toml
created-at = "system"
```

```ts
comments: defineTable({
  postId: v.number(),
  text: v.string(),
}).index("by_postId", ["postId"]),
```

## What breaks

A job imports comments from another system and gives each the date it was written. The insert has no
place for it: all of them were created at midnight, and stand at the top of every list. Code that
reads `comment.createdAt` gets `undefined`, and shows "Invalid Date".

## What to do instead

Read `_creationTime`; an index gives documents of equal keys in its order. If something other than
the insert says when a row was created, keep the field: `/// @convex.created-at(field)` above it.

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const latest = query({
  args: { postId: v.number(), since: v.number() },
  handler: async (ctx, { postId, since }) =>
    await ctx.db
      .query("comments")
      .withIndex("by_postId", (q) =>
        q.eq("postId", postId).gte("_creationTime", since),
      )
      .order("desc")
      .take(20),
});
```
""",
)

_REPLACED = {
    "not-null": "every document has a `_creationTime`",
    "default": "Convex sets `_creationTime` at each insert",
    "native-type": "`_creationTime` has Convex's own form",
}


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome | None:
    """None for a guarantee of anything else, and for what is judged as that of any field."""
    model = lowered.models.get(guarantee.owner)
    if model is None or model.created is None or guarantee.fields != (model.created,):
        return None
    if guarantee.kind == "scalar-type":
        return changed(
            RULE, guarantee, "`_creationTime`", "read `_creationTime`; no insert can choose it"
        )
    by = _REPLACED.get(guarantee.kind)
    return replaced(by) if by is not None else None
