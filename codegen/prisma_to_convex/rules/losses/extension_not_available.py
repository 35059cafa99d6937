"""A PostgreSQL extension: nothing of it is there in Convex."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..outcome import Outcome, lost, replaced, rule

RULE = rule(
    "PC219",
    "extension-not-available",
    Severity.NOTE,
    docs="""
## What is lost

The extension added types, functions or operators to PostgreSQL. Convex runs no SQL and has no
extensions. Other rules report what the schema shows of it; what only raw queries use is invisible
to this tool.

## Example

```prisma
datasource db {
  provider   = "postgresql"
  extensions = [citext]
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique @db.Citext
}
```

```ts
users: defineTable({
  email: v.string(), // @db.Citext
})
  // @unique
  .index("by_email", ["email"]),
```

## What breaks

Ann signed up as `Ann@example.com`. The database ignored case, so `ann@example.com` found her. In
Convex the login finds nobody; she signs up again and has two accounts.

## What to do instead

Find the queries that call the extension (`$queryRaw`, migrations, triggers), and rewrite them in
TypeScript. For `citext`, store and look up a single spelling, and convert the moved values to it.

```ts
import { ConvexError, v } from "convex/values";
import { QueryCtx, mutation } from "./_generated/server";

async function findByEmail(ctx: QueryCtx, email: string) {
  return await ctx.db
    .query("users")
    .withIndex("by_email", (q) => q.eq("email", email.toLowerCase()))
    .unique();
}

export const signUp = mutation({
  args: { email: v.string() },
  handler: async (ctx, { email }) => {
    if ((await findByEmail(ctx, email)) !== null) {
      throw new ConvexError(`${email} is taken`);
    }
    return await ctx.db.insert("users", { email: email.toLowerCase() });
  },
});
```

`uuid-ossp` and `pgcrypto`: `crypto.randomUUID()`. `vector`: a vector index (vector-as-array).
`pg_trgm`: a search index. `postgis`: the geospatial component.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if guarantee.text == "vector" and lowered.vectors:
        return replaced("Convex's vector indexes")
    message = f"the PostgreSQL extension `{guarantee.text}` is not available"
    return lost(RULE, guarantee, message, "find the queries that call its functions or operators")
