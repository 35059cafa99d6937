"""`@convex.allow(...)` or `@convex.enforced(...)` names no rule, or one that does not exist."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC511",
    "decision-on-unknown-rule",
    Severity.WARNING,
    docs="""
## What is missing

A comment (`@convex.allow`, `@convex.enforced`) refers to a rule that does not exist: its name is
misspelt, or no name is given at all. The comment decides nothing. Names and codes of rules are
never reused, and no rule was ever renamed, so this is not the work of a newer version.

## Example

```prisma
model User {
  id    Int    @id @default(autoincrement())
  email String @unique // @convex.allow(uniqe-not-enforced, reason: "checked in users.signUp")
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

The author believes that the decision is written down. The check goes on reporting the loss, the
team learns to skip that line of its output, and one day skips another one with it.

## What to do instead

Write the name as `check` prints it: `prisma-to-convex rules` lists all of them, and
`prisma-to-convex explain unique-not-enforced` shows one. What the comment refers to is done in
code:

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

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
