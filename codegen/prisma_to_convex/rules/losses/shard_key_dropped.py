"""@shardKey: Convex distributes documents itself."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC218",
    "shard-key-dropped",
    Severity.NOTE,
    docs="""
## What is lost

The shard key told the database which machine holds a row. Convex distributes documents itself and
has no setting for it.

## Example

```prisma
datasource db {
  provider     = "mysql"
  relationMode = "prisma"
}

model Order {
  id         String @id @default(cuid())
  customerId String @shardKey

  @@index([customerId])
}
```

```ts
orders: defineTable({
  customerId: v.string(),
}).index("by_customerId", ["customerId"]),
```

## What breaks

No data is wrong. A query that was fast because it named the shard key is fast in Convex only if an
index starts with that field; without one it reads the whole table, and fails beyond 32,000
documents.

## What to do instead

Nothing, if an index starts with the shard key. Otherwise add one, and read by it.

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const ofCustomer = query({
  args: { customerId: v.string() },
  handler: async (ctx, { customerId }) =>
    await ctx.db
      .query("orders")
      .withIndex("by_customerId", (q) => q.eq("customerId", customerId))
      .order("desc")
      .take(50),
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)}: Convex has no shard keys"
    return lost(RULE, guarantee, message, "nothing to do: Convex distributes documents itself")
