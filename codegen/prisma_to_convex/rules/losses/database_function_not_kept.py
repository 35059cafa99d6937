"""A function or procedure that lives in the database."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import quoted
from ..outcome import Outcome, lost, rule

RULE = rule(
    "PC248",
    "database-function-not-kept",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration made a function or a procedure, which queries, defaults, triggers and other programs
could call. Convex runs TypeScript functions; none of the database's functions come along.

## Example

```prisma
model Account {
  id      Int @id @default(autoincrement())
  balance Int
}
```

```sql
CREATE FUNCTION transfer(source int, target int, amount int) RETURNS void AS $$
  UPDATE "Account" SET "balance" = "balance" - amount WHERE "id" = source;
  UPDATE "Account" SET "balance" = "balance" + amount WHERE "id" = target;
$$ LANGUAGE sql;
```

```ts
accounts: defineTable({
  balance: v.number(),
}),
```

## What breaks

The application calls `SELECT transfer(...)` through `$queryRaw`. No type and no search for models
finds that line; it fails on the first transfer after the move.

## What to do instead

Write it as a function. What changes rows becomes a mutation, which is one transaction as a whole.

```ts
import { ConvexError, v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const transfer = internalMutation({
  args: { from: v.id("accounts"), to: v.id("accounts"), amount: v.number() },
  handler: async (ctx, { from, to, amount }) => {
    if (from === to) return;
    const source = await ctx.db.get("accounts", from);
    const target = await ctx.db.get("accounts", to);
    if (source === null || target === null) {
      throw new ConvexError("no such account");
    }
    await ctx.db.patch("accounts", from, { balance: source.balance - amount });
    await ctx.db.patch("accounts", to, { balance: target.balance + amount });
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"a function of the database does not come along: {quoted(guarantee.text)}"
    help_ = "write it as a Convex function, and call that wherever SQL, a trigger or a default called it"
    return lost(RULE, guarantee, message, help_)
