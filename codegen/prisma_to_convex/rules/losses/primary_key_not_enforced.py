"""@id and @@id that stay as fields: indexed, but not unique."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ScalarField

from ...lowering.lowered import Lowered, LoweredModel
from ..changes.id_replaced import judge as judge_replaced
from ..changes.legacy_id_kept import judge as judge_kept
from ..outcome import Outcome, is_replaced_id, lost, rule, subject
from ..unique_keys import key_check

RULE = rule(
    "PC202",
    "primary-key-not-enforced",
    Severity.WARNING,
    docs="""
## What is lost

The database kept the primary key unique. Here it carries meaning of its own, or the application
makes it, so it stays as plain fields with an index; Convex enforces uniqueness of `_id` alone.
References to a natural key hold its value; references to a key that means nothing by itself (a uuid
made in code) hold `v.id()`. The report says which and why; `/// @convex.ids(replace)`, `keep` or
`key` changes it.

## Example

```prisma
model Seat {
  row    Int
  number Int
  holder String?

  @@id([row, number])
}
```

```ts
seats: defineTable({
  row: v.number(),
  number: v.number(),
  holder: v.nullable(v.string()),
})
  // @@id([row, number])
  .index("by_row_and_number", ["row", "number"]),
```

## What breaks

A nightly job loads the seating plan again and inserts what it finds. The database refused the
second seat 7 in row 3; Convex stores it. Two guests book "the" seat, each gets a confirmation, and
both turn up for it.

## What to do instead

Find the document by its key, patch it if it is there, and insert it only if it is not.

```ts
import { ConvexError, v } from "convex/values";
import { MutationCtx, internalMutation, mutation } from "./_generated/server";

async function findSeat(ctx: MutationCtx, row: number, number: number) {
  return await ctx.db
    .query("seats")
    .withIndex("by_row_and_number", (q) =>
      q.eq("row", row).eq("number", number),
    )
    .unique();
}

export const add = internalMutation({
  args: { row: v.number(), number: v.number() },
  handler: async (ctx, { row, number }) => {
    if ((await findSeat(ctx, row, number)) !== null) return;
    await ctx.db.insert("seats", { row, number, holder: null });
  },
});

export const book = mutation({
  args: { row: v.number(), number: v.number(), holder: v.string() },
  handler: async (ctx, { row, number, holder }) => {
    const seat = await findSeat(ctx, row, number);
    if (seat === null) throw new ConvexError("no such seat");
    if (seat.holder !== null) throw new ConvexError("the seat is taken");
    await ctx.db.patch("seats", seat._id, { holder });
  },
});
```

Leave `row` and `number` out of every patch: references to the document hold the old values.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        model = lowered.models[guarantee.owner]
        field = model.model.scalar(guarantee.fields[0])
        if field is not None and lowered.ids[guarantee.owner].kind == "single":
            return _single(guarantee, model, field)
        if model.legacy is None:
            return judge_replaced(guarantee, lowered)
        return judge_kept(guarantee, model, model.legacy)
    if guarantee.fields == (lowered.models[guarantee.owner].handle,):
        message = f"{subject(guarantee)} stays beside `_id`, which references hold: nothing keeps it unique"
    else:
        message = f"{subject(guarantee)} is a plain key: nothing keeps it unique or unchanged"
    return lost(RULE, guarantee, message, key_check(guarantee, lowered))


def _single(guarantee: Guarantee, model: LoweredModel, field: ScalarField) -> Outcome:
    """The table of one row."""
    always = field.default.text if field.default is not None else ""
    message = f"{subject(guarantee)} was always `{always}`: nothing keeps a second row out"
    first = f'ctx.db.query("{model.table}").first()'
    return lost(
        RULE, guarantee, message, f"insert only where await {first} is null, in one mutation"
    )
