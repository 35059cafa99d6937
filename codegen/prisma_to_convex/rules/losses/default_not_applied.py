"""@default: Convex fills nothing in; an insert without the field is refused."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import Default

from ...lowering.lowered import Lowered
from ...typescript.literals import comment_text
from ..default_values import default_help
from ..outcome import Outcome, is_replaced_id, lost, lowered_field, replaced, rule, subject

RULE = rule(
    "PC208",
    "default-not-applied",
    Severity.WARNING,
    docs="""
## What is lost

A row inserted without the field got the default, from the database or from Prisma's client.
Convex has no defaults: an insert that leaves the field out does not typecheck and is refused by
the schema.

## Example

```prisma
model Ticket {
  id        String   @id @default(cuid())
  number    Int      @unique @default(autoincrement())
  status    String   @default("open")
  createdAt DateTime @default(now())
}
```

```ts
tickets: defineTable({
  number: v.number(), // @default(autoincrement())
  status: v.string(), // @default("open")
  createdAt: v.number(), // @default(now())
})
  // @unique
  .index("by_number", ["number"]),
```

## What breaks

Every insert now has to supply the value, and two of them disagree: the web form writes `"open"`,
the e-mail gateway writes `"new"`, and the queue of open tickets misses every ticket that came by
e-mail. A number derived from the count of tickets is issued twice as soon as one is deleted.

## What to do instead

Insert through one function that fills in the defaults. For `autoincrement()`, add a table of
counters to the schema:

```ts
counters: defineTable({
  name: v.string(),
  value: v.number(),
}).index("by_name", ["name"]),
```

Reading and patching a counter in the mutation that inserts hands out each number once, without
gaps.

```ts
import { WithoutSystemFields } from "convex/server";
import { v } from "convex/values";
import { Doc } from "./_generated/dataModel";
import { MutationCtx, mutation } from "./_generated/server";

type Ticket = WithoutSystemFields<Doc<"tickets">>;

async function nextNumber(ctx: MutationCtx, name: string): Promise<number> {
  const counter = await ctx.db
    .query("counters")
    .withIndex("by_name", (q) => q.eq("name", name))
    .unique();
  const value = (counter?.value ?? 0) + 1;
  if (counter === null) {
    await ctx.db.insert("counters", { name, value });
  } else {
    await ctx.db.patch("counters", counter._id, { value });
  }
  return value;
}

async function insertTicket(
  ctx: MutationCtx,
  { status = "open", createdAt = Date.now() }: Partial<Ticket>,
) {
  const number = await nextNumber(ctx, "tickets");
  return await ctx.db.insert("tickets", { number, status, createdAt });
}

export const open = mutation({
  args: { status: v.optional(v.string()) },
  handler: async (ctx, args) => await insertTicket(ctx, args),
});
```

Such parameters fall back to their default for `undefined` alone, as in Prisma: an explicit null
stays null, where `??` would replace it, and an argument that is `undefined` does not hide the
default, as it would in `{ status: "open", ...args }`.

Start the counter at the highest number in the old data. Inserts that take a number wait for one
another: at many per second, use random ids instead.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return replaced("Convex makes every `_id`")
    default = guarantee.subject
    assert isinstance(default, Default)
    field = lowered_field(guarantee, lowered)
    assert field is not None
    message = f"{subject(guarantee)}: {comment_text(guarantee.text, 80)} is not applied"
    return lost(RULE, guarantee, message, default_help(field, default, lowered))
