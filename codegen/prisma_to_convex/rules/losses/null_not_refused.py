"""A required field that is held as v.any(): null is accepted like everything else."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import LoweredField
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC223",
    "null-not-refused",
    Severity.WARNING,
    docs="""
## What is lost

The column was NOT NULL. Where Convex has no validator for the type, the field is `v.any()`, which
accepts null; it only has to be present.

## Example

```prisma
model Shop {
  id   Int                    @id @default(autoincrement())
  area Unsupported("polygon")
}
```

```ts
shops: defineTable({
  area: v.any(), // Unsupported("polygon")
}),
```

## What breaks

A half-completed form stores `area: null`. Every page that draws the area assumes that there is one,
as the database promised, and fails for this shop until somebody repairs it by hand.

## What to do instead

Give the field a validator of its own in the Prisma schema,
`/// @convex.type(v.array(v.array(v.number())))`, or refuse null in the function that writes the
field.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const setArea = mutation({
  args: { id: v.id("shops"), area: v.any() },
  handler: async (ctx, { id, area }) => {
    if (area === null) {
      throw new ConvexError("A shop has an area");
    }
    await ctx.db.patch("shops", id, { area });
  },
});
```
""",
)


def lose(guarantee: Guarantee, field: LoweredField) -> Outcome:
    message = f"{subject(guarantee)} may be null: v.any() accepts it"
    help_ = (
        f"refuse a null `{field.name}` before each write, "
        "or choose a validator for it: `/// @convex.type(v.string())`"
    )
    return lost(RULE, guarantee, message, help_)
