"""A view emitted as a table: nothing computes its rows."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..outcome import Outcome, lost, rule

RULE = rule(
    "PC228",
    "view-not-computed",
    Severity.WARNING,
    docs="""
## What is lost

By choice, the view is a table. The database computed its rows from other tables, so they were
always up to date; in Convex they are documents that your functions write.

## Example

```prisma
model Review {
  id        Int @id @default(autoincrement())
  productId Int
  stars     Int
}

view ProductRating {
  productId Int @unique
  reviews   Int
  stars     Int
}
```

```toml
views = "table"
```

```ts
productRatings: defineTable({
  productId: v.number(),
  reviews: v.number(),
  stars: v.number(),
})
  // @unique
  .index("by_productId", ["productId"]),
```

## What breaks

A review is added; the rating of its product stays what it was when the data was moved. Each page
that shows both contradicts itself.

## What to do instead

Write the row of the view in each mutation that changes what it is made of.

```ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const addReview = mutation({
  args: { productId: v.number(), stars: v.number() },
  handler: async (ctx, { productId, stars }) => {
    await ctx.db.insert("reviews", { productId, stars });
    const rating = await ctx.db
      .query("productRatings")
      .withIndex("by_productId", (q) => q.eq("productId", productId))
      .unique();
    if (rating === null) {
      await ctx.db.insert("productRatings", { productId, reviews: 1, stars });
    } else {
      await ctx.db.patch("productRatings", rating._id, {
        reviews: rating.reviews + 1,
        stars: rating.stars + stars,
      });
    }
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    table = lowered.models[guarantee.owner].table
    message = f"nothing computes the documents of `{table}`, which was the view `{guarantee.owner}`"
    help_ = f"write `{table}` in each mutation that changes what the view was made of"
    return lost(RULE, guarantee, message, help_)
