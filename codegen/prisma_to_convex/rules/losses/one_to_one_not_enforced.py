"""The unique foreign key of a 1-1 relation: several documents may now refer to one."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ..outcome import Outcome, lost, rule, subject
from ..unique_keys import key_check

RULE = rule(
    "PC203",
    "one-to-one-not-enforced",
    Severity.WARNING,
    docs="""
## What is lost

The unique foreign key made sure that at most one row refers to each target. Convex has no unique
indexes, so the relation is one-to-many as far as the database is concerned.

## Example

```prisma
model User {
  id      Int      @id @default(autoincrement())
  profile Profile?
}

model Profile {
  id     Int    @id @default(autoincrement())
  bio    String
  user   User   @relation(fields: [userId], references: [id])
  userId Int    @unique
}
```

```ts
profiles: defineTable({
  bio: v.string(),
  userId: v.id("users"), // onDelete: Restrict
})
  // @unique
  .index("by_userId", ["userId"]),
```

## What breaks

Two devices finish the onboarding at the same time, and each inserts a profile. The page that
reads the first profile shows one of them, the editor patches the other: the user saves and sees
no change.

## What to do instead

Write through one mutation that inserts only if there is nothing to patch. Read with `.unique()`,
which throws when there are two, so that a mistake is found early.

```ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const saveProfile = mutation({
  args: { userId: v.id("users"), bio: v.string() },
  handler: async (ctx, { userId, bio }) => {
    const profile = await ctx.db
      .query("profiles")
      .withIndex("by_userId", (q) => q.eq("userId", userId))
      .unique();
    if (profile === null) {
      await ctx.db.insert("profiles", { userId, bio });
    } else {
      await ctx.db.patch("profiles", profile._id, { bio });
    }
  },
});
```

Never patch `userId` without the same lookup for the new user.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    message = f"{subject(guarantee)} may refer to the same document twice: the 1-1 relation is 1-n"
    return lost(RULE, guarantee, message, key_check(guarantee, lowered))
