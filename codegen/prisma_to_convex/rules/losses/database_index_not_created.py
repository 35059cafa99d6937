"""An index that the Prisma schema can't say: over an expression, or over some of the rows."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import filter_in_code, index_for, object_of, quoted, table_of
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC251",
    "database-index-not-created",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration made an index over an expression, or over some of the rows. It kept a query fast that
the schema knows nothing of. Convex indexes hold fields, of every document, and none is made for
it.

## Example

```prisma
model Job {
  id     Int     @id @default(autoincrement())
  name   String
  doneAt DateTime?
}
```

```sql
CREATE INDEX "job_waiting" ON "Job" ("name") WHERE "doneAt" IS NULL;
```

```ts
jobs: defineTable({
  name: v.string(),
  doneAt: v.nullable(v.number()),
}),
```

## What breaks

The worker looks for pending jobs. The index held only those; a query in Convex without an index
reads the whole table, and fails once it holds a year's jobs.

## What to do instead

Put the field of the condition first in an index: `@@index([doneAt, name])` in the Prisma schema, or
by hand in schema.ts, where it stays. What an expression computed goes into a field of its own. The
table of the example, called `indexedJobs` here:

```ts
indexedJobs: defineTable({
  name: v.string(),
  doneAt: v.nullable(v.number()),
}).index("by_doneAt_and_name", ["doneAt", "name"]),
```

```ts
import { query } from "./_generated/server";

export const waiting = query({
  args: {},
  handler: async (ctx) =>
    await ctx.db
      .query("indexedJobs")
      .withIndex("by_doneAt_and_name", (q) => q.eq("doneAt", null))
      .take(100),
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)}: no index takes the place of {quoted(guarantee.text)}"
    found = index_for(guarantee, lowered)
    if found is not None and object_of(guarantee).condition:
        code = filter_in_code(guarantee, lowered)
        condition = guarantee.text.partition(" WHERE ")[2]
        quoted_code = quoted(code.code if code is not None else condition, 400)
        return lost(RULE, guarantee, message, f"filter what `{found[0]}` finds by {quoted_code}")
    table = table_of(guarantee, lowered)
    help_ = (
        f"give {table} an index over the fields of the condition, or over a field with the value"
    )
    return lost(RULE, guarantee, message, help_)
