"""A call that no index of the emitted schema serves."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.source import Span

from ...calls.classified import ClassifiedCall
from ...calls.examined import ExaminedCode
from ...calls.graded_index import GradedIndex
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, named, said
from ..outcome import rule

RULE = rule(
    "PC601",
    "needs-index",
    Severity.WARNING,
    docs="""
## What is asked

The call finds rows by fields, or takes the first few of an order, and no index of the emitted
schema.ts starts with these fields. PostgreSQL read the table then; Convex reads the table too, and
limits how much of it.

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
export function openDeals(prisma: PrismaClient, teamId: number) {
  return prisma.deal.findMany({
    where: { teamId },
    orderBy: { amount: "desc" },
    take: 10,
  });
}
```

## What breaks

A query may read 32,000 documents or 16 MiB. It works with the rows of a test, and throws for every
team on the day that the table grows beyond the limit. Until then each call reads all of it, and is
run again whenever any document of the table changes.

## What to do instead

`prisma-to-convex generate --queries src` puts the index into schema.ts: equality fields first, then
the range or the order. The query uses it and stops after ten documents:

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const openDeals = query({
  args: { teamId: v.number() },
  handler: async (ctx, { teamId }) =>
    await ctx.db
      .query("deals")
      .withIndex("by_teamId_and_amount", (q) => q.eq("teamId", teamId))
      .order("desc")
      .take(10),
});
```
""",
)


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    """Each index once a call: a wrapper, or conditions that are one of a few sets, may need several."""
    needed: dict[Span, list[GradedIndex]] = {}
    for graded in code.indexes.of_grade("needed"):
        for span in dict.fromkeys(graded.calls):
            needed.setdefault(span, []).append(graded)
    for one in code.calls:
        for graded in needed.pop(one.call.span, ()):
            yield _diagnostic(one, graded)


def _diagnostic(one: ClassifiedCall, graded: GradedIndex) -> CodeDiagnostic:
    columns = ", ".join(f'"{column}"' for column in graded.columns)
    alone = " alone, for the order of creation behind it" if graded.is_exact else ""
    message = f"needs an index of `{graded.table}` over {named(graded.columns)}{alone}"
    help_ = f"`generate --queries` writes it, or add `[{columns}]` by hand"
    if graded.reason:
        help_ = f"it can't be made: {graded.reason}; take out one that nothing enters"
    return said(RULE, one.call, message, help_)
