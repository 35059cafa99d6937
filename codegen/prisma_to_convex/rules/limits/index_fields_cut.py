"""An index over more fields than Convex allows."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC402",
    "index-fields-cut",
    Severity.WARNING,
    docs="""
## What is limited

A Convex index holds at most 16 fields, and `_creationTime`, which Convex appends to each, is one of
them. Only the first 15 fields of a longer index are kept. The example is short: with 16 fields, the
index would end with the 15th.

## Example

```prisma
model Setting {
  id     Int    @id @default(autoincrement())
  tenant String
  area   String
  name   String
  value  String

  @@unique([tenant, area, name])
}
```

```ts
settings: defineTable({
  tenant: v.string(),
  area: v.string(),
  name: v.string(),
  value: v.string(),
})
  // @@unique([tenant, area, name])
  .index("by_tenant_and_area_and_name", ["tenant", "area", "name"]),
```

## What breaks

A mutation looks for the one document of a key of 16 fields, by the 15 in the index, and takes the
first. Two documents differ only in the 16th field: the mutation patches the wrong one.

## What to do instead

Look up by the fields of the index, and compare the others in code.

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const byKey = query({
  args: {
    tenant: v.string(),
    area: v.string(),
    name: v.string(),
    value: v.string(),
  },
  handler: async (ctx, { tenant, area, name, value }) => {
    const found = ctx.db
      .query("settings")
      .withIndex("by_tenant_and_area_and_name", (q) =>
        q.eq("tenant", tenant).eq("area", area).eq("name", name),
      );
    for await (const setting of found) {
      if (setting.value === value) return setting;
    }
    return null;
  },
});
```

A key this long is better as one field that holds all parts as text, with an index on it.
""",
)
