"""DateTime: milliseconds since the epoch."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC302",
    "date-time-as-number",
    Severity.NOTE,
    docs="""
## What changes

Convex has no date type. A `DateTime` becomes the number of milliseconds since 1970, UTC, as in
`Date.now()`. The order and Prisma's precision stay; functions get and return a number, not a
`Date`.

## Example

```prisma
model Task {
  id    Int      @id @default(autoincrement())
  title String
  dueAt DateTime

  @@index([dueAt])
}
```

```ts
tasks: defineTable({
  title: v.string(),
  dueAt: v.number(),
}).index("by_dueAt", ["dueAt"]),
```

## What breaks

A client sends seconds, as many APIs do. `v.number()` accepts them, and the task is due in January
1970: the reminder job mails its owner at once. Code that calls `task.dueAt.getTime()` no longer
compiles; code behind an `any` fails when it runs.

## What to do instead

Write `date.getTime()`, read `new Date(ms)`, and compare numbers.

```ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

const YEAR_2000 = Date.UTC(2000, 0, 1);
const YEAR_2100 = Date.UTC(2100, 0, 1);

export const add = mutation({
  args: { title: v.string(), dueAt: v.number() },
  handler: async (ctx, { title, dueAt }) => {
    if (!(dueAt > YEAR_2000 && dueAt < YEAR_2100)) {
      throw new Error("dueAt: not milliseconds");
    }
    return await ctx.db.insert("tasks", { title, dueAt });
  },
});

export const dueBefore = query({
  args: { time: v.number() },
  handler: async (ctx, { time }) =>
    await ctx.db
      .query("tasks")
      .withIndex("by_dueAt", (q) => q.lt("dueAt", time))
      .take(100),
});
```

Pass the time to a query as an argument: a query is not rerun because `Date.now()` has moved on.
Where clients expect ISO text, `datetime = "string"` keeps it (date-time-as-string).
""",
)
HELP = "write `date.getTime()`, read `new Date(ms)`"
