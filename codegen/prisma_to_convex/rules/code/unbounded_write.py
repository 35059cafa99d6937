"""A write to as many rows as there are."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Severity

from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, said, table_of
from ..outcome import rule

RULE = rule(
    "PC604",
    "unbounded-write",
    Severity.WARNING,
    docs="""
## What is asked

`updateMany` and `deleteMany` change every row that meets their conditions, in one statement. On
Convex each document is read and written by itself, and one mutation has a limit for both.

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
export function closeTeam(prisma: PrismaClient, teamId: number) {
  return prisma.deal.deleteMany({ where: { teamId } });
}
```

## What breaks

A mutation may write 16,000 documents. The largest team can't be closed: the mutation throws after
the limit and nothing is deleted, each time it is tried.

## What to do instead

Write a batch, and schedule the next one as long as there is more. It is no longer one transaction,
so mark the team as closed first:

```ts
// convex/deals.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";

export const closeTeam = internalMutation({
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
    if (batch.length === 500) {
      await ctx.scheduler.runAfter(0, internal.deals.closeTeam, { teamId });
    }
    return null;
  },
});
```
""",
)


_WRITES = ("updateMany", "updateManyAndReturn", "deleteMany")


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.calls:
        call = one.call
        if call.operation not in _WRITES or one.reads.is_bounded or one.kind == "B":
            continue
        which = "that its conditions hold for" if call.where.parts else "whatever is in it"
        message = f"writes to all of `{table_of(call, lowered)}` {which}"
        help_ = "write a batch in a mutation, and schedule the next one as long as there is more"
        yield said(RULE, call, message, help_)
