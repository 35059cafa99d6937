"""DateTime as ISO 8601 text, by choice."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC309",
    "date-time-as-string",
    Severity.NOTE,
    docs="""
## What changes

By choice, a `DateTime` becomes text, as `JSON.stringify` writes a `Date`:
"2024-05-01T12:00:00.000Z". Such texts sort by time only if all of them are written that way, in
UTC and with milliseconds. `v.string()` accepts any text.

## Example

```prisma
model Event {
  id       Int      @id @default(autoincrement())
  startsAt DateTime

  @@index([startsAt])
}
```

```toml
datetime = "string"
```

```ts
events: defineTable({
  startsAt: v.string(), // ISO 8601
}).index("by_startsAt", ["startsAt"]),
```

## What breaks

One client writes "2024-05-01T14:00:00+02:00", the same moment in its own time zone. In the index
it stands two hours too late, and a range query for the afternoon finds it in the wrong place.

## What to do instead

Convert every time that comes from outside to that form.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

const ISO = /^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)$/;

function instant(text: string): string {
  // `Date.parse` alone takes "room 5" for a day in May.
  const ms = ISO.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(ms)) throw new ConvexError(`${text} is not a time`);
  return new Date(ms).toISOString();
}

export const plan = mutation({
  args: { startsAt: v.string() },
  handler: async (ctx, { startsAt }) =>
    await ctx.db.insert("events", { startsAt: instant(startsAt) }),
});
```
""",
)
HELP = "write `date.toISOString()`, always in UTC and with milliseconds: such texts sort by time"
