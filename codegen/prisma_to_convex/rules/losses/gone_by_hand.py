"""A table, a field, a value of an enum or an index that was taken out of schema.ts by hand."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...kit.words import listed
from ...lowering.by_hand import GoneIndex
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC235",
    "gone-by-hand",
    Severity.WARNING,
    docs="""
## What is lost

Somebody removed a table, a field, an enum value or an index from schema.ts. Merging leaves it out,
and nothing upholds what Prisma and the database guaranteed about it: documents have no place for
the data, a removed value is refused, and a lookup by a removed index becomes a scan.

## Example

```prisma
model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  phone String
}
```

```ts
users: defineTable({
  email: v.string(),
}),
```

## What breaks

The import reads the old rows and sends `phone` with each of them. Convex refuses a field that the
schema does not have, and the table stays empty. The sign-up mutation still looks for `by_email`:
it no longer compiles, or, where the query was changed to a filter, it reads every user on each
sign-up.

## What to do instead

If it was removed for good, remove it from the Prisma schema too, or say so there: `///
@convex.skip`. Otherwise put it back into schema.ts; the next `generate` leaves it alone. What is no
longer indexed is found by a scan, which is fine only for a few hundred documents:

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const byEmail = query({
  args: { email: v.string() },
  handler: async (ctx, { email }) => {
    for await (const user of ctx.db.query("users")) {
      if (user.email === email) return user;
    }
    return null;
  },
});
```
""",
)


def judge(guarantee: Guarantee, what: str) -> Outcome:
    """`what` is gone, in words."""
    message = f"{subject(guarantee)}: {guarantee.text} is gone with {what}, taken out of schema.ts"
    help_ = "put it back into schema.ts, or leave it out of the Prisma schema and of the rows"
    return lost(RULE, guarantee, message, help_)


def judge_values(guarantee: Guarantee, values: list[str]) -> Outcome:
    named, verb = listed(values), "is" if len(values) == 1 else "are"
    message = f"{subject(guarantee)}: {named} {verb} gone from schema.ts, and refused"
    help_ = f"put {'it' if len(values) == 1 else 'them'} back, or change the rows that hold it"
    return lost(RULE, guarantee, message, help_)


def judge_index(guarantee: Guarantee, index: GoneIndex) -> Outcome:
    fields = ", ".join(index.fields)
    message = f"{subject(guarantee)}: the index `{index.name}` ({fields}) is gone from schema.ts"
    return lost(RULE, guarantee, message, "put it back, or find the documents by a scan")
