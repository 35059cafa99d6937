"""Decimal: kept to the last digit as text, which sorts and adds differently."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC301",
    "decimal-as-string",
    Severity.NOTE,
    docs="""
## What changes

A `Decimal` becomes its exact text: no digit is lost, where `v.number()` would round. But text is
not in numeric order, and the database no longer adds or compares it. `v.string()` accepts any
text.

## Example

```prisma
model Invoice {
  id    Int     @id @default(autoincrement())
  total Decimal

  @@index([total])
}
```

```ts
invoices: defineTable({
  total: v.string(), // exact decimal
}).index("by_total", ["total"]),
```

## What breaks

The list of the largest invoices, by the index on `total`, starts with "99.50" and puts "1200.00"
near the end. A sum written as `sum + invoice.total` joins the texts. A sum written with
`Number(...)` is off by cents after some thousand rows.

## What to do instead

Compute with whole numbers of the smallest unit, or with a decimal library.

```ts
import { query } from "./_generated/server";

const SCALE = 2;

/** "12.5" -> 1250n */
function scaled(text: string): bigint {
  const [whole, fraction = ""] = text.split(".");
  if (fraction.length > SCALE) throw new Error(`${text}: too many digits`);
  return BigInt(whole + fraction.padEnd(SCALE, "0"));
}

export const sum = query({
  args: {},
  handler: async (ctx) => {
    let cents = 0n;
    for await (const { total } of ctx.db.query("invoices")) {
      cents += scaled(total);
    }
    return cents;
  },
});
```

To sort or search by the amount, hold the scaled number itself: `/// @convex.decimal(int64)` makes
the field a `v.int64()` (decimal-scaled).
""",
)
HELP = (
    "compute with a decimal library; to sort by it, hold a scaled whole number: "
    "`/// @convex.decimal(int64)`"
)
