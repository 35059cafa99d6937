"""onUpdate of a key that stays: changing it changes no document that refers to it."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ForeignKey

from ...lowering.lowered import Lowered
from ..actions import is_written, nothing_to_do
from ..outcome import Outcome, is_by_id, kept, lost, referred_names, replaced, rule, subject

RULE = rule(
    "PC207",
    "on-update-not-run",
    Severity.WARNING,
    docs="""
## What is lost

When a key that others refer to changed, the database changed it in the referring rows (`Cascade`,
Prisma's default), set theirs to null or to the default, or refused (`Restrict`, `NoAction`).
Convex changes only the document that is patched. References by `_id` need nothing: an `_id` never
changes.

## Example

```prisma
model Country {
  code      String     @id
  customers Customer[]
}

model Customer {
  id          Int     @id @default(autoincrement())
  country     Country @relation(fields: [countryCode], references: [code])
  countryCode String
}
```

```ts
export default defineSchema({
  countries: defineTable({
    code: v.string(),
  })
    // @id
    .index("by_code", ["code"]),

  customers: defineTable({
    countryCode: v.string(), // -> countries.code, onDelete: Restrict
  }).index("by_countryCode", ["countryCode"]),
});
```

## What breaks

An admin corrects the country code "UK" to "GB". The database carried the change to 40,000
customers. In Convex they keep "UK": the list of customers in "GB" is empty, and the tax rules of
their country are no longer found.

## What to do instead

Treat such a key as immutable. If it must change, change it everywhere: first insert the new key,
then move the customers in batches, and delete the old document last. The two keys must differ:
otherwise a batch would find the same customers again and again.

```ts
// convex/countries.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";

const BATCH = 500;

export const changeCode = internalMutation({
  args: { from: v.id("countries"), to: v.id("countries") },
  handler: async (ctx, { from, to }) => {
    const old = await ctx.db.get("countries", from);
    const next = await ctx.db.get("countries", to);
    if (old === null || next === null) throw new Error("no such country");
    if (old.code === next.code) throw new Error("the code is the same");
    const customers = await ctx.db
      .query("customers")
      .withIndex("by_countryCode", (q) => q.eq("countryCode", old.code))
      .take(BATCH);
    for (const customer of customers) {
      await ctx.db.patch("customers", customer._id, { countryCode: next.code });
    }
    if (customers.length === BATCH) {
      await ctx.scheduler.runAfter(0, internal.countries.changeCode, {
        from,
        to,
      });
    } else {
      await ctx.db.delete("countries", from);
    }
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    relation = guarantee.subject
    assert isinstance(relation, ForeignKey)
    target = lowered.models.get(relation.target)
    if is_by_id(relation, lowered):
        return replaced("an `_id` never changes")
    action = relation.on_update.action
    if nothing_to_do(action, lowered):
        return kept("NoAction: with emulated relations, nothing was done before either")
    table = target.table if target else relation.target
    model = lowered.models[relation.model]
    written = is_written(relation.on_update.span is not None)
    keys = relation.references
    if target is not None:
        names = referred_names(relation, lowered)
        keys = tuple(name for name in names if name != "_id")
    message = f"{subject(guarantee)}: onUpdate: {action}{written} does not run"
    help_ = f"never patch `{', '.join(keys)}` of `{table}`, or patch `{model.table}` in the same mutation"
    return lost(RULE, guarantee, message, help_)
