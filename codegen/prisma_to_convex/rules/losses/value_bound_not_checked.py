"""A native type's bound (length, precision, range, format): any value of the validator is accepted."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import NativeType, Scalar

from ...lowering.lowered import Lowered
from ...lowering.scalars import bound
from ..outcome import Outcome, is_replaced_id, kept, lost, lowered_field, replaced, rule, subject

RULE = rule(
    "PC210",
    "value-bound-not-checked",
    Severity.WARNING,
    docs=r"""
## What is lost

The native type bounded the values: a length, a range, a number of digits, a format. The database
refused what did not fit, or rounded it. Convex's validators know types only: there is no bound on
the length, range or form of a value.

## Example

```prisma
model Product {
  id    Int     @id @default(autoincrement())
  sku   String  @db.VarChar(12)
  stock Int     @db.SmallInt
  price Decimal @db.Decimal(10, 2)
}
```

```ts
products: defineTable({
  sku: v.string(), // @db.VarChar(12)
  stock: v.number(), // @db.SmallInt
  price: v.string(), // exact decimal, @db.Decimal(10, 2)
}),
```

## What breaks

A supplier's feed sends a whole description as the sku, a stock of -1e9 and the price "12,50". The
database refused the row; Convex stores it. The label printer cuts the sku off, the shop shows a
negative stock, and the invoice job stops at the comma, a day later and far from the cause.

## What to do instead

Check in one function, and call it before each insert and patch.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

const product = { sku: v.string(), stock: v.number(), price: v.string() };

function checkProduct(given: { sku: string; stock: number; price: string }) {
  // Characters as the database counts them: `length` counts an emoji twice.
  if ([...given.sku].length > 12) throw new ConvexError("sku: too long");
  if (
    !Number.isInteger(given.stock) ||
    given.stock < -32768 ||
    given.stock > 32767
  ) {
    throw new ConvexError("stock: not a whole number from -32768 to 32767");
  }
  if (!/^-?\d{1,8}(\.\d{1,2})?$/.test(given.price)) {
    throw new ConvexError("price: not a number like 1250.00");
  }
}

export const add = mutation({
  args: product,
  handler: async (ctx, given) => {
    checkProduct(given);
    return await ctx.db.insert("products", given);
  },
});
```

With many such fields, a Zod schema next to each table says the same in fewer lines.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return replaced("`_id` has Convex's own form")
    field, native = lowered_field(guarantee, lowered), guarantee.subject
    assert isinstance(native, NativeType)
    if field is None or field.reference is not None:
        return replaced("an id of Convex's own form")
    assert isinstance(field.field.type, Scalar)
    words = bound(field.field.type.name, native, lowered.schema.provider)
    if field.representation is not None and field.representation.how == "bigint-as-number":
        words = words.split(", where")[0]
    if not words:
        return kept(f"{guarantee.text} bounds nothing that the validator does not")
    if native.name == "Citext":
        message = f"{subject(guarantee)}: {guarantee.text} is not kept: {words}"
        return lost(RULE, guarantee, message, f"write and look up `{field.name}` in lower case")
    message = f"{subject(guarantee)}: {guarantee.text} is not checked: {words}"
    return lost(RULE, guarantee, message, f"check `{field.name}` before each write: {words}")
