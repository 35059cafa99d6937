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

Prisma's client set the field to the current time in every create and update. Convex sets only `_id`
and `_creationTime`: a patch leaves the field as it was, and an insert must supply it.

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

Write through functions that set the field, and let nothing else call `ctx.db.insert` and
`ctx.db.patch` on the table.

```ts
import { WithoutSystemFields } from "convex/server";
import { v } from "convex/values";
import { Doc, Id } from "./_generated/dataModel";
import { MutationCtx, mutation } from "./_generated/server";

type Article = WithoutSystemFields<Doc<"articles">>;

type Content = Omit<Article, "updatedAt">;

/** Without what is undefined: Prisma left such a field alone, a patch takes it away. */
function given<T extends object>(changes: T) {
  const all = Object.entries(changes);
  return Object.fromEntries(
    all.filter(([, value]) => value !== undefined),
  ) as T;
}

async function insertArticle(ctx: MutationCtx, article: Content) {
  const updatedAt = Date.now();
  return await ctx.db.insert("articles", { ...article, updatedAt });
}

async function patchArticle(
  ctx: MutationCtx,
  id: Id<"articles">,
  changes: Partial<Content>,
) {
  const patch = { ...given(changes), updatedAt: Date.now() };
  await ctx.db.patch("articles", id, patch);
}

export const write = mutation({
  args: { title: v.string() },
  handler: async (ctx, args) => await insertArticle(ctx, args),
});

export const edit = mutation({
  args: { id: v.id("articles"), title: v.optional(v.string()) },
  handler: async (ctx, { id, ...changes }) => {
    await patchArticle(ctx, id, changes);
  },
});
```

Under load, two mutations may get the same `Date.now()`. A field that feeds an incremental export is
safer as `v.commitTs()` (convex 1.43 or newer), which always increases.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    field = lowered_field(guarantee, lowered)
    name, code = (field.name, now(field)) if field else (guarantee.fields[0], "Date.now()")
    message = f"{subject(guarantee)} is not set by a write"
    help_ = f"add `{name}: {code}` to every insert and patch"
    return lost(RULE, guarantee, message, help_)
