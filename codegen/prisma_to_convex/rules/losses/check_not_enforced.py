"""A CHECK constraint of the database: no document is looked at."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import check_in_code, object_of, quoted
from ..outcome import Outcome, kept, lost, rule, subject

RULE = rule(
    "PC240",
    "check-not-enforced",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration gave the table a CHECK, and the database refused every row for which its condition was
false. The Prisma schema can't say it, and Convex's validators know types only: any value of the
type is stored.

## Example

```prisma
model Seat {
  id    Int  @id @default(autoincrement())
  row   Int
  block Int?
}
```

```sql
ALTER TABLE "Seat" ADD CONSTRAINT "row_positive" CHECK ("row" > 0 AND "block" < 9);
```

```ts
seats: defineTable({
  row: v.number(),
  block: v.nullable(v.number()),
}),
```

## What breaks

An import sends row 0 for seats without a row. The database stopped it at the first one. Convex
stores them all; the seating plan draws them on top of one another, and two visitors buy the same
chair.

## What to do instead

Check the condition in one function that every insert and every patch goes through. SQL has three
truth values: a CHECK lets a row through unless its condition is false, so a null there passes.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

const seat = { row: v.number(), block: v.nullable(v.number()) };

function checkSeat(doc: { row: number; block: number | null }) {
  if (!(doc.row > 0 && (doc.block === null || doc.block < 9))) {
    throw new ConvexError("row_positive");
  }
}

export const add = mutation({
  args: seat,
  handler: async (ctx, doc) => {
    checkSeat(doc);
    return await ctx.db.insert("seats", doc);
  },
});
```

The report gives the condition of each CHECK in TypeScript where it certainly means the same, and
its SQL elsewhere. What the validators of `schema.ts` hold anyway (`IN` of the literals of a union,
`IS NOT NULL` of a required field) is kept, and the report says so.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)}: {quoted(guarantee.text)} is not checked"
    found = check_in_code(guarantee, lowered)
    if found is None:
        quoted_code = quoted(object_of(guarantee).code, 400)
        help_ = f"ask in code what SQL asked, before each insert and patch: {quoted_code}"
        return lost(RULE, guarantee, message, help_)
    if found.code == "true":
        return kept("the validators: what it asks of can't be otherwise")
    more = f"; {found.note}" if found.note else ""
    code = quoted(found.code, 1_000)
    return lost(RULE, guarantee, message, f"throw before each insert and patch unless {code}{more}")
