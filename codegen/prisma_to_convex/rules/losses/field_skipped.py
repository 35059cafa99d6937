"""A field that is left out by choice."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ManyToMany

from ...lowering.lowered import Lowered
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC227",
    "field-skipped",
    Severity.NOTE,
    docs="""
## What is lost

By choice, the field is not emitted: its values are not moved, and what was guaranteed of them is
gone. Convex refuses a document that has a field which is not in the schema.

## Example

```prisma
model User {
  id    Int     @id @default(autoincrement())
  email String
  /// @convex.skip
  phone String? @unique
}
```

```ts
users: defineTable({
  email: v.string(),
}),
```

## What breaks

A script that copies all columns of a row fails at the first one: "Object contains extra field
`phone`". An index over the field, or a constraint that it was part of, is gone with it.

## What to do instead

Leave the field out where rows are copied.

```ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const importUsers = internalMutation({
  args: {
    rows: v.array(
      v.object({ email: v.string(), phone: v.nullable(v.string()) }),
    ),
  },
  handler: async (ctx, { rows }) => {
    for (const { email } of rows) await ctx.db.insert("users", { email });
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    names = dict.fromkeys(field.split(".")[0] for field in guarantee.fields)
    return _gone(guarantee, [name for name in names if (guarantee.owner, name) in lowered.skipped])


def judge_lists(guarantee: Guarantee, relation: ManyToMany, lowered: Lowered) -> Outcome | None:
    """Of a relation of two lists of ids, where one or both are skipped; else None."""
    sides = ((relation.model_a, relation.fields_a), (relation.model_b, relation.fields_b))
    gone = [
        f"{model}.{name}"
        for model, fields in sides
        for name in fields
        if (model, name) in lowered.skipped
    ]
    return _gone(guarantee, gone) if gone else None


def _gone(guarantee: Guarantee, names: list[str]) -> Outcome:
    named = " and ".join(f"`{name}`" for name in names)
    verb = "is" if len(names) == 1 else "are"
    message = f"{subject(guarantee)}: {guarantee.text} is gone with {named}, which {verb} skipped"
    return lost(RULE, guarantee, message, "leave it out where rows are copied")
