"""@db.Date and @db.Time: text, since they are no instants."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC303",
    "date-as-string",
    Severity.NOTE,
    docs="""
## What changes

A calendar date or a time of day is not an instant, so it becomes text: `2026-03-01`, `09:30:00`.
ISO text sorts as dates and times do. Prisma gave a `Date`: the day at midnight UTC, or the time on
the first day of 1970. `v.string()` accepts any text.

## Example

```prisma
model Booking {
  id  Int      @id @default(autoincrement())
  day DateTime @db.Date

  @@index([day])
}
```

```ts
bookings: defineTable({
  day: v.string(), // YYYY-MM-DD, @db.Date
}).index("by_day", ["day"]),
```

## What breaks

The form sends `3/1/2026`. The database refused it or parsed it as a date; Convex stores it, and it
sorts after every date of 2026: the booking is missing from the list of March. A client that reads
`new Date("2026-03-01")` and prints it in New York shows 28 February.

## What to do instead

Write ISO text, check it where it comes from outside, and compare texts.

```ts
import { ConvexError, v } from "convex/values";
import { mutation, query } from "./_generated/server";

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text
  );
}

export const book = mutation({
  args: { day: v.string() },
  handler: async (ctx, { day }) => {
    if (!isDay(day))
      throw new ConvexError(`${day} is not a date like 2026-03-01`);
    return await ctx.db.insert("bookings", { day });
  },
});

export const between = query({
  args: { first: v.string(), last: v.string() },
  handler: async (ctx, { first, last }) =>
    await ctx.db
      .query("bookings")
      .withIndex("by_day", (q) => q.gte("day", first).lte("day", last))
      .take(100),
});
```
""",
)
HELP = "write ISO text (YYYY-MM-DD, HH:MM:SS), which sorts as dates and times do"
