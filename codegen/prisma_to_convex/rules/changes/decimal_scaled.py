"""Decimal as a scaled whole number, by choice."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC310",
    "decimal-scaled",
    Severity.NOTE,
    docs="""
## What changes

By choice, a `Decimal` becomes a whole number: its value times a power of ten, which the comment
gives, so that 12.50 is 1250n. Sums and order are exact. The number alone does not show its scale.

## Example

```prisma
model Invoice {
  id    Int     @id @default(autoincrement())
  total Decimal @db.Decimal(10, 2)
}
```

```toml
decimal = "int64"
```

```ts
invoices: defineTable({
  total: v.int64(), // Decimal * 10^2, @db.Decimal(10, 2)
}),
```

## What breaks

A client sends 12.5, and the code writes `BigInt(12.5)`, which throws, or `BigInt(13)`, which is 13
cents. A page prints `total` as it is, and every price is a hundred times too high.

## What to do instead

Scale where values come in and go out, in one place.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

/** "12.5" -> 1250n */
function cents(text: string): bigint {
  const match = /^(-?)(\\d+)(?:\\.(\\d{1,2}))?$/.exec(text);
  if (match === null) throw new ConvexError(`${text} is not an amount`);
  const [, sign, whole, fraction = ""] = match;
  return BigInt(sign + whole + fraction.padEnd(2, "0"));
}

export const create = mutation({
  args: { total: v.string() },
  handler: async (ctx, { total }) =>
    await ctx.db.insert("invoices", { total: cents(total) }),
});
```
""",
)
HELP = "multiply when values come in, divide when they go out"
