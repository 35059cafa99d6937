"""An EXCLUDE constraint: nothing compares a document with the others."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import index_for, quoted, table_of
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC243",
    "exclusion-not-enforced",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration gave the table an EXCLUDE constraint: no two rows could meet all of its comparisons,
such as one room and times that overlap. Convex compares no document with another.

## Example

```prisma
model Booking {
  id     Int      @id @default(autoincrement())
  roomId Int
  starts DateTime
  ends   DateTime

  @@index([roomId, starts])
}
```

```sql
ALTER TABLE "Booking" ADD CONSTRAINT "one_at_a_time"
  EXCLUDE USING gist ("roomId" WITH =, tsrange("starts", "ends") WITH &&);
```

```ts
bookings: defineTable({
  roomId: v.number(),
  starts: v.number(),
  ends: v.number(),
}).index("by_roomId_and_starts", ["roomId", "starts"]),
```

## What breaks

A meeting from 10 to 12 and another from 11 to 13 are stored for one room. The database refused
the second. Both teams find the room in their calendars, and each other in the room.

## What to do instead

Look for overlaps in the mutation that writes. Mutations are serializable: if two look and write at
once, Convex retries one.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const book = mutation({
  args: { roomId: v.number(), starts: v.number(), ends: v.number() },
  handler: async (ctx, booking) => {
    if (!(booking.starts < booking.ends)) {
      throw new ConvexError("it ends before it starts");
    }
    const before = ctx.db
      .query("bookings")
      .withIndex("by_roomId_and_starts", (q) =>
        q.eq("roomId", booking.roomId).lt("starts", booking.ends),
      )
      .order("desc");
    for await (const other of before) {
      if (other.ends > booking.starts)
        throw new ConvexError("the room is taken");
      break; // Bookings do not overlap, so only the last one may reach this far.
    }
    return await ctx.db.insert("bookings", booking);
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)}: {quoted(guarantee.text)} is not enforced"
    found = index_for(guarantee, lowered)
    where = (
        f"by `{found[0]}`" if found is not None else "with an index over what it compares by `=`"
    )
    table = table_of(guarantee, lowered)
    help_ = f"before each write, look in {table}, {where}, for a document that conflicts, and throw"
    return lost(RULE, guarantee, message, help_)
