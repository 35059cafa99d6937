"""Row-level security: in Convex each function decides who may see what."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import quoted, table_of
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC246",
    "row-policy-not-applied",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration switched row-level security on: the database itself hid rows, and refused writes,
depending on who was asking. Convex has no policies. A query returns what its code reads, and every
public function can be called by anybody.

## Example

```prisma
model Note {
  id      Int    @id @default(autoincrement())
  ownerId String
  text    String

  @@index([ownerId])
}
```

```sql
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own_notes" ON "Note"
  USING ("ownerId" = current_setting('app.user'));
```

```ts
notes: defineTable({
  ownerId: v.string(),
  text: v.string(),
}).index("by_ownerId", ["ownerId"]),
```

## What breaks

A query takes the id of a note and returns the note. With the policy it returned nothing for the
notes of others. In Convex, anyone who has an id, from a link or a log, can read the note.

## What to do instead

Read and write through functions that know who is asking, and nowhere else.

```ts
import { ConvexError, v } from "convex/values";
import { Id } from "./_generated/dataModel";
import { QueryCtx, query } from "./_generated/server";

async function ownNote(ctx: QueryCtx, id: Id<"notes">) {
  const user = await ctx.auth.getUserIdentity();
  if (user === null) throw new ConvexError("not signed in");
  const note = await ctx.db.get("notes", id);
  return note?.ownerId === user.subject ? note : null;
}

export const read = query({
  args: { id: v.id("notes") },
  handler: async (ctx, { id }) => await ownNote(ctx, id),
});
```

`customFunctions` and `wrapDatabaseReader` of `convex-helpers` put such a rule around `ctx.db`
once for all functions.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)}: {quoted(guarantee.text)} is not applied"
    table = table_of(guarantee, lowered)
    help_ = f"let each function that reads or writes {table} ask who is calling"
    return lost(RULE, guarantee, message, help_)
