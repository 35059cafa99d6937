"""More tables than a Convex deployment may have."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ...convex.convex_schema import MAX_TABLES
from ...lowering.lowered import Lowered
from ..outcome import rule

RULE = rule(
    "PC404",
    "too-many-tables",
    Severity.ERROR,
    docs="""
## What is limited

A Convex deployment holds at most 10,000 tables. The schema has more. The example is short: it
shows how such schemas come about, a copy of each table for each tenant.

## Example

```prisma
model AcmeOrder {
  id    Int    @id @default(autoincrement())
  title String
}

model GlobexOrder {
  id    Int    @id @default(autoincrement())
  title String
}
```

```ts
export default defineSchema({
  acmeOrders: defineTable({
    title: v.string(),
  }),

  globexOrders: defineTable({
    title: v.string(),
  }),
});
```

## What breaks

The push of the schema is refused as a whole: no table is created, and nothing can be deployed.

## What to do instead

Keep the documents of all tenants in one table, with the tenant first in each index:

```ts
orders: defineTable({
  tenant: v.string(),
  title: v.string(),
}).index("by_tenant_and_title", ["tenant", "title"]),
```

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const ofTenant = query({
  args: { tenant: v.string() },
  handler: async (ctx, { tenant }) =>
    await ctx.db
      .query("orders")
      .withIndex("by_tenant_and_title", (q) => q.eq("tenant", tenant))
      .take(50),
});
```

If the tables are all different, move a part of them (`only` and `exclude` in the configuration), or
use several deployments.
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    count = len(lowered.convex.tables)
    if count > MAX_TABLES:
        # Join tables count too: there may be fewer models than that.
        last = list(lowered.models.values())[:MAX_TABLES][-1].model
        message = f"the schema has {count} tables; a deployment holds at most {MAX_TABLES}"
        yield Diagnostic(
            RULE,
            message,
            last.span,
            help="move a part of it: `only` or `exclude` in the configuration",
        )
