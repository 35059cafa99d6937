"""@updatedAt: a patch leaves the field as it was."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..default_values import now
from ..outcome import Outcome, lost, lowered_field, rule, subject

RULE = rule(
    "PC209",
    "updated-at-not-set",
    Severity.WARNING,
    docs="""
## What is lost

Prisma's client set the field to the current time in every create and update. Convex sets only
`_id` and `_creationTime`: a patch leaves the field as it was, and an insert must give it.

## Example

```prisma
model Article {
  id        Int      @id @default(autoincrement())
  title     String
  updatedAt DateTime @updatedAt
}
```

```ts
articles: defineTable({
  title: v.string(),
  updatedAt: v.number(), // @updatedAt
}),
```

## What breaks

A new mutation renames articles and patches only `title`. The search engine asks every hour for
articles changed since its last visit, by `updatedAt`, and never hears of the new titles.

## What to do instead

Patch from one function that sets the field. Make it the only one that calls `ctx.db.patch` on the
table.

```ts
import { WithoutSystemFields } from "convex/server";
import { v } from "convex/values";
import { Doc, Id } from "./_generated/dataModel";
import { MutationCtx, mutation } from "./_generated/server";

type Article = WithoutSystemFields<Doc<"articles">>;

async function patchArticle(
  ctx: MutationCtx,
  id: Id<"articles">,
  changes: Partial<Omit<Article, "updatedAt">>,
) {
  await ctx.db.patch("articles", id, { ...changes, updatedAt: Date.now() });
}

export const rename = mutation({
  args: { id: v.id("articles"), title: v.string() },
  handler: async (ctx, { id, title }) => {
    await patchArticle(ctx, id, { title });
  },
});
```

Under many writes, two mutations may have the same `Date.now()`. A field that feeds an incremental
export is safer as `v.commitTs()` (convex 1.43 or newer), which always rises.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    field = lowered_field(guarantee, lowered)
    name, code = (field.name, now(field)) if field else (guarantee.fields[0], "Date.now()")
    message = f"{subject(guarantee)} is not set by a write"
    help_ = f"add `{name}: {code}` to every insert and patch"
    return lost(RULE, guarantee, message, help_)
