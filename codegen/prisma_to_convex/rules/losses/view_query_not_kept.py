"""The query behind a view of the database."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import quoted
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC247",
    "view-query-not-kept",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration made a view, and the database ran its query for whoever read it; of a materialized
view it kept the rows. The Prisma schema has at most the names of its columns: what it computes
stands in the migration alone.

## Example

```prisma
model Review {
  id      Int    @id @default(autoincrement())
  product String
  stars   Int

  @@index([product])
}
```

```sql
CREATE VIEW "Rating" AS
  SELECT "product", avg("stars") AS "stars" FROM "Review" GROUP BY "product";
```

```ts
reviews: defineTable({
  product: v.string(),
  stars: v.number(),
}).index("by_product", ["product"]),
```

## What breaks

The shop page showed the rating of the view. Anyone who moves the tables by the Prisma schema alone
never learns that there was one, and the page has no stars.

## What to do instead

Write the query as a function. Where it reads more than a few hundred documents, keep its result
in a table that the mutations keep up to date.

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const rating = query({
  args: { product: v.string() },
  handler: async (ctx, { product }) => {
    const reviews = ctx.db
      .query("reviews")
      .withIndex("by_product", (q) => q.eq("product", product));
    let count = 0;
    let sum = 0;
    for await (const { stars } of reviews) {
      count += 1;
      sum += stars;
    }
    return count > 0 ? sum / count : null;
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = (
        f"the query of the view {subject(guarantee)} is in no schema: {quoted(guarantee.text)}"
    )
    help_ = (
        "write it as a query function, or keep its rows in a table that mutations keep up to date"
    )
    return lost(RULE, guarantee, message, help_)
