"""A number that the database kept no record of, but gave quickly."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Severity

from ...calls.call import RelatedSelection
from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, named, said, table_of
from ..outcome import rule

RULE = rule(
    "PC606",
    "count",
    Severity.NOTE,
    docs="""
## What is asked

`count`, or `_count` of related rows. Convex has no count: the documents are read and counted.

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
export function howMany(prisma: PrismaClient, teamId: number) {
  return prisma.deal.count({ where: { teamId } });
}
```

## What breaks

To say "1,204 deals" 1,204 documents are read, whole, and again after each change of one of them.
Beyond 32,000 documents the query throws.

## What to do instead

Keep the number where it is asked for, and change it in the mutation that adds or deletes; or let
the component `@convex-dev/aggregate` do it. Where "100+" is enough, read no more than that:

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const howMany = query({
  args: { teamId: v.number() },
  handler: async (ctx, { teamId }) => {
    const found = await ctx.db
      .query("deals")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .take(101);
    return found.length > 100 ? "100+" : String(found.length);
  },
});
```
""",
)


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.calls:
        call = one.call
        counted = _counted(call.selection)
        if call.operation == "count" and not one.reads.is_bounded:
            table = table_of(call, lowered)
            help_ = "keep the number in a document, or use the aggregate component"
            yield said(RULE, call, f"counts documents of `{table}` by reading them", help_)
        elif counted:
            message = f"counts {named(counted)} for each row, by reading them"
            yield said(RULE, call, message, "keep the number in the document it belongs to")


def _counted(selection: RelatedSelection) -> tuple[str, ...]:
    """The relations of `_count`, wherever it stands."""
    inner = (name for _, one in selection.walk() for name in one.selection.counts)
    return (*selection.counts, *inner)
