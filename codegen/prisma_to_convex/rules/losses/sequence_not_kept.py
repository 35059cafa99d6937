"""A sequence of the database: nothing counts by itself."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import object_of, quoted
from ..outcome import Outcome, lost, rule

RULE = rule(
    "PC249",
    "sequence-not-kept",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration made a sequence, which gave out each number once, however many asked at once. Convex has
no counters.

## Example

```prisma
model Invoice {
  id     Int    @id @default(autoincrement())
  number Int    @unique @default(dbgenerated("nextval('invoice_number')"))
  text   String
}

model Counter {
  id   String @id @default(cuid())
  name String @unique
  last Int
}
```

```sql
CREATE SEQUENCE "invoice_number" START 1000;
```

```ts
invoices: defineTable({
  number: v.number(), // @default(dbgenerated("nextval('invoice_number')"))
  text: v.string(),
})
  // @unique
  .index("by_number", ["number"]),
```

## What breaks

Every insert needs a number now. Code that takes the highest one and adds 1 gives out a number a
second time as soon as the last invoice is deleted.

## What to do instead

Keep the last number in a document, and take the next one in the mutation that needs it. Mutations
are serializable, so no two get the same; where many insert at once, they wait for one another.

```ts
import { v } from "convex/values";
import { MutationCtx, mutation } from "./_generated/server";

async function next(ctx: MutationCtx, name: string, first: number) {
  const counter = await ctx.db
    .query("counters")
    .withIndex("by_name", (q) => q.eq("name", name))
    .unique();
  if (counter === null) {
    await ctx.db.insert("counters", { name, last: first });
    return first;
  }
  const last = counter.last + 1;
  await ctx.db.patch("counters", counter._id, { last });
  return last;
}

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const number = await next(ctx, "invoice_number", 1000);
    return await ctx.db.insert("invoices", { number, text });
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"the sequence {quoted(object_of(guarantee).name)} does not count any more"
    help_ = "keep the last number in a document, and take the next in the mutation that needs it"
    return lost(RULE, guarantee, message, help_)
