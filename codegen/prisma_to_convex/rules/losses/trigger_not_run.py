"""A trigger, a rule or a timed event of the database: nothing runs by itself."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import object_of, quoted, table_of
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC244",
    "trigger-not-run",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration made a trigger (or a rewrite rule, or a timed event), and the database ran it on every
write, whoever wrote. Nothing runs in Convex because a document changes; what runs is what a
mutation calls.

## Example

```prisma
model Seat {
  id      Int       @id @default(autoincrement())
  row     Int
  movedAt DateTime?
}
```

```sql
CREATE TRIGGER "seat_moved" BEFORE UPDATE ON "Seat"
  FOR EACH ROW EXECUTE FUNCTION note_the_move();
```

```ts
seats: defineTable({
  row: v.number(),
  movedAt: v.nullable(v.number()),
}),
```

## What breaks

The trigger wrote down when a seat was moved. After the move to Convex `movedAt` stays null for
ever, no test fails, and the first to notice is whoever looks for the seats that moved last week.

## What to do instead

Do what the trigger did in one function that every write goes through, in the same mutation.

```ts
import { v } from "convex/values";
import { Id } from "./_generated/dataModel";
import { MutationCtx, mutation } from "./_generated/server";

async function patchSeat(
  ctx: MutationCtx,
  id: Id<"seats">,
  change: { row: number },
) {
  await ctx.db.patch("seats", id, { ...change, movedAt: Date.now() });
}

export const move = mutation({
  args: { id: v.id("seats"), row: v.number() },
  handler: async (ctx, { id, row }) => {
    await patchSeat(ctx, id, { row });
  },
});
```

The package `convex-helpers` has triggers too: they run for every write that goes through its
wrapped `ctx.db`. What ran on a schedule becomes a cron job in `convex/crons.ts`.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)}: {quoted(guarantee.text)} does not run"
    if not object_of(guarantee).table:
        return lost(
            RULE, guarantee, message, "do it in a cron job, or in the mutations that it watched"
        )
    table = table_of(guarantee, lowered)
    help_ = f"do the same in the one function that each write to {table} goes through"
    return lost(RULE, guarantee, message, help_)
