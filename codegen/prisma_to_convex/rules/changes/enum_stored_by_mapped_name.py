"""An enum value stored as in the database, by choice."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ...typescript.literals import ts_string
from ..outcome import Outcome, changed, rule

RULE = rule(
    "PC316",
    "enum-stored-by-mapped-name",
    Severity.NOTE,
    docs="""
## What changes

By choice, the literal of an enum value is what `@map` stored in the database, so rows are moved as
they are. Code that used Prisma's client knows the value by its name, which is gone.

## Example

```prisma
enum Role {
  ADMIN @map("admin")
  USER
}

model User {
  id   Int  @id @default(autoincrement())
  role Role
}
```

```toml
enum-values = "database"
```

```ts
export const role = v.union(v.literal("admin"), v.literal("USER"));
```

## What breaks

`user.role === "ADMIN"` was true for admins; now it is false for everybody. TypeScript reports it
where the type of `role` is known, but not where it comes as a `string` from a cookie or a header.

## What to do instead

Change the literals in code, and let TypeScript know the type wherever one comes from outside.

```ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";
import { role } from "./schema";

export const setRole = mutation({
  args: { id: v.id("users"), role },
  handler: async (ctx, { id, role }) =>
    await ctx.db.patch("users", id, { role }),
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    name = guarantee.fields[0]
    values = lowered.schema.enums_by_name[guarantee.owner].values
    stored = next(value.database_name for value in values if value.name == name)
    help_ = f"write `{ts_string(stored)}` where code has `{ts_string(name)}`"
    return changed(RULE, guarantee, f"`{ts_string(stored)}`", help_)
