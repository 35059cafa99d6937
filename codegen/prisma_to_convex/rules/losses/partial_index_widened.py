"""A partial index or unique constraint: Convex's index holds every document."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import Index

from ...lowering.lowered import Lowered
from ...typescript.literals import comment_text
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC213",
    "partial-index-widened",
    Severity.WARNING,
    docs="""
## What is lost

The index held only the rows of its condition, and a unique constraint applied only among them. A
Convex index holds every document of the table. A unique constraint is not enforced at all
(unique-not-enforced).

## Example

```prisma
model Member {
  id     Int     @id @default(autoincrement())
  email  String
  active Boolean

  @@unique([email], where: { active: true })
}
```

```ts
members: defineTable({
  email: v.string(),
  active: v.boolean(),
})
  // @@unique([email]), where: { active: true }
  .index("by_email", ["email"]),
```

## What breaks

Ann leaves and joins again: an inactive document and an active one hold her email. Code that looks
for `email` in the index finds both, takes the first, which is the inactive one, and tells her
that she has no access. A check that forgets the condition does not even let her join again.

## What to do instead

Apply the condition to what the index finds.

```ts
import { ConvexError, v } from "convex/values";
import { QueryCtx, mutation } from "./_generated/server";

async function activeMember(ctx: QueryCtx, email: string) {
  const members = ctx.db
    .query("members")
    .withIndex("by_email", (q) => q.eq("email", email));
  for await (const member of members) {
    if (member.active) return member;
  }
  return null;
}

export const join = mutation({
  args: { email: v.string() },
  handler: async (ctx, { email }) => {
    if ((await activeMember(ctx, email)) !== null) {
      throw new ConvexError("already a member");
    }
    return await ctx.db.insert("members", { email, active: true });
  },
});
```

If most documents fail the condition, put the field of the condition first in an index of its own,
`@@index([active, email])` in the Prisma schema, or by hand in schema.ts, where it stays:
`.index("by_active_and_email", ["active", "email"])`.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    index = guarantee.subject
    assert isinstance(index, Index)
    text = comment_text(guarantee.text.removeprefix("where: "), 80)
    message = f"{subject(guarantee)}: the index holds every document, not only those of `{text}`"
    path = lowered.path(index)
    found = f"`{path.index_name}`" if path is not None and path.index_name else "the index"
    help_ = f"filter what {found} finds"
    if index.kind == "unique":
        help_ = f"check uniqueness only among the documents of the condition that {found} finds"
    return lost(RULE, guarantee, message, help_)
