"""`@convex.allow(...)` or `@convex.enforced(...)` for a rule that does not apply there."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC512",
    "decision-not-used",
    Severity.WARNING,
    docs="""
## What is missing

A comment decides on a loss that is not there: the field has changed, or the comment is in the wrong
place. The configuration can do the same, with `allow` and `enforced`. A comment applies to its own
line, to the next line of code below it, or to a whole block if it is above the block or on its
first line. An empty line in between cuts it off.

## Example

```prisma
model User {
  id    Int    @id @default(autoincrement())
  email String // @convex.allow(unique-not-enforced, reason: "checked in users.signUp")
}
```

```ts
users: defineTable({
  email: v.string(),
}),
```

## What breaks

Someone removed `@unique` on purpose: two users may share an address now. The comment stayed, and so
did the check in `signUp` that it refers to. Customers are refused because of a rule that nobody
wants any longer. Or `@unique` comes back later, and is allowed by a reason that has become untrue.

## What to do instead

Remove the comment, and look at the code that it names: it may have lost its purpose too. Here the
check is gone, and the insert is all that is left:

```ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const signUp = mutation({
  args: { email: v.string() },
  handler: async (ctx, { email }) => {
    return await ctx.db.insert("users", { email });
  },
});
```
""",
)
