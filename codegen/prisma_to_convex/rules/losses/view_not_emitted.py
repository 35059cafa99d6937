"""A view: Convex has no stored queries that act as tables."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..outcome import Outcome, lost, rule
from .view_not_computed import judge as judge_table

RULE = rule(
    "PC220",
    "view-not-emitted",
    Severity.ERROR,
    docs="""
## What is lost

The view was a query stored in the database that could be read like a table. Convex has no stored
queries and no joins. A Prisma schema holds only the columns of a view, not its SQL, so there is
nothing to translate: the view is left out.

## Example

```prisma
model Review {
  id        Int @id @default(autoincrement())
  productId Int
  stars     Int

  @@index([productId])
}

view ProductRating {
  productId Int @unique
  reviews   Int
  average   Float
}
```

```ts
reviews: defineTable({
  productId: v.number(),
  stars: v.number(),
}).index("by_productId", ["productId"]),
```

## What breaks

The product list sorted by `average` has nothing to read. Rewritten as "collect all reviews, then
compute", it passes every test; with 32,000 reviews it fails, since a query may read no more.

## What to do instead

If few documents make up a row of the view, compute it in a query function. Otherwise keep the rows
as a table: `views = "table"`, or `/// @convex.views(table)` above the view, emits one with the
view's fields, and by hand you may add what helps to compute them:

```ts
productRatings: defineTable({
  productId: v.number(),
  reviews: v.number(),
  stars: v.number(),
}).index("by_productId", ["productId"]),
```

Change it in the mutation that writes a review; the average is `stars / reviews`.

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

Update it in the mutations that change or delete a review too.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if guarantee.owner in lowered.models:
        return judge_table(guarantee, lowered)
    message = f"the view `{guarantee.owner}` has no counterpart and is not emitted"
    help_ = (
        "write a query function that returns its rows, or have a table of them to keep up to date: "
        "`/// @convex.views(table)`"
    )
    return lost(RULE, guarantee, message, help_)
