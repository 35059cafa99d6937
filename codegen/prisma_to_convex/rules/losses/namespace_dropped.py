"""@@schema: Convex has one flat set of tables."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC222",
    "namespace-dropped",
    Severity.NOTE,
    docs="""
## What is lost

The schemas of a database kept tables apart, and grants on a schema said who may read it. Convex
has one flat set of tables, and each function may read all of them.

## Example

```prisma
datasource db {
  provider = "postgresql"
  schemas  = ["public", "auth"]
}

model Credential {
  id     Int    @id @default(autoincrement())
  userId Int    @unique
  hash   String

  @@schema("auth")
}
```

```ts
credentials: defineTable({
  userId: v.number(),
  hash: v.string(),
})
  // @unique
  .index("by_userId", ["userId"]),
```

## What breaks

The role of the reporting service had no grant on `auth`. In Convex, a colleague writes a query that
returns all documents of a table for a report, and includes `credentials`. A `query` can be called
by anyone who has the deployment's URL: the password hashes are public.

## What to do instead

Read the tables of a guarded schema only in internal functions, which clients can't call, and
return no more than the answer.

```ts
import { v } from "convex/values";
import { internalQuery } from "./_generated/server";

export const hashMatches = internalQuery({
  args: { userId: v.number(), hash: v.string() },
  handler: async (ctx, { userId, hash }) => {
    const credential = await ctx.db
      .query("credentials")
      .withIndex("by_userId", (q) => q.eq("userId", userId))
      .unique();
    return credential !== null && credential.hash === hash;
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)}: Convex has no schemas within a database"
    help_ = "move what was kept apart by grants on the schema into the functions that read it"
    return lost(RULE, guarantee, message, help_)
