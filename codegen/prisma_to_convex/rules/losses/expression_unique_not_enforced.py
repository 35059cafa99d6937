"""A unique index over an expression: Convex indexes fields, and no index is unique."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import quoted, table_of
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC242",
    "expression-unique-not-enforced",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration made a unique index over an expression, such as the address in lower case. Two rows with
the same result were refused. Convex has no unique index, and indexes hold fields as they are.

## Example

```prisma
model Member {
  id    Int    @id @default(autoincrement())
  email String

  @@index([email])
}
```

```sql
CREATE UNIQUE INDEX "member_email" ON "Member" (lower("email"));
```

```ts
members: defineTable({
  email: v.string(),
}).index("by_email", ["email"]),
```

## What breaks

Ann signs up as ann@example.com, and a year later as Ann@example.com. The database told her that
she has an account. Convex makes a second one, and her orders are in the first.

## What to do instead

Store the value of the expression in a field of its own, with an index, and look there before each
write. If the value itself can be stored in that form, as here, no second field is needed.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const join = mutation({
  args: { email: v.string() },
  handler: async (ctx, args) => {
    const email = args.email.toLowerCase();
    const member = await ctx.db
      .query("members")
      .withIndex("by_email", (q) => q.eq("email", email))
      .first();
    if (member !== null) throw new ConvexError("already a member");
    return await ctx.db.insert("members", { email });
  },
});
```

Convert the moved values to that form, too.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    table = table_of(guarantee, lowered)
    message = f"{subject(guarantee)}: {quoted(guarantee.text)} is not enforced"
    help_ = (
        f"keep what the expression comes to in an indexed field of {table}, and look for another "
        "document with it before each write"
    )
    return lost(RULE, guarantee, message, help_)
