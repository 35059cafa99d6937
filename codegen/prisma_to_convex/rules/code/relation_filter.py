"""A condition on rows of another table."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Severity

from ...calls.call import Related
from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, all_parts, named, said
from ..outcome import rule

RULE = rule(
    "PC609",
    "relation-filter",
    Severity.NOTE,
    docs="""
## What is asked

The rows are selected by what related rows hold: `some`, `none`, `every`, or a field behind a
relation. The database joined the tables; Convex reads one table at a time.

## Example

```prisma
model Team {
  id    Int    @id @default(autoincrement())
  deals Deal[]
}

model Deal {
  id     Int    @id @default(autoincrement())
  teamId Int
  title  String
  amount Int
  team   Team   @relation(fields: [teamId], references: [id])
}
```

```ts
export function busyTeams(prisma: PrismaClient) {
  return prisma.team.findMany({
    where: { deals: { some: { amount: { gt: 100 } } } },
  });
}
```

## What breaks

`some` can start from the other table: its rows are found, and each leads to one of this table,
several to the same. `none` and `every` are about rows that are not there: all of this table is
read, and for each row the other one by its key.

## What to do instead

Start from the table whose condition an index serves, and follow the key; remove duplicates:

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const busyTeams = query({
  args: {},
  returns: v.array(v.id("teams")),
  handler: async (ctx) => {
    const large = await ctx.db.query("deals").order("desc").take(1000);
    return [
      ...new Set(
        large.filter((deal) => deal.amount > 100).map((deal) => deal.teamId),
      ),
    ];
  },
});
```

Where it is asked often, keep the answer in the row itself (`largestDeal`) and give it an index.
""",
)


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.calls:
        found = [part for part in all_parts(one.call.where) if isinstance(part, Related)]
        if not found:
            continue
        negative = [part.field for part in found if part.quantifier in ("none", "every", "isNot")]
        if negative:
            message = f"chooses rows by related rows that are not there: {named(tuple(negative))}"
            help_ = "all rows are read, and for each the related ones: keep the answer in the row"
        else:
            message = f"chooses rows by related ones: {named(tuple(one.field for one in found))}"
            help_ = "start from the table whose condition an index serves, and follow the key"
        yield said(RULE, one.call, message, help_)
