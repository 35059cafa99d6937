"""@unique and @@unique: the index is there, but two documents may hold the same values."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..outcome import Outcome, lost, replaced, rule, subject
from ..unique_keys import key_check

RULE = rule(
    "PC201",
    "unique-not-enforced",
    Severity.WARNING,
    docs="""
## What is lost

The database refused a second row with the same value. Convex has no unique indexes: `by_email`
makes the lookup fast, and any number of documents may hold the same `email`.

## Example

```prisma
model User {
  id    Int     @id @default(autoincrement())
  email String  @unique
  phone String? @unique
}
```

```ts
users: defineTable({
  email: v.string(),
  phone: v.nullable(v.string()),
})
  // @unique
  .index("by_email", ["email"])
  // @unique
  .index("by_phone", ["phone"]),
```

## What breaks

A visitor presses "Sign up" twice, and two documents with `ann@example.com` are inserted. Ann logs
in with one of them today and with the other one tomorrow, and misses half of her orders. Code
that reads with `.unique()` throws from then on. `npx convex import --append`, run twice, does the
same to every row.

## What to do instead

Look it up before each write, in the same mutation. Mutations are serializable: if two look for the
same email at once, one of them is retried and then finds the other's document.

```ts
import { ConvexError, v } from "convex/values";
import { Id } from "./_generated/dataModel";
import { MutationCtx, mutation } from "./_generated/server";

async function assertEmailIsFree(
  ctx: MutationCtx,
  email: string,
  self?: Id<"users">,
) {
  const holder = await ctx.db
    .query("users")
    .withIndex("by_email", (q) => q.eq("email", email))
    .first();
  if (holder !== null && holder._id !== self) {
    throw new ConvexError(`${email} is taken`);
  }
}

export const signUp = mutation({
  args: { email: v.string() },
  handler: async (ctx, { email }) => {
    await assertEmailIsFree(ctx, email);
    return await ctx.db.insert("users", { email, phone: null });
  },
});

export const changeEmail = mutation({
  args: { id: v.id("users"), email: v.string() },
  handler: async (ctx, { id, email }) => {
    await assertEmailIsFree(ctx, email, id);
    await ctx.db.patch("users", id, { email });
  },
});
```

Do the same for `phone`, but skip null: SQL allows any number of NULLs (SQL Server and MongoDB:
one). If the database ignored case, as MySQL and SQL Server do by default, store and look up the
email in lower case.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if lowered.models[guarantee.owner].replaced_id in guarantee.fields:
        return replaced("`_id` is part of it, and is unique by itself")
    message = f"{subject(guarantee)} is no longer unique"
    return lost(RULE, guarantee, message, key_check(guarantee, lowered))
