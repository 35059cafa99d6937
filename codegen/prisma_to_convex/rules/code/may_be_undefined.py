"""A condition that an undefined value takes away."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Severity

from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, named, said
from ..outcome import rule

RULE = rule(
    "PC613",
    "may-be-undefined",
    Severity.WARNING,
    docs="""
## What is asked

The value of a condition may be undefined, according to its type or to a `?.`. Prisma Client leaves
such a condition out: the call then applies to all rows.

## Example

```prisma
model Deal {
  id     Int    @id @default(autoincrement())
  teamId Int
  title  String
  amount Int

  @@index([teamId])
}
```

```ts
export function clear(prisma: PrismaClient, teamId?: number) {
  return prisma.deal.deleteMany({ where: { teamId } });
}
```

## What breaks

Called without a team, it deletes every deal of every team. On Convex the same code means something
else: `q.eq("teamId", undefined)` finds documents that lack the field, so a list that showed all
shows nothing.

## What to do instead

Decide what should happen. Make the argument required, and refuse what has no answer:

```ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const clear = internalMutation({
  args: { teamId: v.number() },
  returns: v.null(),
  handler: async (ctx, { teamId }) => {
    const batch = await ctx.db
      .query("deals")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .take(500);
    for (const deal of batch) {
      await ctx.db.delete("deals", deal._id);
    }
    return null;
  },
});
```

Where all rows are meant, write that as a query of its own.
""",
)


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.calls:
        call = one.call
        conditions = call.where.conditions
        found = tuple(
            part.field
            for part in conditions
            if part.value.may_be_undefined and not part.is_optional
        )
        if not found:
            continue
        is_all = len(call.where.parts) == len(found)
        if is_all and call.needs_key:
            continue  # Prisma Client refuses it
        then = "it speaks of all rows then" if is_all else "it speaks of more rows then"
        message = f"has no condition on {named(found)} where the value is undefined: {then}"
        help_ = "make the value required, or write a call of its own for all rows"
        yield said(RULE, call, message, help_)
