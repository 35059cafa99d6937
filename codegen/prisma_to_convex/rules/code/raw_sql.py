"""A query that is not Prisma's own."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ...calls.application import RawKind
from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic
from ..outcome import rule

RULE = rule(
    "PC611",
    "raw-sql",
    Severity.WARNING,
    docs="""
## What is asked

SQL (`$queryRaw`, `$executeRaw`), TypedSQL, a MongoDB command, or Kysely. What it reads and writes
is in its text, which no tool translates.

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
export function totals(prisma: PrismaClient) {
  return prisma.$queryRaw`select "teamId", sum(amount) from "Deal" group by "teamId"`;
}
```

## What breaks

There is no SQL on Convex. Joins, windows, `on conflict`, locks and arithmetic in the database
become code that reads documents by indexes. Nothing here can tell which indexes that needs.

## What to do instead

Write it as a function. What went through a whole table in SQL becomes a job on Convex that reads
page by page and keeps the result:

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const total = query({
  args: { teamId: v.number() },
  handler: async (ctx, { teamId }) => {
    let sum = 0;
    const deals = ctx.db
      .query("deals")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId));
    for await (const deal of deals) {
      sum += deal.amount;
    }
    return sum;
  },
});
```
""",
)


_WHAT: dict[RawKind, str] = {
    "sql": "SQL",
    "typed-sql": "TypedSQL",
    "command": "a command of MongoDB",
    "kysely": "Kysely",
}


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.application.raw:
        message = f"`{one.member}` runs {_WHAT[one.kind]}, which is to be rewritten by hand"
        help_ = "a function that reads documents by indexes; a job for what reads a whole table"
        diagnostic = Diagnostic(RULE, message, one.span, help=help_)
        yield CodeDiagnostic(diagnostic, "", one.member)
        for call in one.calls:
            message = f"it gives SQL to `{one.member}`, which is to be rewritten by hand"
            yield CodeDiagnostic(Diagnostic(RULE, message, call, help=help_), "", one.member)
