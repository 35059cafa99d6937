"""A validator that was edited by hand, and accepts what Prisma and the database refused."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.by_hand import EditedField
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC236",
    "loosened-by-hand",
    Severity.WARNING,
    docs="""
## What is lost

Somebody changed a validator in schema.ts, and it accepts what was refused before: null in a
required column, a string where an enum was, another type. The same is assumed of a validator that
is computed or imported and can't be read. With `schemaValidation: false` nothing is refused at all.

## Example

```prisma
model User {
  id    Int    @id @default(autoincrement())
  email String
}
```

```ts
users: defineTable({
  email: v.optional(v.string()),
}),
```

## What breaks

A field is made optional for one migration, and stays that way. Months later an import without
e-mail addresses succeeds, and the job that writes to all customers fails at the first of them.

## What to do instead

Once every document has a value, put the strict validator back: Convex checks all documents at the
push and refuses it if one does not match. Until then, check in the mutation that writes it.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const signUp = mutation({
  args: { email: v.optional(v.string()) },
  handler: async (ctx, { email }) => {
    if (email === undefined) {
      throw new ConvexError("an e-mail address is missing");
    }
    return await ctx.db.insert("users", { email });
  },
});
```

If the looser one is intended, say so in the Prisma schema: `email String?`.
""",
)


def judge(guarantee: Guarantee, edited: EditedField, what: str) -> Outcome:
    """`what` is accepted now, in words."""
    message = f"{subject(guarantee)}: {what}, as schema.ts has `{edited.text}`"
    help_ = f"check `{edited.name}` before each write, or put the stricter validator back"
    return lost(RULE, guarantee, message, help_)


def judge_unread(guarantee: Guarantee, edited: EditedField) -> Outcome:
    text = f"`{edited.text}` in schema.ts" if edited.text else "what schema.ts has for it"
    message = f"{subject(guarantee)}: {guarantee.text} may be gone: {text} can't be read"
    help_ = (
        f"see to it that the validator of `{edited.name}` holds it, or write it out in schema.ts"
    )
    return lost(RULE, guarantee, message, help_)


def judge_unchecked(guarantee: Guarantee) -> Outcome:
    message = f"{subject(guarantee)}: schema.ts turns the validation of documents off"
    help_ = "take `schemaValidation: false` out of schema.ts once the documents match"
    return lost(RULE, guarantee, message, help_)
