"""not-null, and the one place where it is given up: a cycle of required keys."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import Scalar, ScalarField

from ...convex.convex_schema import accepts_anything, accepts_null
from ...lowering.lowered import Lowered
from ..outcome import Outcome, is_replaced_id, kept, lost, lowered_field, replaced, rule, subject
from . import null_not_refused

RULE = rule(
    "PC215",
    "required-key-made-nullable",
    Severity.WARNING,
    docs="""
## What is lost

The key was required. Required keys that form a cycle leave no document that could be inserted
first: SQL can check at the end of a transaction; Convex validates each write. One key of the
cycle accepts null, so a document may stay without it.

## Example

```prisma
model User {
  id     Int    @id @default(autoincrement())
  home   Team   @relation("home", fields: [homeId], references: [id])
  homeId Int
  owned  Team[] @relation("owner")
}

model Team {
  id      Int    @id @default(autoincrement())
  owner   User   @relation("owner", fields: [ownerId], references: [id])
  ownerId Int
  members User[] @relation("home")
}
```

```ts
export default defineSchema({
  users: defineTable({
    homeId: v.nullable(v.id("teams")), // onDelete: Restrict, null only while inserting: breaks a cycle
  }).index("by_homeId", ["homeId"]),

  teams: defineTable({
    ownerId: v.id("users"), // onDelete: Restrict
  }).index("by_ownerId", ["ownerId"]),
});
```

## What breaks

A second sign-up path inserts a user and leaves the team for later; the invitation mail fails, and
later never comes. The user has `homeId: null`, and each page that reads the home team has to cope
with it or fails for this one user.

## What to do instead

Insert both in one mutation, and patch the key before it ends. A mutation is a transaction: nobody
sees the null in between. Let no other function insert a user.

```ts
import { ConvexError } from "convex/values";
import { Doc } from "./_generated/dataModel";
import { mutation } from "./_generated/server";

export const signUp = mutation({
  args: {},
  handler: async (ctx) => {
    const userId = await ctx.db.insert("users", { homeId: null });
    const homeId = await ctx.db.insert("teams", { ownerId: userId });
    await ctx.db.patch("users", userId, { homeId });
    return userId;
  },
});

/** The type of the key without its null. */
export function homeOf(user: Doc<"users">) {
  if (user.homeId === null) throw new ConvexError("the user has no home team");
  return user.homeId;
}
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if is_replaced_id(guarantee, lowered):
        return replaced("every document has an `_id`")
    field = lowered_field(guarantee, lowered)
    if field is not None and field.override is not None and accepts_null(field.override):
        message = f"{subject(guarantee)} may be null: the type that was chosen accepts it"
        return lost(RULE, guarantee, message, f"refuse a null `{field.name}` before each write")
    if field is not None and accepts_anything(field.validator) and not _is_json(field.field):
        return null_not_refused.lose(guarantee, field)
    if field is None or not field.is_freed:
        return kept("the validator refuses a document without it")
    message = f"{subject(guarantee)} may be null: required keys formed a cycle"
    help_ = (
        f"insert with `{field.name}: null`, patch it in the same mutation, refuse null elsewhere"
    )
    return lost(RULE, guarantee, message, help_)


def _is_json(field: ScalarField) -> bool:
    """A Json column may hold JSON's null, required or not."""
    return isinstance(field.type, Scalar) and field.type.name == "Json"
