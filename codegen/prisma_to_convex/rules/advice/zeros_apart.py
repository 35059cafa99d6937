"""A Float in an index: Convex keeps -0 and 0 apart."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.schema import Scalar

from ...lowering.lowered import Lowered
from ..index_order import is_ordered, served
from ..outcome import quoted_names, rule

RULE = rule(
    "PC507",
    "zeros-apart",
    Severity.NOTE,
    docs="""
## What is missing

A database treats -0 and 0 as the same number. In a Convex index, -0 sorts before 0, and `eq` finds
only the one that it is given. JavaScript makes -0 where it rounds, negates or multiplies: `-1 * 0`.
Reported once per table, for each Float in an index or a key.

## Example

```prisma
model Level {
  id     Int   @id @default(autoincrement())
  height Float @unique
}
```

```ts
levels: defineTable({
  height: v.number(),
})
  // @unique
  .index("by_height", ["height"]),
```

## What breaks

`Math.round(-0.4)` is -0. The level stored that way is not found by `q.eq("height", 0)`, and a
second one is created.

## What to do instead

Add 0 before a number is stored or searched for: `-0 + 0` is 0.

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const levelAt = query({
  args: { height: v.number() },
  handler: async (ctx, { height }) =>
    await ctx.db
      .query("levels")
      .withIndex("by_height", (q) => q.eq("height", height + 0))
      .first(),
});
```
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for model in lowered.models.values():
        found = {
            name: (field, index)
            for index in reversed([*served(model, "index", "unique", "id")])
            for name in index.field_names
            if (field := model.fields.get(name)) is not None
            and is_ordered(field)
            and field.field.type == Scalar("Float")
        }
        if found:
            fields = [field for field, _ in reversed(found.values())]
            first = fields[0].name
            yield Diagnostic(
                rule=RULE,
                message=f"`{model.model.name}`: -0 and 0 are two values of {quoted_names(fields)} to an index",
                span=next(reversed(found.values()))[1].span,
                help=f"add 0 before it is stored or searched for: {first} + 0",
            )
