"""A domain: a type with a condition."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import quoted
from ..outcome import Outcome, lost, rule

RULE = rule(
    "PC250",
    "domain-not-checked",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration made a domain, a type whose values meet a condition in every column that has it.
Convex's validators know the types below it, not the condition.

## Example

```prisma
model Member {
  id    Int    @id @default(autoincrement())
  email String
}
```

```sql
CREATE DOMAIN "email" AS text CHECK (VALUE LIKE '%@%');
ALTER TABLE "Member" ALTER COLUMN "email" TYPE "email";
```

```ts
members: defineTable({
  email: v.string(),
}),
```

## What breaks

A form swaps two fields and sends the name as the address. The database refused it. Convex stores
it, and the mails bounce a week later.

## What to do instead

Check it in one function that all writes of such fields go through.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

function checkEmail(email: string) {
  if (!email.includes("@")) throw new ConvexError("email: no address");
}

export const join = mutation({
  args: { email: v.string() },
  handler: async (ctx, { email }) => {
    checkEmail(email);
    return await ctx.db.insert("members", { email });
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"a domain is not checked any more: {quoted(guarantee.text)}"
    help_ = "check its condition in one function, before each write of a field that had the type"
    return lost(RULE, guarantee, message, help_)
