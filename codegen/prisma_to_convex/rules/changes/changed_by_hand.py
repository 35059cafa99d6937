"""A validator that was edited by hand, and holds the values in another form."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.by_hand import EditedField
from ..outcome import Outcome, rule, subject

RULE = rule(
    "PC325",
    "changed-by-hand",
    Severity.NOTE,
    docs="""
## What changes

Somebody gave the field another validator in
schema.ts: another type of value, or an exact one where anything was accepted.

## Example

```prisma
model Invoice {
  id    Int     @id @default(autoincrement())
  total Decimal
}
```

```ts
invoices: defineTable({
  total: v.number(), // exact decimal
}),
```

## What breaks

Imported rows hold what was generated, here a decimal as text, and are refused; anyone who trusts
the Prisma schema writes the old form.

## What to do instead

Say it in the Prisma schema, so that everything that reads it agrees: `///
@convex.type(v.number())`, or the option for it. Convert the values to the new form where they are
read or imported.

```ts
import { ConvexError, v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const add = internalMutation({
  args: { total: v.string() },
  handler: async (ctx, { total }) => {
    const number = Number(total);
    // Of "" it makes 0, and of "12,50" NaN.
    if (total.trim() === "" || !Number.isFinite(number)) {
      throw new ConvexError(`${total} is not a number`);
    }
    await ctx.db.insert("invoices", { total: number });
  },
});
```
""",
)


def judge(guarantee: Guarantee, edited: EditedField) -> Outcome:
    message = f"{subject(guarantee)}: {guarantee.text} is `{edited.text}` in schema.ts, by hand"
    help_ = f"write `{edited.name}` in this form, and bring the rows into it"
    diagnostic = Diagnostic(RULE, message, guarantee.span, help=help_)
    return Outcome("replaced", f"`{edited.text}`, by hand", diagnostic)
