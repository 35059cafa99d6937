"""`@convex.allow(rule)` without a reason, or `@convex.enforced(rule)` without `by`: it decides nothing."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC510",
    "decision-without-reason",
    Severity.WARNING,
    docs="""
## What is missing

A comment allows a loss but does not say why, so it allows nothing. The reason is the point of it:
whoever reads the schema in a year must know where the guarantee is met now, or why it is not
needed. Write `@convex.allow(unique-not-enforced, reason: "addresses may be shared")`, or, where
code does what the database did, `@convex.enforced(unique-not-enforced, by: "users.signUp")`.

## Example

```prisma
model User {
  id    Int    @id @default(autoincrement())
  email String @unique // @convex.allow(unique-not-enforced)
}
```

```ts
users: defineTable({
  email: v.string(),
})
  // @unique
  .index("by_email", ["email"]),
```

## What breaks

The comment was written on the day of the move, by someone who knew that `signUp` looks first. A
year later an import of customers is added. Its author sees that the loss is allowed, takes that
for "not needed", and inserts 300 addresses that are there already.

## What to do instead

Give the reason, and let it name the code that does the work, so that a search finds it from both
sides:

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

// Keeps User.email unique: see @convex.enforced in schema.prisma.
export const signUp = mutation({
  args: { email: v.string() },
  handler: async (ctx, { email }) => {
    const holder = await ctx.db
      .query("users")
      .withIndex("by_email", (q) => q.eq("email", email))
      .first();
    if (holder !== null) throw new ConvexError(`${email} is taken`);
    return await ctx.db.insert("users", { email });
  },
});
```
""",
)
