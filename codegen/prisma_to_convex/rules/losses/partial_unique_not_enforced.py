"""A unique index over some of the rows: Convex has no unique index."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import unique_lost
from ..outcome import Outcome, rule

RULE = rule(
    "PC241",
    "partial-unique-not-enforced",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration made a unique index with a condition: among the rows that meet it, no two had the same
values. The Prisma schema does not show it, and a Convex index is not unique.

## Example

```prisma
model Seat {
  id    Int     @id @default(autoincrement())
  row   Int
  freed Boolean @default(false)

  @@index([row, freed])
}
```

```sql
CREATE UNIQUE INDEX "seat_live" ON "Seat" ("row") WHERE "freed" = false;
```

```ts
seats: defineTable({
  row: v.number(),
  freed: v.boolean(), // @default(false)
}).index("by_row_and_freed", ["row", "freed"]),
```

## What breaks

Two visitors book row 7 at the same moment, each after a check that found it free. The database let
only one of them through. In Convex, two documents hold row 7, and both visitors have a ticket.

## What to do instead

In the mutation that writes, look for another document that meets the condition, by an index that
includes the field of the condition. Mutations are serializable: if two look and write at once,
Convex retries one.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const book = mutation({
  args: { row: v.number() },
  handler: async (ctx, { row }) => {
    const taken = await ctx.db
      .query("seats")
      .withIndex("by_row_and_freed", (q) => q.eq("row", row).eq("freed", false))
      .first();
    if (taken !== null) throw new ConvexError("the seat is taken");
    return await ctx.db.insert("seats", { row, freed: false });
  },
});
```

Every mutation that makes a document meet the condition (here: that sets `freed` to false) has to
check first.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    return unique_lost(RULE, guarantee, lowered)
