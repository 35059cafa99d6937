"""An optional field that is absent where it was null."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ...lowering.lowered import Lowered, LoweredField
from ..outcome import rule

RULE = rule(
    "PC312",
    "null-as-absent",
    Severity.NOTE,
    docs="""
## What changes

By choice, an optional field may be absent, which no column could be. With `optional` it is absent
where it was null, and null is refused; with `both` it may be either, and the two differ.

## Example

```prisma
model User {
  id  Int     @id @default(autoincrement())
  bio String?
}
```

```toml
nullable = "optional"
```

```ts
users: defineTable({
  bio: v.optional(v.string()),
}),
```

## What breaks

Prisma's `update({ data: { bio: null } })` becomes `patch(id, { bio: null })`, which is refused. A
query for `q.eq("bio", null)` finds nothing: an absent field is `undefined` in an index. Rows that
are imported with null are refused too.

## What to do instead

Write `undefined` to remove the field, and leave nulls out where rows are copied.

```ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const setBio = mutation({
  args: { id: v.id("users"), bio: v.nullable(v.string()) },
  handler: async (ctx, { id, bio }) =>
    await ctx.db.patch("users", id, { bio: bio ?? undefined }),
});
```
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    is_choice = lowered.schema.provider != "mongodb"
    for model in lowered.models.values():
        for field in model.fields.values():
            yield from _message(model.model.name, field, is_choice)
    for composite in lowered.composites.values():
        if composite.composite.name not in lowered.excluded:
            for field in composite.fields.values():
                yield from _message(composite.composite.name, field, is_choice)


def _message(owner: str, field: LoweredField, is_choice: bool) -> Iterator[Diagnostic]:
    """MongoDB's documents may lack a field as it is."""
    if field.field.arity != "optional" or not field.may_be_absent:
        return
    named = f"`{owner}.{field.field.name}`"
    if not field.takes_null:
        message = f"{named} is absent where it was null"
        help_ = f"write `{field.name}: undefined` to take it away, and leave nulls out of an import"
        yield Diagnostic(RULE, message, field.field.type_span, help=help_)
    elif is_choice:
        message = f"{named} may be absent as well as null"
        help_ = "look for both: an index holds `undefined` and null as two values"
        yield Diagnostic(RULE, message, field.field.type_span, help=help_)
