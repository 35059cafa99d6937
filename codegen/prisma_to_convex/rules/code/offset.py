"""A page that is found by its number."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Severity

from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, said
from ..outcome import rule

RULE = rule(
    "PC605",
    "offset",
    Severity.WARNING,
    docs="""
## What is asked

`skip` passes over a number of rows. Convex has no offset: what is skipped is read, and counts
towards the limits.

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
export function page(prisma: PrismaClient, teamId: number, page: number) {
  return prisma.deal.findMany({ where: { teamId }, skip: page * 20, take: 20 });
}
```

## What breaks

Page 500 reads 10,000 documents to show 20, and the pages beyond the limit of a query can't be shown
at all. While somebody reads, a new deal moves all rows by one: one is shown twice.

## What to do instead

Page by cursor. The client keeps what `paginate` returned, and asks for the next page with it:

```ts
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { query } from "./_generated/server";

export const page = query({
  args: { teamId: v.number(), paginationOpts: paginationOptsValidator },
  handler: async (ctx, { teamId, paginationOpts }) =>
    await ctx.db
      .query("deals")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .paginate(paginationOpts),
});
```

Page numbers are gone: there is "next", not "page 7 of 12".
""",
)


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.calls:
        if one.kind == "H":
            message = "skips rows by their number: they are read all the same"
            yield said(RULE, one.call, message, "page by cursor: `.paginate(...)`")
