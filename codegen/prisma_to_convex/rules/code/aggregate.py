"""Sums and groups that the database computed."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Severity

from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, named, said, table_of
from ..outcome import rule

RULE = rule(
    "PC607",
    "aggregate",
    Severity.NOTE,
    docs="""
## What is asked

`aggregate` and `groupBy` fold many rows into few numbers. Convex has neither: the documents are
read, and code folds them.

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
export function worth(prisma: PrismaClient, teamId: number) {
  return prisma.deal.aggregate({ where: { teamId }, _sum: { amount: true } });
}
```

## What breaks

All documents of the range are read for one number, each time one of them changes. Statistics over
the whole table stop at 32,000 documents. `_sum` and `_avg` leave out null, and of no rows they are
null: code must do the same.

## What to do instead

Fold a range that stays small; keep sums that are shown often, or use `@convex-dev/aggregate`;
leave reports to a job that reads page by page:

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const worth = query({
  args: { teamId: v.number() },
  handler: async (ctx, { teamId }) => {
    const found = await ctx.db
      .query("deals")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .take(1000);
    return found.reduce((sum, deal) => sum + deal.amount, 0);
  },
});
```
""",
)


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.calls:
        call = one.call
        if call.operation in ("aggregate", "groupBy") and not one.reads.is_bounded:
            by = f" by {named(call.grouped_by)}" if call.grouped_by else ""
            message = f"folds documents of `{table_of(call, lowered)}`{by}: all are read"
            help_ = "keep the numbers in a document, or use the aggregate component"
            yield said(RULE, call, message, help_)
