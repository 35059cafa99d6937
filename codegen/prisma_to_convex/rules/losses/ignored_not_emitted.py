"""@ignore and @@ignore: what Prisma's client does not see is not emitted."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC221",
    "ignored-not-emitted",
    Severity.NOTE,
    docs="""
## What is lost

`@ignore` and `@@ignore` hide a column or table from Prisma's client; the database has it all the
same. It is not emitted, so its data stays behind.

## Example

```prisma
model User {
  id       Int     @id @default(autoincrement())
  email    String
  checksum String? @ignore
}
```

```ts
users: defineTable({
  email: v.string(),
}),
```

## What breaks

The export of the table has the column `checksum`. Convex's objects are exact: a document with a
field that the schema does not name is refused, and the import stops. Or the column is cut out of
the export, and a report in SQL that no Prisma code mentions loses its source.

## What to do instead

Ask who else reads the column or table. If its data is to move, remove the attribute and compile
again. If not, leave it out where the data is moved.

```ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const importUsers = internalMutation({
  args: {
    rows: v.array(
      v.object({ email: v.string(), checksum: v.nullable(v.string()) }),
    ),
  },
  handler: async (ctx, { rows }) => {
    for (const { email } of rows) await ctx.db.insert("users", { email });
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)} is ignored by Prisma's client and is not emitted"
    return lost(RULE, guarantee, message, f"remove `{guarantee.text}` if its data is to move too")
