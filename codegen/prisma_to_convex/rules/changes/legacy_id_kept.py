"""A generated id that gives way to `_id` and is kept beside it, by choice."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import LoweredField, LoweredModel
from ..outcome import Outcome, lookup, rule, subject

RULE = rule(
    "PC315",
    "legacy-id-kept",
    Severity.NOTE,
    docs="""
## What changes

`_id` takes the place of the generated id: references hold `v.id()`. By choice, the old value stays
in a field of its own, with an index to find documents by. Documents made after the move have none,
and nothing keeps the old values unique.

## Example

```prisma
model Invoice {
  id    Int    @id @default(autoincrement())
  title String
}
```

```toml
ids = "keep"
```

```ts
invoices: defineTable({
  legacyId: v.optional(v.number()), // the old id
  title: v.string(),
}).index("by_legacyId", ["legacyId"]),
```

## What breaks

A link in an email, `/invoices/4711`, works for invoices from before the move. A link made by the
same code for a new invoice has no number to put in: `/invoices/undefined`.

## What to do instead

Accept both kinds of keys in incoming links, and make new links with `_id`.

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const byKey = query({
  args: { key: v.string() },
  handler: async (ctx, { key }) => {
    const id = ctx.db.normalizeId("invoices", key);
    if (id !== null) return await ctx.db.get("invoices", id);
    return await ctx.db
      .query("invoices")
      .withIndex("by_legacyId", (q) => q.eq("legacyId", Number(key)))
      .first();
  },
});
```
""",
)


def judge(guarantee: Guarantee, model: LoweredModel, legacy: LoweredField) -> Outcome:
    message = f"{subject(guarantee)} gives way to `_id`: the old values stay in `{legacy.name}`"
    path = next((path for path in model.paths if path.origin is legacy.field), None)
    index = path.index_name if path is not None else ""
    found = lookup(model.table, index, (legacy.name,)) if index else legacy.name
    help_ = f"find old documents by `{found}`; documents made after the move have none"
    diagnostic = Diagnostic(RULE, message, guarantee.span, help=help_)
    return Outcome("replaced", f"`_id`, unique and always there; `{legacy.name}`", diagnostic)
