"""A name that Convex does not accept, or that is taken."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ...lowering.lowered import Lowered
from ..outcome import rule

RULE = rule(
    "PC401",
    "name-changed",
    Severity.NOTE,
    docs="""
## What is limited

Convex's names of tables, fields and indexes are ASCII letters, digits and `_`, at most 64 of
them, and a table's starts with a letter. Two tables can't have one name, and an exported
validator can't have a name that JavaScript reserves. Where the rules of naming lead to such a
name, another one is chosen.

## Example

```prisma
model Person {
  id   Int    @id @default(autoincrement())
  name String
}

model People {
  id    Int    @id @default(autoincrement())
  label String
}
```

```ts
export default defineSchema({
  people: defineTable({
    name: v.string(),
  }),

  people2: defineTable({
    label: v.string(),
  }),
});
```

## What breaks

A colleague writes the import of the data by the rule "the plural of the model" and loads the groups
into `people`. Where fields happen to fit, nothing refuses them: two kinds of documents are in one
table.

## What to do instead

Take the names from the report's name table, not from the rule; TypeScript knows them too. Or choose
the name: `/// @convex.name(peopleGroups)` above a model or enum, or above a field.

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const group = query({
  args: { id: v.id("people2") },
  handler: async (ctx, { id }) => await ctx.db.get("people2", id),
});
```
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for rename in lowered.renames:
        message = (
            f"the {rename.what} of `{rename.prisma}` is called `{rename.convex}`: {rename.reason}"
        )
        help_ = f"use `{rename.convex}` in queries"
        if rename.what in ("table", "field"):
            help_ += ", or choose a name: `/// @convex.name(...)`"
        yield Diagnostic(RULE, message, rename.span, help=help_)
