"""A validator that somebody chose for a field."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...convex.convex_schema import Validator
from ...convex.layout import flat
from ..outcome import Outcome, changed, rule

RULE = rule(
    "PC317",
    "type-chosen",
    Severity.NOTE,
    docs="""
## What changes

The field has the validator that somebody chose, in place of the one that follows from its type.
Convex checks it; whether the column's values fit it becomes clear when the data is moved.

## Example

```prisma
model User {
  id       Int  @id @default(autoincrement())
  /// @convex.type(v.object({ theme: v.string() }))
  settings Json
}
```

```ts
users: defineTable({
  settings: v.object({
    theme: v.string(),
  }),
}),
```

## What breaks

An old row has `{ "theme": "dark", "beta": true }`. The import is refused at this row: an object has
no other fields than its validator names.

## What to do instead

Read the column's values before the move, and convert those that don't fit.

```ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const importUsers = internalMutation({
  args: { rows: v.array(v.object({ settings: v.any() })) },
  handler: async (ctx, { rows }) => {
    for (const { settings } of rows) {
      const theme = String(settings?.theme ?? "light");
      await ctx.db.insert("users", { settings: { theme } });
    }
  },
});
```
""",
)


def judge(guarantee: Guarantee, override: Validator) -> Outcome:
    validator = flat(override)
    by = f"`{validator}`" if validator else "the object that was chosen"
    return changed(RULE, guarantee, by, "convert what does not fit when the data is moved")
