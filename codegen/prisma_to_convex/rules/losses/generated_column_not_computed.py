"""A generated column: the database computed it, and refused any other value."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..database_objects import quoted
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC245",
    "generated-column-not-computed",
    Severity.WARNING,
    docs=r"""
## What is lost

A migration made the column a generated column: the database computed it from others on every write,
and nobody could store anything else. In Convex it is a field like any other, which code writes or
forgets.

## Example

```prisma
model Person {
  id       Int     @id @default(autoincrement())
  first    String
  last     String
  fullName String?
}
```

```sql
ALTER TABLE "Person" DROP COLUMN "fullName",
  ADD COLUMN "fullName" TEXT GENERATED ALWAYS AS ("first" || ' ' || "last") STORED;
```

```ts
people: defineTable({
  first: v.string(),
  last: v.string(),
  fullName: v.nullable(v.string()),
}),
```

## What breaks

Ann Miller marries and `last` is patched to Wu. The database wrote a new `fullName`. In Convex it
stays Ann Miller: the list says one name, her page the other, and a search for Wu finds nothing.

## What to do instead

Compute it where documents are written, in one function; or, if no index needs it, where they are
read, and leave the field out (`/// @convex.skip`).

```ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

function withFullName(person: { first: string; last: string }) {
  return { ...person, fullName: `${person.first} ${person.last}` };
}

export const rename = mutation({
  args: { id: v.id("people"), last: v.string() },
  handler: async (ctx, { id, last }) => {
    const person = await ctx.db.get("people", id);
    if (person === null) return;
    const { first } = person;
    await ctx.db.patch("people", id, withFullName({ first, last }));
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)} is not computed any more: {quoted(guarantee.text)}"
    help_ = (
        "compute it in the one function that each insert and patch goes through, or on each read"
    )
    return lost(RULE, guarantee, message, help_)
