"""A read that goes through a whole table."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Severity

from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, said, table_of
from ..outcome import rule

RULE = rule(
    "PC602",
    "scans-table",
    Severity.WARNING,
    docs="""
## What is asked

The call reads rows without a condition that an index could look up: there is none, all of them may
be missing, or they are of a kind that only reading can decide (`not`, `OR` with such a branch).

## Example

```prisma
model Deal {
  id     Int    @id @default(autoincrement())
  teamId Int
  title  String
  amount Int
}
```

```ts
export function titles(prisma: PrismaClient) {
  return prisma.deal.findMany({ where: { title: { not: "" } } });
}
```

## What breaks

Every document of the table is read. Beyond 32,000 documents or 16 MiB the query throws; below,
each write to the table runs it again for all who are subscribed.

## What to do instead

Ask for what an index can give, and page through the rest:

```ts
import { paginationOptsValidator } from "convex/server";
import { query } from "./_generated/server";

export const titles = query({
  args: { paginationOpts: paginationOptsValidator },
  handler: async (ctx, { paginationOpts }) => {
    const page = await ctx.db.query("deals").paginate(paginationOpts);
    return { ...page, page: page.page.filter((deal) => deal.title !== "") };
  },
});
```

A table that stays small (settings, plans) may be read whole: allow the rule there, with that
reason.
""",
)


_READS = ("findMany", "findFirst", "findFirstOrThrow")


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    needed = {span for graded in code.indexes.of_grade("needed") for span in graded.calls}
    for one in code.calls:
        call = one.call
        is_whole = one.reads.kind == "table" and call.operation in _READS
        if not is_whole or call.span in needed or one.kind == "H":
            continue
        table = table_of(call, lowered)
        why = "there is no condition" if not call.where.parts else "no index serves its conditions"
        help_ = "look up by an index, or read it page by page: `.paginate(...)`"
        yield said(RULE, call, f"reads all of `{table}`: {why}", help_)
