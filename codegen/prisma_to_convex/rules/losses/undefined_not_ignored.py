"""An update with a field that is undefined: Prisma left it alone, a patch takes it away."""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered, LoweredField
from ..outcome import UNTOLD, Outcome, is_replaced_id, lowered_field, quoted_names, replaced, rule

RULE = rule(
    "PC230",
    "undefined-not-ignored",
    Severity.NOTE,
    docs="""
## What is lost

Prisma's `update` skips a field whose value is `undefined`. `ctx.db.patch` removes the field. A
field that has to be there, `v.nullable(...)` included, can't be removed, so the patch is refused;
one that is `v.optional(...)` disappears silently. TypeScript accepts both. Reported once per table.

## Example

```prisma
model User {
  id    Int     @id @default(autoincrement())
  email String
  /// @convex.nullable(optional)
  bio   String?
}
```

```ts
users: defineTable({
  email: v.string(),
  bio: v.optional(v.string()),
}),
```

## What breaks

A form sends what was changed. `data: { email: args.email, bio: args.bio }` of an update becomes
`patch(id, { email: args.email, bio: args.bio })`. Anyone who changes only their address loses their
bio, and nobody notices.

## What to do instead

Leave out what is undefined, in one function that every patch goes through.

```ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

/** Without what is undefined: Prisma left such a field alone, a patch takes it away. */
function given<T extends object>(changes: T) {
  const all = Object.entries(changes);
  return Object.fromEntries(
    all.filter(([, value]) => value !== undefined),
  ) as T;
}

export const edit = mutation({
  args: {
    id: v.id("users"),
    email: v.optional(v.string()),
    bio: v.optional(v.string()),
  },
  handler: async (ctx, { id, email, bio }) => {
    await ctx.db.patch("users", id, given({ email, bio }));
  },
});
```

Arguments that a client leaves out are not keys of `args`, so a patch with the whole of `args` is
safe; one that names them one by one is not. `generate --enforce` writes a `ctx.db` that does the
same.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    """`message` says what is lost, for all the fields of a block."""
    if lowered_field(guarantee, lowered) is None:
        by = "_id" if is_replaced_id(guarantee, lowered) else "_creationTime"
        return replaced(f"`{by}`, which no patch changes")
    return UNTOLD


def message(owner: str, fields: Sequence[LoweredField]) -> tuple[str, str]:
    """What is said of fields of a block, and what to do."""
    gone = [field for field in fields if field.may_be_absent]
    said = []
    if len(gone) < len(fields):
        said.append("a patch with an undefined field is refused, where Prisma left it alone")
    if gone:
        verb = "goes" if len(gone) == 1 else "go"
        said.append(f"undefined, {quoted_names(gone)} {verb} without a word")
    return f"`{owner}`: {'; '.join(said)}", "leave out of each patch what is undefined"
