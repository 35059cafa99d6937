"""An order that no index gives, or gives otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Severity

from ...calls.classified import RowDifference
from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, said
from ..outcome import rule

RULE = rule(
    "PC610",
    "order-not-served",
    Severity.NOTE,
    docs="""
## What is asked

The rows are wanted in an order that no Convex index can give: two directions at once, a field of a
related row, a direction or a field that is chosen at run time, fields behind `in`. Or an index
gives it, but null and non-English letters sort differently in it.

## Example

```prisma
model Deal {
  id       Int       @id @default(autoincrement())
  teamId   Int
  amount   Int
  closedAt DateTime?

  @@index([teamId, closedAt])
}
```

```ts
export function ranked(prisma: PrismaClient, teamId: number) {
  return prisma.deal.findMany({
    where: { teamId },
    orderBy: [{ closedAt: "asc" }, { amount: "desc" }],
  });
}
```

## What breaks

Everything that meets the conditions is read and sorted in code, whatever `take` says. PostgreSQL
puts null last in an ascending order and compares text by the rules of a language; Convex puts null
first and compares code points: "Zoe" comes before "anna".

## What to do instead

Let an index give the order that matters, and sort the few documents that are shown:

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const ranked = query({
  args: { teamId: v.number() },
  handler: async (ctx, { teamId }) => {
    const closed = await ctx.db
      .query("deals")
      .withIndex("by_teamId_and_closedAt", (q) =>
        q.eq("teamId", teamId).gt("closedAt", null),
      )
      .take(100);
    return closed.sort((a, b) => b.amount - a.amount);
  },
});
```

For non-English letters, keep a second field with a form of the text that sorts as wanted.
""",
)


_WHY: dict[str, str] = {
    "mixed-directions": "two directions at once",
    "relation-order": "a field of a related row",
    "computed-order": "a value chooses what orders them",
    "null-order": "null comes first on Convex",
    "collation": "text is ordered by code points",
}


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.calls:
        call = one.call
        why = [_reason(other) for other in one.differences if other.kind in _WHY]
        ordered = bool(call.order.fields) or call.order.certainty != "known"
        if not ordered or (one.is_order_served and not why):
            continue
        verb = "is given in another order" if one.is_order_served else "is sorted in code"
        message = "; ".join(why) or "no index gives this order behind its conditions"
        help_ = "let an index give the order that matters, and sort what is shown"
        yield said(RULE, call, f"{verb}: {message}", help_)


def _reason(other: RowDifference) -> str:
    where = f" (`{other.field}`)" if other.field else ""
    return f"{_WHY[other.kind]}{where}"
