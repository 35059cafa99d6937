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
near the end. A sum written as `sum + invoice.total` concatenates the texts. A sum written with
`Number(...)` is off by cents after some thousand rows.

## What to do instead

Compute with whole numbers of the smallest unit, or with a decimal library. A query reads at most
32,000 documents, so a sum over a table is computed page by page.

```ts
// convex/invoices.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, internalQuery } from "./_generated/server";

const SCALE = 2;
const DECIMAL = /^(-?\\d+)(?:\\.(\\d+))?(?:e([+-]?\\d{1,3}))?$/i;

/** "12.5" and "1.25E+1" -> 1250n */
function scaled(text: string): bigint {
  const match = DECIMAL.exec(text);
  if (match === null) throw new Error(`${text}: not a decimal`);
  const [, whole, fraction = "", exponent = "0"] = match;
  const zeros = Number(exponent) + SCALE - fraction.length;
  const digits = BigInt(whole + fraction);
  if (zeros >= 0) return digits * 10n ** BigInt(zeros);
  const cut = 10n ** BigInt(-zeros);
  if (digits % cut !== 0n) throw new Error(`${text}: too many digits`);
  return digits / cut;
}

export const sumOfPage = internalQuery({
  args: { cursor: v.nullable(v.string()) },
  handler: async (ctx, { cursor }) => {
    const page = { cursor, numItems: 1000 };
    const found = await ctx.db.query("invoices").paginate(page);
    const cents = found.page.reduce((sum, one) => sum + scaled(one.total), 0n);
    return { cents, next: found.isDone ? null : found.continueCursor };
  },
});

export const sum = internalAction({
  args: {},
  handler: async (ctx): Promise<bigint> => {
    let cents = 0n;
    let cursor: string | null = null;
    do {
      const page: { cents: bigint; next: string | null } = await ctx.runQuery(
        internal.invoices.sumOfPage,
        { cursor },
      );
      cents += page.cents;
      cursor = page.next;
    } while (cursor !== null);
    return cents;
  },
});
```

The pages are read one after another, while others write. If the sum has to be consistent, keep it
in a document that each mutation updates along with its invoice.

To sort or search by the amount, store the scaled number instead: `/// @convex.decimal(int64)` makes
the field a `v.int64()` (decimal-scaled).
""",
)
HELP = (
    "compute with a decimal library; to sort by it, hold a scaled whole number: "
    "`/// @convex.decimal(int64)`"
)
