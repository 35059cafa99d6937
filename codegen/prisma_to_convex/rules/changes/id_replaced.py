"""A generated id: Convex's `_id` takes its place."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..outcome import Outcome, rule, subject

RULE = rule(
    "PC306",
    "id-replaced",
    Severity.NOTE,
    docs="""
## What changes

The generated id is replaced by Convex's `_id`, which is unique, never changes, and is a string.
References become `v.id(...)`. The old values are not part of the new documents, and an `_id` can't
be chosen by an insert. Ids no longer tell the order of creation; `_creationTime` does.

## Example

```prisma
model Invoice {
  id    Int    @id @default(autoincrement())
  title String
}
```

```ts
invoices: defineTable({
  title: v.string(),
}),
```

## What breaks

Everything outside the database still holds old ids. `/invoices/4711` in a mail that was sent last
week finds nothing; the payment provider's webhook names customer "42", and the payment is credited
to nobody. Lists sorted by id are in a different order.

## What to do instead

Find out who holds ids: URLs, mails, other systems, caches, logs. If anybody does, keep the old id:
`/// @convex.ids(keep)` above the model, or `ids = "keep"` for it in the configuration. The model of
the example, called `keptInvoices` here, then has it in an optional field with an index:

```ts
keptInvoices: defineTable({
  legacyId: v.optional(v.number()), // the old id
  title: v.string(),
}).index("by_legacyId", ["legacyId"]),
```

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const byOldId = query({
  args: { legacyId: v.number() },
  handler: async (ctx, { legacyId }) =>
    await ctx.db
      .query("keptInvoices")
      .withIndex("by_legacyId", (q) => q.eq("legacyId", legacyId))
      .unique(),
});
```

Fields that hold such ids without a relation are reported separately (soft-reference). If people
read the number (an invoice number), make it a field of its own in the Prisma schema first, and
continue the numbers in a table of counters (default-not-applied).
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)} gives way to `_id`: the old values are gone after the move"
    help_ = (
        "if URLs, mails or other systems hold old ids, "
        f"`/// @convex.ids(keep)` above `{guarantee.owner}` keeps them"
    )
    diagnostic = Diagnostic(RULE, message, guarantee.span, help=help_)
    return Outcome("replaced", "`_id`, unique and always there", diagnostic)
