"""The database that the migrations leave has what the schema lacks."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ...lowering.lowered import Lowered
from ..outcome import rule

RULE = rule(
    "PC521",
    "migrations-differ",
    Severity.WARNING,
    docs=r"""
## What is missing

An index or a key of the database that is not in the Prisma schema is not in the Convex schema
either: what it enforced or kept fast is not counted. The two should say the same; here they do not.

## Example

```prisma
model Seat {
  id  Int @id @default(autoincrement())
  row Int
}
```

```sql
CREATE UNIQUE INDEX "Seat_row_key" ON "Seat" ("row");
```

```ts
seats: defineTable({
  row: v.number(),
}),
```

## What breaks

Somebody made the index by hand in a migration and did not write `@unique` in the schema. The
report of the schema says nothing of rows, and Convex stores row 7 twice.

## What to do instead

Make the two agree. `prisma migrate diff` and `prisma db pull` show what the database has; put it
into the schema, or drop it in a migration, and generate again. The table of the example, called
`indexedSeats` here, then has an index, and code does with it what the database did:

```ts
indexedSeats: defineTable({
  row: v.number(),
})
  // @unique
  .index("by_row", ["row"]),
```

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const add = mutation({
  args: { row: v.number() },
  handler: async (ctx, { row }) => {
    const seat = await ctx.db
      .query("indexedSeats")
      .withIndex("by_row", (q) => q.eq("row", row))
      .first();
    if (seat !== null) throw new ConvexError("the row is taken");
    return await ctx.db.insert("indexedSeats", { row });
  },
});
```
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for span, owner, message, help_ in lowered.database.differences:
        if owner not in lowered.excluded:
            yield Diagnostic(RULE, message, span, help=help_)
