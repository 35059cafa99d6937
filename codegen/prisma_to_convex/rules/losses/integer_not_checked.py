"""Int: v.number() takes fractions, NaN and numbers beyond 32 bits."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered, LoweredField
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC211",
    "integer-not-checked",
    Severity.WARNING,
    docs="""
## What is lost

An `Int` was a whole number of 32 bits: Prisma's client refused anything else before the database
saw it. `v.number()` is any IEEE double: it accepts 3.5, NaN, Infinity and 1e300.

## Example

```prisma
model Booking {
  id    Int @id @default(autoincrement())
  seats Int
}
```

```ts
bookings: defineTable({
  seats: v.number(),
}),
```

## What breaks

A form field is left empty or holds "two", and the client sends `parseInt("two")`, which is NaN.
Prisma answered with an error; Convex stores it. Every sum over bookings is NaN from then on, and
`free - NaN > 0` is false: the hall counts as sold out.

## What to do instead

Check every number that comes from outside or from a division.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

function int(value: number, name: string): number {
  const whole = value | 0;
  if (whole !== value) {
    throw new ConvexError(`${name} is not a whole number of 32 bits`);
  }
  return whole; // 0 for -0, which an index would keep apart from 0
}

export const book = mutation({
  args: { seats: v.number() },
  handler: async (ctx, args) =>
    await ctx.db.insert("bookings", { seats: int(args.seats, "seats") }),
});
```

Where a fraction does no harm (a zoom level, a sort position), do nothing. A field with
`/// @convex.type(v.int64())` takes whole numbers only, but they are `bigint` in TypeScript.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered, field: LoweredField) -> Outcome:
    message = f"{subject(guarantee)}: v.number() also takes fractions, NaN and more than 32 bits"
    check = f"Number.isInteger({field.name})"
    return lost(RULE, guarantee, message, f"check `{check}` before each write, where it matters")
