"""A statement of a migration that could not be understood."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ...lowering.lowered import Lowered
from ..outcome import rule

RULE = rule(
    "PC520",
    "migration-not-read",
    Severity.WARNING,
    docs=r"""
## What is missing

Perhaps nothing, perhaps a constraint, a trigger or a policy: what the statement does is not known,
so nothing is said about what it created, and what it dropped may still be counted. The rest of the
migrations was read.

## Example

```prisma
model Seat {
  id  Int @id @default(autoincrement())
  row Int
}
```

```sql
DO $$ BEGIN
  EXECUTE 'ALTER TABLE "Seat" ADD CONSTRAINT ' || quote_ident('row_positive') || ' CHECK ("row" > 0)';
END $$;
```

```ts
seats: defineTable({
  row: v.number(),
}),
```

## What breaks

The text of the statement is put together when it runs, so the CHECK in it is in no report. Nobody
writes the code for it, and row 0 is stored.

## What to do instead

Look at the statement. In the functions that write the table, do by hand what it made the database
do.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const add = mutation({
  args: { row: v.number() },
  handler: async (ctx, { row }) => {
    if (!(row > 0)) throw new ConvexError("row_positive");
    return await ctx.db.insert("seats", { row });
  },
});
```

Once that is done, allow it: `[allow]` in the configuration, `migration-not-read = "read by hand"`.
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for span, why in lowered.database.not_read:
        message = f"this could not be read, so what it does is not counted: {why}"
        help_ = (
            "see by hand whether it makes or drops a constraint, a trigger, a policy or the like"
        )
        yield Diagnostic(RULE, message, span, help=help_)
