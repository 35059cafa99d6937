"""Mapped names. An enum value is stored under its Prisma name, not under the mapped one."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import Default, ForeignKey, Index, Model, ScalarField

from ...lowering.lowered import Lowered
from ..outcome import Outcome, changed, kept, lowered_field, replaced, rule
from .enum_stored_by_mapped_name import judge as judge_mapped

RULE = rule(
    "PC308",
    "enum-stored-by-name",
    Severity.NOTE,
    docs="""
## What changes

`@map` on an enum value gave it another spelling in the database. Prisma's client used the name,
and so does Convex: the validator accepts the name, and no longer the mapped spelling.

## Example

```prisma
model User {
  id   Int  @id @default(autoincrement())
  role Role
}

enum Role {
  ADMIN  @map("admin")
  MEMBER @map("member")
}
```

```ts
export const role = v.union(v.literal("ADMIN"), v.literal("MEMBER"));
export type Role = Infer<typeof role>;

export default defineSchema({
  users: defineTable({
    role,
  }),
});
```

## What breaks

The rows are exported from the database, where they hold `admin`. The import is refused by the
schema. A service that reads the database itself and compares with `'admin'` finds no admins in
what Convex gives it.

## What to do instead

Keep the stored spelling, `/// @convex.enum-values(database)` above the enum
(enum-stored-by-mapped-name), or translate at the boundary: where data is moved, and where other
systems send or read the old spelling.

```ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

const ROLES = { admin: "ADMIN", member: "MEMBER" } as const;

export const importUsers = internalMutation({
  args: {
    rows: v.array(
      v.object({ role: v.union(v.literal("admin"), v.literal("member")) }),
    ),
  },
  handler: async (ctx, { rows }) => {
    for (const { role } of rows) {
      await ctx.db.insert("users", { role: ROLES[role] });
    }
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if guarantee.owner in lowered.enums and guarantee.fields:
        if lowered.options.block(guarantee.owner).enum_values == "database":
            return judge_mapped(guarantee, lowered)
        name = guarantee.fields[0]
        help_ = (
            "translate the stored values when the data is moved, or keep them: "
            f"`/// @convex.enum-values(database)` above `{guarantee.owner}`"
        )
        return changed(RULE, guarantee, f'`"{name}"`', help_)
    if called := _kept_name(guarantee, lowered):
        return kept(f"`{called}`")
    if isinstance(guarantee.subject, Index | ForeignKey | Default):
        return replaced("Convex needs no names of constraints")
    return replaced("Convex needs no database names: see the name table")


def _kept_name(guarantee: Guarantee, lowered: Lowered) -> str:
    """The name in Convex of a table or field that is to be called as in the database, if it is."""
    model, subject = lowered.models.get(guarantee.owner), guarantee.subject
    if isinstance(subject, Model) and model is not None:
        is_requested = lowered.options.block(guarantee.owner).table_names == "database"
        return model.table if is_requested and model.table == subject.mapped_name else ""
    if isinstance(subject, ScalarField):
        field = lowered_field(guarantee, lowered)
        is_requested = field is not None and field.settings.field_names == "database"
        return field.name if field and is_requested and field.name == subject.mapped_name else ""
    return ""
