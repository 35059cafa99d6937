"""A list whose length nothing limits."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Severity

from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, said, table_of
from ..outcome import rule

RULE = rule(
    "PC603",
    "unbounded-read",
    Severity.NOTE,
    docs="""
## What is asked

The call reads every row that meets its conditions, without `take`. An index finds them, but nothing
says how many there are.

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
export function dealsOf(prisma: PrismaClient, teamId: number) {
  return prisma.deal.findMany({ where: { teamId } });
}
```

## What breaks

The team with the most deals decides: beyond 32,000 documents or 16 MiB its page throws, beyond
8,192 the list is too long to return, and a subscription sends all of it again after each change.

## What to do instead

Take as many as are shown, or page through them:

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const dealsOf = query({
  args: { teamId: v.number() },
  handler: async (ctx, { teamId }) =>
    await ctx.db
      .query("deals")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .take(100),
});
```

Where there can only be a few (the members of a team), allow the rule with that reason.
""",
)


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.calls:
        call = one.call
        if call.operation != "findMany" or one.reads.kind != "range" or one.kind == "H":
            continue
        if call.take is not None:
            message = "reads all that its conditions hold for, to give the first few"
        else:
            message = f"reads all of `{table_of(call, lowered)}` that its conditions hold for"
        help_ = "`.take(n)` or `.paginate(...)` where there may be many"
        yield said(RULE, call, message, help_)
